import { benchCells } from './cells.ts';
import { startEchoProcess } from './floors/echo-process.ts';
import { measureCell } from './measure/measure-cell.ts';
import { rate, type RatedRow, type Row } from './measure/row.ts';
import type { Options } from './options.ts';
import { openBenchShop } from './shop/bench-shop.ts';

/** Starts everything, measures every cell at every number in flight, and leaves nothing behind. */
export async function runBench(
  options: Options,
  signal: AbortSignal,
  onProgress: (what: string) => void,
): Promise<readonly RatedRow[]> {
  await using shop = await openBenchShop(options.books, onProgress);
  using echo = await startEchoProcess();
  const cells = benchCells(shop, echo);
  const rows: Row[] = [];
  for (const inFlight of options.inFlight) {
    for (const cell of cells) {
      signal.throwIfAborted();
      onProgress(`measuring ${cell.name}, ${inFlight} in flight`);
      const { seconds, warmUpSeconds } = options;
      rows.push(await measureCell(cell, { inFlight, seconds, warmUpSeconds, signal }));
    }
  }
  return rate(rows);
}
