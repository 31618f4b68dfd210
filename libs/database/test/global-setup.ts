import { join } from 'node:path';
import { postgresForTests } from '../src/testing/index.ts';

export default postgresForTests(join(import.meta.dirname, 'migrations'));
