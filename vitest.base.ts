import type { TestUserConfig } from 'vitest/config';

/** What every project's tests have in common; the JSON report feeds the total of `npm test`. */
export const baseTests: TestUserConfig = {
  include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
  exclude: ['dist/**'],
  reporters: ['default', 'json'],
  outputFile: { json: 'dist/test-results.json' },
  passWithNoTests: false,
  maxWorkers: 2,
  testTimeout: 20_000,
  hookTimeout: 60_000,
  // What is waited for comes as soon as it can; on a busy machine that may take its time.
  expect: { poll: { timeout: 10_000 } },
};
