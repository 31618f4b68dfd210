import { defineConfig } from 'vitest/config';
import { baseTests } from '../../vitest.base.ts';

/** `BOOKSTORE_MESH=containers` runs the tests on containers; without it they run on child processes. */
const onContainers = process.env['BOOKSTORE_MESH'] === 'containers';

/**
 * `bookstore up`, the README's words about it, and the folder where mails lie are about child processes; drain and
 * overload watch the health of orders itself, where a gateway asks whose is meant and has words of its own for what
 * is away; campaigns strike faster than an engine pauses and kills; images are about containers.
 */
const onlyHere = onContainers
  ? [
      ...['src/start/**', 'src/readme/**', 'src/faults/mails.test.ts'],
      ...['src/stress/drain.test.ts', 'src/stress/overload.test.ts'],
      ...['src/histories/**', 'src/durability/**', 'src/mutants/**'],
    ]
  : ['src/containers/**'];

export default defineConfig({
  test: {
    ...baseTests,
    exclude: ['dist/**', ...onlyHere],
    globalSetup: 'src/mesh-for-tests.ts',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    ...(onContainers && { outputFile: { json: 'dist/test-results-containers.json' } }),
  },
});
