import { migrate } from '@bookstore/database/migrate';
import { runMigrations } from '@bookstore/service-kit';
import { MIGRATIONS } from './migrations.ts';

// Brings the database of inventory to the newest migration; run once before the service starts.
await runMigrations('inventory', process.env, (url) => migrate(url, MIGRATIONS));
