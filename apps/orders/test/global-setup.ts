import { fileURLToPath } from 'node:url';
import { postgresForTests } from '@bookstore/database/testing';

export default postgresForTests(fileURLToPath(new URL('../prisma/migrations', import.meta.url)));
