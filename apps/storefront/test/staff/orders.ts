// What staff does with orders; with JavaScript off where it is essential.
import { Bookstore } from '@bookstore/client';
import { beforeAll, expect, it } from 'vitest';
import { visit } from '../browser.ts';
import type { OpenShop } from '../shop.ts';
import { PASSWORD } from '../shopper.ts';
import { atWork, heading, placeOrder } from './at-work.ts';

export function testOrders(open: () => OpenShop): void {
  let shop: OpenShop;
  beforeAll(() => void (shop = open()));

  it.each([true, false])(
    'sends an order and puts it down as arrived, with JavaScript: %s',
    async (javaScriptEnabled) => {
      const { orderId, email } = await placeOrder(shop);
      const { page, complaints } = await atWork(shop, '/staff/orders', { javaScriptEnabled });
      await page.getByLabel("Buyer's e-mail address").fill(email);
      await page.getByRole('button', { name: 'Find' }).click();
      await page.getByRole('link', { name: 'Send it to Ada Lovelace' }).click();
      await page.getByLabel('Carrier').fill('Royal Mail');
      await page.getByLabel('Tracking number').fill('RM 1815');
      await page.getByRole('button', { name: 'It is on its way' }).click();
      await heading(page, 'On its way').waitFor();
      expect(await page.getByRole('region', { name: 'Its way' }).textContent()).toMatch(
        /Ordered.*Paid.*Sent.*by staff/,
      );

      await page.goto(`/staff/orders?${new URLSearchParams({ status: 'SHIPPED', buyer: email }).toString()}`);
      await page.getByRole('button', { name: 'It arrived at Ada Lovelace' }).click();
      await page.getByText('Put down as arrived.').waitFor();
      expect((await shop.clerk.orders.get(orderId)).order.status).toBe('COMPLETED');
      expect(complaints).toEqual([]);
    },
  );

  it('gives back a part once, however often it is sent, then all that is left, and no more', async () => {
    const { orderId } = await placeOrder(shop);
    const { page } = await atWork(shop, `/staff/orders/${orderId}`, { javaScriptEnabled: false });
    const request = await page.locator('input[name=request]').inputValue();
    const form = { what: 'refund', request, currency: 'USD', amount: '2.50', reason: 'a torn cover' };
    for (let times = 0; times < 2; times += 1) {
      await page.request.post(page.url(), { form, headers: { origin: shop.storefront.origin } });
    }
    await page.reload();
    await page.getByText('Give money back').click();
    const amount = page.getByLabel('How much, in USD');
    expect(await amount.inputValue()).toBe('10.49');
    await amount.fill('10.50');
    await page.getByLabel('Yes, send it back').check();
    await page.getByRole('button', { name: 'Give it back' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('more than is left');
    await page.getByLabel('Yes, send it back').check();
    await page.getByRole('button', { name: 'Give it back' }).click();
    expect(await page.getByRole('region', { name: 'Books and money' }).textContent()).toMatch(/−\$2\.50.*−\$10\.49/);
    expect(await page.getByText('Give money back').count()).toBe(0);
  });

  it('calls an order off, which frees its copies', async () => {
    const { orderId, book } = await placeOrder(shop);
    const { page } = await atWork(shop, `/staff/orders/${orderId}`);
    await page.getByText('Call the order off').click();
    await page.getByLabel('Why', { exact: true }).last().fill('the buyer called');
    await page.getByRole('button', { name: 'Call it off' }).click();
    await heading(page, 'Called off').waitFor();
    expect(await page.textContent('main')).toContain('the buyer called');
    await expect.poll(async () => (await shop.clerk.books.get(book.bookId)).stock.available).toBe(10);
  });

  it('sees by itself what the bank and a colleague do, and keeps what is being written', async () => {
    const { orderId, payAt } = await placeOrder(shop, 'pm_card_authenticationRequired');
    const { page, complaints } = await atWork(shop, `/staff/orders/${orderId}`);
    await heading(page, 'Not paid yet').waitFor();
    const bank = await visit(shop.browser, shop.storefront.origin);
    await bank.page.goto(payAt);
    await bank.page.getByRole('button', { name: 'Confirm the payment' }).click();
    await heading(page, 'To be sent').waitFor();
    await page.getByText('Give money back').click();
    const why = page.getByLabel('Why (optional)');
    await why.fill('a torn cover');
    await shop.clerk.orders.ship(orderId, { carrier: 'Royal Mail', trackingNumber: 'RM 1815' });
    await heading(page, 'On its way').waitFor();
    expect(await page.getByRole('region', { name: 'Goes to' }).textContent()).toContain('RM 1815');
    expect(await why.inputValue()).toBe('a torn cover');
    expect(complaints).toEqual([]);
  });

  it('sees by itself that the buyer has called an order off', async () => {
    const { orderId, email } = await placeOrder(shop);
    const { page } = await atWork(shop, `/staff/orders/${orderId}`);
    await heading(page, 'To be sent').waitFor();
    using buyer = new Bookstore(shop.mesh.door);
    await buyer.account.signIn({ email, password: PASSWORD });
    await buyer.orders.cancel(orderId, { reason: 'found it at home' });
    await heading(page, 'Called off').waitFor();
    expect(await page.getByRole('button', { name: 'It is on its way' }).count()).toBe(0);
  });
}
