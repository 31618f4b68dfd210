import { defineConfig } from 'vitest/config';
import { baseTests } from '../../vitest.base.ts';

export default defineConfig({ test: { ...baseTests, expect: { poll: { timeout: 10_000 } } } });
