// `npm test`: lint, types, the contract and every test of every project, through Nx, so that what
// did not change is not run again. Where a Docker engine answers, the system tests also run on
// containers. Ends with one line of totals over all projects.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findEngineProblem } from '@bookstore/mesh/engine-problem';

const root = join(import.meta.dirname, '..');
const reports = () =>
  globSync(
    ['apps/*', 'libs/*', 'docker', '.'].map((project) => `${project}/dist/test-results*.json`),
    { cwd: root },
  );

/** What Vitest's JSON report says of one project. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

// A report of an earlier run must not stand in for one that was never written; Nx restores those
// of projects that it does not run again.
for (const file of reports()) rmSync(join(root, file));

const given = process.argv.slice(2);
const engineProblem = findEngineProblem();
const isFine = run('lint,typecheck,lint-contract,test');
const areContainersFine = engineProblem === undefined ? run('test-containers') : process.env['CI'] !== 'true';

/** Runs targets of all projects, or of those given; whether all went well. */
function run(targets: string): boolean {
  const nx = join(root, 'node_modules', '.bin', 'nx');
  const { status } = spawnSync(nx, ['run-many', `--targets=${targets}`, '--output-style=static', ...given], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  return status === 0;
}

const found = reports().filter((file) => existsSync(join(root, file)));
const totals = found
  .map((file) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Report)
  .reduce(
    (sum, report) => ({
      passed: sum.passed + report.numPassedTests,
      failed: sum.failed + report.numFailedTests,
      skipped: sum.skipped + report.numPendingTests + report.numTodoTests,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
const failed = !isFine || !areContainersFine;
process.stdout.write(`\n${failed ? 'FAILED: see above which target' : 'lint, types, contract and tests are fine'}\n`);
if (engineProblem !== undefined) {
  const what = areContainersFine ? 'were skipped' : 'must run in CI, and cannot';
  process.stdout.write(`Tests on containers ${what}: ${engineProblem}\n`);
}
process.stdout.write(`Tests: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exit(failed || totals.passed === 0 ? 1 : 0);
