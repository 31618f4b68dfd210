import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions, USAGE, UsageError } from './options.ts';
import { renderJson } from './report/json.ts';
import { renderTable } from './report/table.ts';
import { runBench } from './run-bench.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupted.abort(new Error('interrupted')));
}

try {
  const options = readOptions(process.argv.slice(2), join(import.meta.dirname, '../dist/bench.json'));
  const startTime = new Date();
  const rows = await runBench(options, interrupted.signal, (what) => process.stderr.write(`${what}\n`));
  writeFileSync(options.jsonFile, renderJson(rows, options, startTime));
  process.stdout.write(`${renderTable(rows)}\n\nfigures: ${options.jsonFile}\n`);
  const failed = rows.filter(({ failures }) => failures > 0);
  for (const row of failed) process.stderr.write(`${row.name}, ${row.inFlight} in flight: ${row.firstFailure ?? ''}\n`);
  // Figures of calls that failed prove nothing.
  process.exitCode = failed.length > 0 ? 1 : 0;
} catch (error) {
  const usage = error instanceof UsageError ? `\n${USAGE}` : '';
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}${usage}\n`);
  process.exitCode = 1;
}
