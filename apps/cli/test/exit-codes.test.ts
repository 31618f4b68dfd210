import { expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { commandLineWith } from './command-line.ts';

it.each([
  ['books show 9780140449130', 5, 'BOOK_NOT_FOUND'],
  ['books show 9780140449137', 3, 'INVALID_ISBN'],
  ['books show odyssey', 2, 'USAGE'],
  ['users show ada', 2, 'USAGE'],
  ['books list', 1, 'UNRECOGNIZED'],
  ['books list --min-price 3', 2, 'USAGE'],
  ['books list --min-price 3.999 --currency EUR', 2, 'INVALID_FIELD'],
  ['books list --page-size 0', 2, 'USAGE'],
  ['books stock 9780140449136 --remove 1', 2, 'USAGE'],
  ['books stock 9780140449136 --set 3 --note counted', 2, 'USAGE'],
  ['books stock 9780140449136 --note counted', 2, 'USAGE'],
  ['order list --from 2026-02-31', 2, 'USAGE'],
  ['books export', 2, 'USAGE'],
  ['books', 2, 'USAGE'],
  ['bokos', 2, 'USAGE'],
])('"%s" ends with exit code %i and the reason %s', async (args, code, reason) => {
  const { line } = await commandLineWith({ inventory: catalogue });
  const outcome = await line.json(args);
  expect(outcome).toMatchObject({ code, result: undefined, failure: { error: { reason, exitCode: code } } });
});
