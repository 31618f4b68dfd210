import { defineConfig } from 'vitest/config';
import { baseTests } from '../../vitest.base.ts';

export default defineConfig({
  test: {
    ...baseTests,
    globalSetup: 'test/global-setup.ts',
    // Hashing is slow on purpose, and slower on a busy machine.
    testTimeout: 60_000,
  },
});
