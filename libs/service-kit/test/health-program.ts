import { env } from 'node:process';
import { runHealthCheck } from '../src/health-check.ts';

await runHealthCheck('orders', env);
