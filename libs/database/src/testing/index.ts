export { cloneDatabase, type ClonedDatabase } from './clone-database.ts';
export { postgresForTests } from './postgres-for-tests.ts';
