import { migrate } from '@bookstore/database/migrate';
import { runMigrations } from '@bookstore/service-kit';
import { MIGRATIONS } from './migrations.ts';

// Brings the database of users to the newest migration; run once before the service starts.
await runMigrations('users', process.env, (url) => migrate(url, MIGRATIONS));
