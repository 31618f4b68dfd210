import { aBook, aMoney, SAMPLE_ID } from '@bookstore/client/testing';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { commandLineWith } from './command-line.ts';

describe('books', () => {
  it('are shown as a table for people', async () => {
    const { line } = await commandLineWith({ inventory: catalogue });
    const { code, stdout, stderr } = await line.run('books search odissey');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Book           Title        Authors    Year   Price  In stock',
      '9780140449136  The Odyssey  Homer    720 BC  €12.99         8',
      '',
    ]);
    expect(stderr).toContain('Showing what was found for: odyssey');
    expect(stderr).toContain('more with --page-token next');
  });

  it('are JSON for programs, with names for states and numbers for amounts', async () => {
    const { line } = await commandLineWith({ inventory: catalogue });
    const { result } = await line.json('books search odissey');
    expect(result).toMatchObject({
      books: [
        {
          bookId: SAMPLE_ID,
          status: 'ACTIVE',
          price: { currencyCode: 'EUR', minorUnits: 1299 },
          stock: { onHand: 10, reserved: 2, available: 8 },
          createTime: '2026-11-22T12:00:00.000Z',
        },
      ],
      correctedQuery: 'odyssey',
      nextPageToken: 'next',
    });
  });

  it('cannot draw on the terminal by their titles', async () => {
    const title = 'Evil\u001b[2J\u202Ekoob\nTitle';
    const { line } = await commandLineWith({
      inventory: { getBookDetails: () => Promise.resolve({ book: aBook({ title }) }) },
    });
    const { stdout } = await line.run(`books show ${SAMPLE_ID}`);
    expect(stdout).toContain('Evil\uFFFD[2J\uFFFDkoob Title');
    expect(stdout).not.toMatch(/[\u001b\u202E]/);
  });

  it('are changed in what was named, in the currency that they have', async () => {
    const { line, standIn } = await commandLineWith({
      inventory: { ...catalogue, updateBook: () => Promise.resolve({ book: aBook() }) },
    });
    await line.run('books update 9780140449136 --price 11.99 --stock 7 --etag e1');
    expect(standIn.calls('UpdateBook')[0]?.request).toMatchObject({
      bookId: SAMPLE_ID,
      etag: 'e1',
      updateMask: ['price', 'on_hand'],
      book: { price: { currencyCode: 'EUR', minorUnits: 1199n } },
      onHand: 7n,
    });
  });

  it('are suggested as somebody types, the words as they are', async () => {
    const suggestions = [{ bookId: SAMPLE_ID, title: 'The Odyssey', authors: ['Homer'] }];
    const { line, standIn } = await commandLineWith({
      inventory: { suggestBooks: () => Promise.resolve({ suggestions }) },
    });
    expect((await line.run('books suggest the ody --limit 3')).stdout).toMatch(/\nThe Odyssey +Homer +0198c2f0/);
    expect((await line.json('books suggest the ody')).result).toEqual({ suggestions });
    expect(standIn.calls('SuggestBooks')[0]?.request).toMatchObject({ prefix: 'the ody', limit: 3 });
  });

  it('say whether so many copies can be ordered', async () => {
    const answer = { bookId: SAMPLE_ID, requested: 9, available: 8n, sufficient: false, price: aMoney(1299n) };
    const { line, standIn } = await commandLineWith({
      inventory: { ...catalogue, checkAvailability: () => Promise.resolve({ availabilities: [answer] }) },
    });
    const { stdout } = await line.run('books availability 9780140449136:9');
    expect(stdout).toMatch(/\n9780140449136 +9 +8 +€12.99 +too few\n/);
    expect(standIn.calls('CheckAvailability')[0]?.request).toMatchObject({
      queries: [{ bookId: SAMPLE_ID, quantity: 9 }],
    });
    expect((await line.json(`books availability ${SAMPLE_ID}:9`)).result).toMatchObject({
      availabilities: [{ bookId: SAMPLE_ID, requested: 9, available: 8, sufficient: false }],
    });
  });

  it('are listed where few copies are left', async () => {
    const low = aBook({ stock: { onHand: 3n, reserved: 2n, available: 1n } });
    const listLowStock = () => Promise.resolve({ books: [low], nextPageToken: '' });
    const { line, standIn } = await commandLineWith({ inventory: { ...catalogue, listLowStock } });
    const { stdout } = await line.run('books low-stock --at-most 2');
    expect(stdout).toMatch(/\n9780140449136 +The Odyssey +Homer .* 1\n/);
    expect(standIn.calls('ListLowStock')[0]?.request).toMatchObject({ atMost: 2n });
  });

  it('are watched line by line until Ctrl-C', async () => {
    const watchAvailability = async function* () {
      yield { bookId: SAMPLE_ID, available: 1n, version: 1n };
      yield { bookId: SAMPLE_ID, available: 0n, version: 2n };
      await new Promise(() => undefined);
    };
    const { line } = await commandLineWith({ inventory: { ...catalogue, watchAvailability } });
    const { child, ended } = line.start(['books', 'watch', '9780140449136']);
    let lines = 0;
    child.stdout?.on('data', (text: Buffer) => (lines += text.toString().split('\n').length - 1));
    await expect.poll(() => lines).toBe(2);
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/ {2}9780140449136 {2}1 copy to order\n.* {2}9780140449136 {2}0 copies to order\n$/);
  });
});
