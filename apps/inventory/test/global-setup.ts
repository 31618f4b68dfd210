import { join } from 'node:path';
import { postgresForTests } from '@bookstore/database/testing';

export default postgresForTests(join(import.meta.dirname, '../prisma/migrations'));
