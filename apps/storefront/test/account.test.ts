// What somebody does with an account besides buying: a forgotten password, other browsers, an end.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserProblem, visit } from './browser.ts';
import { type OpenShop, openShop } from './shop.ts';
import { fillAddress, fillCart, order, PASSWORD, signUp, toCheckout } from './shopper.ts';

const NEW_PASSWORD = 'a better one than that';

describe.skipIf(browserProblem !== undefined)('an account', () => {
  let shop: OpenShop;
  beforeAll(async () => void (shop = await openShop([['Emma', 'Jane Austen', 50]])));
  afterAll(() => shop[Symbol.asyncDispose]());
  const enter = () => visit(shop.browser, shop.storefront.origin);

  /** What stands in the newest mail to an address, once there is one. */
  async function mailTo(email: string): Promise<string> {
    const folder = join(shop.mesh.dataDirectory, 'mail');
    const read = () =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.eml'))
        .sort()
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .findLast((mail) => mail.includes(email));
    await expect.poll(read).toBeDefined();
    return read() ?? '';
  }

  it('is opened again by a mail after its password was forgotten, with the cart as it was', async () => {
    const { page, complaints } = await enter();
    const email = await toCheckout(page, 'emma', 'Emma');
    await page.goto('/orders');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Forgotten your password?' }).click();
    await page.getByRole('heading', { name: 'A new password' }).waitFor();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Mail me a code' }).click();
    await page.getByText(join(shop.mesh.dataDirectory, 'mail')).waitFor();
    const code = /^ *([\w-]{20,})$/m.exec(await mailTo(email))?.[1] ?? '';
    await page.getByLabel('Code from the mail').fill(code);
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('Your new password is set').waitFor();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: /^Ada/ }).waitFor();
    await page.getByRole('link', { name: /^Cart/ }).click();
    await page.getByRole('link', { name: 'Emma' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('is signed out in another browser, and deleted once nothing is on its way', async () => {
    const [here, there] = [await enter(), await enter()];
    const email = await toCheckout(here.page, 'emma', 'Emma');
    await there.page.goto('/sign-in?to=/account');
    await there.page.getByLabel('E-mail address').fill(email);
    await there.page.getByLabel('Password').fill(PASSWORD);
    await there.page.getByRole('button', { name: 'Sign in' }).click();
    await there.page.getByRole('heading', { name: 'Your account' }).waitFor();
    await here.page.goto('/account');
    await here.page.getByRole('button', { name: 'Sign out there' }).click();
    await here.page.getByText('Signed out there.').waitFor();
    await here.page.getByRole('button', { name: 'Sign out there' }).waitFor({ state: 'detached' });

    await here.page.goto('/checkout');
    await fillAddress(here.page);
    await order(here.page);
    await here.page.getByText('Call the order off').click();
    await here.page.getByRole('button', { name: 'Yes, call it off' }).click();
    await here.page.getByRole('heading', { name: 'Called off' }).waitFor();
    await here.page.getByText('Given back, or on its way to you').waitFor();
    await here.page.goto('/account');
    await here.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await here.page.getByRole('button', { name: 'Delete it for good' }).click();
    await here.page.getByRole('link', { name: 'Sign in' }).waitFor();
  });

  it('keeps what was put into the cart before, and a cart outlives the browser', async () => {
    const { page } = await enter();
    await fillCart(page, 'emma', 'Emma');
    const cookies = await page.context().cookies();
    const later = await enter();
    await later.page.context().addCookies(cookies.filter(({ expires }) => expires * 1000 > Date.now() + 86_400_000));
    await later.page.goto('/sign-up?to=/cart');
    await signUp(later.page);
    await later.page.getByRole('link', { name: 'Emma' }).waitFor();
  });
});
