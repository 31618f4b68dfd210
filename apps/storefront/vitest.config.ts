import { defineConfig } from 'vitest/config';
import { baseTests } from '../../vitest.base.ts';

export default defineConfig({ test: { ...baseTests, testTimeout: 60_000, hookTimeout: 120_000 } });
