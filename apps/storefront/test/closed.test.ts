// A shop whose services are away: pages that say so kindly, and work again by themselves.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriersOf, browserProblem, visit } from './browser.ts';
import { type OpenShop, openShop } from './shop.ts';
import { fillAddress, fillCart, order, toCheckout } from './shopper.ts';

describe.skipIf(browserProblem !== undefined)('a shop that is partly away', () => {
  let shop: OpenShop;
  beforeAll(async () => void (shop = await openShop([['Emma', 'Jane Austen', 50]])));
  afterAll(() => shop[Symbol.asyncDispose]());
  const enter = () => visit(shop.browser, shop.storefront.origin);

  it('answers 503 without its catalogue, keeps the cart, and is there again', async () => {
    const { page } = await enter();
    await fillCart(page, 'emma', 'Emma');
    await shop.mesh.kill('inventory');
    const answer = await page.goto('/books');
    expect(answer?.status()).toBe(503);
    expect(answer?.headers()['retry-after']).toBe('5');
    expect(await page.textContent('main')).toContain('Nothing of yours was lost');
    expect(await barriersOf(page, 'a list that cannot be')).toEqual([]);
    await shop.mesh.restart('inventory');
    await expect.poll(async () => (await page.goto('/cart'))?.status()).toBe(200);
    expect(await page.getByRole('link', { name: 'Emma' }).count()).toBe(1);
  });

  it('takes no order while orders is away, says that nothing was lost, and takes it once', async () => {
    const { page } = await enter();
    await toCheckout(page, 'emma', 'Emma');
    await fillAddress(page);
    await shop.mesh.kill('orders');
    await order(page);
    await page
      .getByRole('alert')
      .getByText(/please try again/i)
      .waitFor();
    await shop.mesh.restart('orders');
    // As often as somebody would press it; it stays one order.
    const again = async () => {
      const answer = page.waitForResponse((each) => each.request().method() === 'POST');
      await order(page);
      return (await answer).status();
    };
    await expect.poll(again, { timeout: 40_000 }).not.toBe(409);
    await page.getByRole('heading', { name: 'Paid, being packed' }).waitFor();
    await page.goto('/orders');
    expect(await page.getByRole('link', { name: /Emma/ }).count()).toBe(1);
  });
});
