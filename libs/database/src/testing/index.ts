export { cloneDatabase, type ClonedDatabase } from './clone-database.ts';
export { postgresForTests } from './postgres-for-tests.ts';
export { freePort } from '@bookstore/postgres/free-port';
