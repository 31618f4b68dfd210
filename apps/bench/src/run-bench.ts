import { benchCells } from './cells.ts';
import { startEchoProcess } from './floors/echo-process.ts';
import { type Cell, measureCell } from './measure/measure-cell.ts';
import { rate, type RatedRow, type Row } from './measure/row.ts';
import { type Options, UsageError } from './options.ts';
import { openBenchShop } from './shop/bench-shop.ts';

/** Starts everything, measures every cell at every number in flight, and leaves nothing behind. */
export async function runBench(
  options: Options,
  signal: AbortSignal,
  onProgress: (what: string) => void,
): Promise<readonly RatedRow[]> {
  await using shop = await openBenchShop(options.books, onProgress);
  using echo = await startEchoProcess();
  const cells = chosenCells(benchCells(shop, echo), options.only);
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

/** Those whose names hold the text, and what they are held against. */
export function chosenCells<Named extends Pick<Cell, 'name' | 'floor'>>(
  cells: readonly Named[],
  only: string,
): Named[] {
  const wanted = cells.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()));
  if (wanted.length === 0) {
    throw new UsageError(
      `--only: one of ${cells.map(({ name }) => `"${name}"`).join(', ')}, or a part of it, is allowed`,
    );
  }
  return cells.filter((cell) => wanted.includes(cell) || wanted.some(({ floor }) => floor === cell.name));
}
