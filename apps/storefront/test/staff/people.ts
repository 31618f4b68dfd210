// Who is staff, and who is not.
import { beforeAll, expect, it } from 'vitest';
import { visit } from '../browser.ts';
import { type OpenShop, STAFF } from '../shop.ts';
import { PASSWORD } from '../shopper.ts';
import { atWork, placeOrder } from './at-work.ts';

export function testPeople(open: () => OpenShop): void {
  let shop: OpenShop;
  beforeAll(() => void (shop = open()));

  it('makes somebody staff, and lets nobody lock the shop up', async () => {
    const { email } = await placeOrder(shop);
    const { page } = await atWork(shop, '/staff/users');
    await page.getByLabel('E-mail address, or its beginning').fill(email);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('main').getByRole('link', { name: email }).click();
    await page.getByRole('radio', { name: /^Staff/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`${email} · Staff`).waitFor();
    await page.getByRole('radio', { name: /^Buyer/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`${email} · Buyer`).waitFor();

    await page.goto('/staff/users?role=STAFF');
    await page.getByRole('main').getByRole('link', { name: STAFF.email }).click();
    await page.getByRole('radio', { name: /^Buyer/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Nobody else is staff');
  });

  it('shows its pages to no shopper, nor to anybody who is not signed in', async () => {
    const { email } = await placeOrder(shop);
    const { page } = await visit(shop.browser, shop.storefront.origin);
    await page.goto('/staff/users');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'This room is for staff' }).waitFor();
    const { status } = await fetch(`${shop.storefront.origin}/staff/imports/x/refused.csv`, { redirect: 'manual' });
    expect(status).toBe(302);
  });
}
