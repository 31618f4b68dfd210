import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShopSize } from './filling/shop-size.ts';
import type { Row } from './measure/measurement.ts';
import { interrupted } from './interrupted.ts';
import { type Options, readOptions, USAGE, UsageError } from './options.ts';
import { judge } from './reaches/reach.ts';
import { REACHES } from './reaches/reaches.ts';
import { renderCharts } from './report/charts.ts';
import { renderComparison } from './report/compare.ts';
import { otherwiseIn, readReport, renderReport, type ReportFile } from './report/report-file.ts';
import { renderTables } from './report/table.ts';
import { runBench } from './run-bench.ts';
import { titlesOfShop } from './shop/titles.ts';
import { stagesOf } from './stages/stages.ts';

const signal = interrupted();
const say = (text: string) => process.stdout.write(`${text}\n`);
const onProgress = (what: string) => process.stderr.write(`${what}\n`);

try {
  const options = readOptions(process.argv.slice(2), join(import.meta.dirname, '..'));
  const earlier = options.compare === undefined ? undefined : readReport(options.compare);
  const startTime = new Date();
  const titles = titlesOfShop();
  const rows = await runBench(stagesOf({ ...options, titles, onProgress }), {
    ...options,
    signal,
    onProgress,
  });
  report(rows, options, startTime);
  if (earlier) compare(earlier, rows, options);
} catch (error) {
  const usage = error instanceof UsageError ? `\n${USAGE}` : '';
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}${usage}\n`);
  process.exitCode = 1;
}

function sizeOf({ books, orders }: ShopSize): string {
  return `${books.toLocaleString('en')} books and ${orders.toLocaleString('en')} orders`;
}

function compare(earlier: ReportFile, rows: readonly Row[], options: Options): void {
  const otherwise = otherwiseIn(earlier, conditions(options));
  if (otherwise.length > 0) say(`\nthe earlier run had another ${otherwise.join(', ')}`);
  say(`\n${renderComparison(earlier.rows, rows)}`);
}

/** What figures depend on beside the machine. */
function conditions({ seconds, warmUpSeconds, rounds, size, grown }: Options) {
  return { seconds, warmUpSeconds, rounds, size, ...(grown && { grown }) };
}

/** Writes and prints what was measured; figures of calls that failed prove nothing. */
function report(rows: readonly Row[], options: Options, startTime: Date): void {
  const verdicts = judge(REACHES, rows);
  const { size, grown, out } = options;
  mkdirSync(out, { recursive: true });
  const file = join(out, 'bench.json');
  writeFileSync(file, renderReport({ startTime, options: conditions(options), rows, verdicts }));
  for (const [name, chart] of Object.entries(renderCharts(rows, verdicts))) writeFileSync(join(out, name), chart);
  const large = grown ? `; a large shop has ${sizeOf(grown)}` : '';
  say(`a shop has ${sizeOf(size)}${large}\n\n${renderTables(rows, verdicts)}\n\nfigures: ${file}`);
  for (const { name, rounds: measured } of rows) {
    const failure = measured.find(({ failures }) => failures > 0)?.firstFailure;
    if (failure === undefined) continue;
    process.stderr.write(`${name}: ${failure}\n`);
    process.exitCode = 1;
  }
}
