// `npm test`: lint, types, the contract and every test of every project, through Nx, so that what
// did not change is not run again. Where a Docker engine answers, the system tests also run on
// containers. Ends with one line of totals over all projects.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findEngineProblem } from '@bookstore/mesh/engine-problem';
import { cacheDir } from 'nx/src/utils/cache-directory.js';

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
  readonly testResults: readonly {
    readonly name: string;
    /** Why the file as a whole failed, beyond its tests; else empty. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

// A report of an earlier run must not stand in for one that was never written; Nx restores those
// of projects that it does not run again.
for (const file of reports()) rmSync(join(root, file));

const given = process.argv.slice(2);
const engineProblem = findEngineProblem();
const failedTasks = run('lint,typecheck,lint-contract,test');
if (engineProblem === undefined) failedTasks.push(...run('test-containers'));
const mayMissContainers = engineProblem === undefined || process.env['CI'] !== 'true';

/** Runs targets of all projects, or of those given; the tasks that failed, as `project:target`. */
function run(targets: string): string[] {
  // Nx writes here how each task of its last run ended.
  const record = join(cacheDir, 'run.json');
  rmSync(record, { force: true });
  const nx = join(root, 'node_modules', '.bin', 'nx');
  const { status } = spawnSync(nx, ['run-many', `--targets=${targets}`, '--output-style=static', ...given], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  if (status === 0) return [];
  if (!existsSync(record)) return [`nx run-many --targets=${targets}`];
  const { tasks } = JSON.parse(readFileSync(record, 'utf8')) as {
    tasks: readonly { taskId: string; status: number }[];
  };
  return tasks.filter((task) => task.status !== 0).map(({ taskId }) => taskId);
}

/** What failed, each with its file and the message's beginning: the end of a long output is what people see. */
function failuresOf(report: Report): string[] {
  return report.testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(root, name);
    const tests = assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => describe(`${file}: ${fullName}`, failureMessages.join('\n')));
    return message === '' || tests.length > 0 ? tests : [describe(file, message)];
  });
}

function describe(what: string, message: string): string {
  const beginning = stripVTControlCharacters(message).trim().split('\n').slice(0, 12);
  return [`✗ ${what}`, ...beginning.map((line) => `    ${line}`), ''].join('\n');
}

const found = reports().map((file) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Report);
const totals = found.reduce(
  (sum, report) => ({
    passed: sum.passed + report.numPassedTests,
    failed: sum.failed + report.numFailedTests,
    skipped: sum.skipped + report.numPendingTests + report.numTodoTests,
  }),
  { passed: 0, failed: 0, skipped: 0 },
);
const failed = failedTasks.length > 0 || !mayMissContainers;
const failures = found.flatMap(failuresOf);
process.stdout.write(`\n${failures.join('\n')}\n`);
if (failedTasks.length > 0) process.stdout.write(`FAILED: ${failedTasks.join(', ')}\n`);
if (!failed) process.stdout.write('lint, types, contract and tests are fine\n');
if (engineProblem !== undefined) {
  const what = mayMissContainers ? 'were skipped' : 'must run in CI, and cannot';
  process.stdout.write(`Tests on containers ${what}: ${engineProblem}\n`);
}
process.stdout.write(`Tests: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exit(failed || totals.passed === 0 ? 1 : 0);
