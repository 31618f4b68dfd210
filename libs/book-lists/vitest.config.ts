import { defineConfig } from 'vitest/config';
import { baseTests } from '../../vitest.base.ts';

export default defineConfig({ test: baseTests });
