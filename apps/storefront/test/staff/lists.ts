// How staff takes in suppliers' lists: ten thousand real books, and with JavaScript off.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import type { OpenShop } from '../shop.ts';
import { atWork, heading } from './at-work.ts';

const REAL = join(import.meta.dirname, '../../../../../shared/data/goodbooks-10k/books.csv');

export function testLists(open: () => OpenShop): void {
  let shop: OpenShop;
  beforeAll(() => void (shop = open()));

  it('takes in ten thousand real books through the page, and gives back the rows that were refused', async () => {
    const { page, complaints } = await atWork(shop, '/staff/imports');
    await upload(page, existsSync(REAL) ? REAL : listOf(10_000, 'large'));
    await heading(page, 'Taking it in').waitFor();
    await heading(page, 'It is in').waitFor();
    const [refused, added] = existsSync(REAL) ? [23, 9_977] : [1, 9_999];
    expect(await page.getByRole('region', { name: 'How far it is' }).textContent()).toContain(
      added.toLocaleString('en'),
    );
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download them' }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines[0]).toBe('\uFEFFline,title,isbn,reason,field,message');
    expect(lines.slice(1).filter((line) => line.includes('INVALID_ISBN'))).toHaveLength(refused);
    expect(complaints).toEqual([]);
  });

  it('takes in a list without JavaScript, the same rows once, and says at which line a file is broken', async () => {
    const { page } = await atWork(shop, '/staff/imports', { javaScriptEnabled: false });
    const small = listOf(20, 'small');
    for (const added of ['19', '0']) {
      await upload(page, small);
      while ((await page.getByRole('link', { name: 'Look again' }).count()) > 0) await page.reload();
      expect(await heading(page, 'It is in').count()).toBe(1);
      const figures = page.getByRole('region', { name: 'How far it is' });
      expect(await figures.locator('dd').first().textContent()).toBe(added);
    }
    await upload(page, { ...small, buffer: Buffer.concat([small.buffer, Buffer.from('x,"broken')]) });
    while ((await page.getByRole('link', { name: 'Look again' }).count()) > 0) await page.reload();
    expect(await page.getByRole('alert').textContent()).toContain('cannot be read on from line 22');
    await page.goto('/staff/imports/00000000-0000-4000-8000-000000000000');
    expect(await heading(page, /not known any more/).count()).toBe(1);
  });
}

async function upload(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.goto('/staff/imports');
  await page.getByRole('radio', { name: 'goodbooks-10k' }).check();
  await page.getByRole('textbox', { name: 'Price' }).fill('12.99');
  await page.getByRole('textbox', { name: 'Copies' }).fill('20');
  await page.getByLabel('The file').setInputFiles(file);
  await page.getByRole('button', { name: 'Upload it' }).click();
}

/** A list of so many books, the first of which has an ISBN that is none. */
function listOf(length: number, key: string) {
  const head = 'book_id,isbn,authors,original_publication_year,title,language_code';
  const rows = Array.from(
    { length },
    (_, index) => `${key}${index},${index === 0 ? '812971060' : ''},Nobody,,Title ${index},eng`,
  );
  return { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(`${[head, ...rows].join('\n')}\n`) };
}
