import { describe, expect, it } from 'vitest';
import type { StockBreach, StockSums } from '../domain/stock-sums.ts';
import { StockAudit } from './stock-audit.ts';

const breach = (bookId: string, onHand = 6n): StockBreach => ({ bookId, onHand, moved: 5n, reserved: 0n, held: 0n });

/** Three batches of one book each, of which these are broken; `broken` may be changed meanwhile. */
function threeBooks(broken: Map<string, StockBreach>): StockSums & { readonly asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = [];
  const nextOf: Readonly<Record<string, string>> = { a: 'b', b: 'c' };
  return {
    asked,
    check: (after) => {
      asked.push(after);
      const bookId = after === undefined ? 'a' : (nextOf[after] ?? 'none');
      const found = broken.get(bookId);
      return Promise.resolve({ last: bookId === 'c' ? undefined : bookId, breaches: found ? [found] : [] });
    },
  };
}

function auditOf(sums: StockSums, clock = { now: 0 }) {
  const reported: StockBreach[] = [];
  const report = (found: StockBreach) => reported.push(found);
  const rests: number[] = [];
  const rest = (ms: number) => (rests.push(ms), Promise.resolve());
  const audit = new StockAudit({ sums, everyMs: 1_000, batchSize: 1, report, now: () => clock.now, rest });
  return { reported, rests, audit };
}

describe('the stock audit', () => {
  it('goes through all books, batch by batch, and reports each breach once', async () => {
    const clock = { now: 0 };
    const sums = threeBooks(new Map([breach('a'), breach('c')].map((each) => [each.bookId, each])));
    const { audit, reported } = auditOf(sums, clock);
    await audit.sweep();
    expect(sums.asked).toEqual([undefined, 'a', 'b']);
    expect(reported).toEqual([breach('a'), breach('c')]);
    clock.now = 1_000;
    await audit.sweep();
    expect(sums.asked).toHaveLength(6);
    expect(reported).toHaveLength(2);
  });

  it('reports a breach again when its figures change, or when it comes back', async () => {
    const clock = { now: 0 };
    const broken = new Map([['a', breach('a')]]);
    const { audit, reported } = auditOf(threeBooks(broken), clock);
    for (const found of [breach('a'), breach('a', 7n), undefined, breach('a', 7n)]) {
      broken.clear();
      if (found) broken.set('a', found);
      await audit.sweep();
      clock.now += 1_000;
    }
    expect(reported).toEqual([breach('a'), breach('a', 7n), breach('a', 7n)]);
  });

  it('waits for its time, however often it is woken', async () => {
    const clock = { now: 0 };
    const sums = threeBooks(new Map());
    const { audit } = auditOf(sums, clock);
    await audit.sweep();
    clock.now = 999;
    await audit.sweep();
    expect(sums.asked).toHaveLength(3);
  });

  it('works for a tenth of the time, so that buyers hardly notice', async () => {
    const clock = { now: 0 };
    const sums = threeBooks(new Map());
    const { audit, rests } = auditOf({ check: (...batch) => ((clock.now += 40), sums.check(...batch)) }, clock);
    await audit.sweep();
    expect(rests).toEqual([360, 360]);
  });

  it('stops at once while it rests', async () => {
    const sums = threeBooks(new Map());
    const report = () => undefined;
    let now = 0;
    const check = (...batch: Parameters<StockSums['check']>) => ((now += 1e6), sums.check(...batch));
    const audit = new StockAudit({ sums: { check }, everyMs: 1, batchSize: 1, report, now: () => now });
    setImmediate(() => audit.stop());
    await audit.sweep();
    expect(sums.asked).toEqual([undefined]);
  });

  it('is tried again at the next turn after it failed', async () => {
    const sums = threeBooks(new Map());
    const check = sums.check.bind(sums);
    let isDown = true;
    const { audit } = auditOf({ check: (...batch) => (isDown ? Promise.reject(new Error('down')) : check(...batch)) });
    await expect(audit.sweep()).rejects.toThrow('down');
    isDown = false;
    await audit.sweep();
    expect(sums.asked).toHaveLength(3);
  });

  it('ends with the batch that it is at when the service stops', async () => {
    const sums = threeBooks(new Map());
    const { audit } = auditOf({ check: (...batch) => (audit.stop(), sums.check(...batch)) });
    await audit.sweep();
    expect(sums.asked).toEqual([undefined]);
  });
});
