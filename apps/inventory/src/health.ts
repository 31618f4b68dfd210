import { runHealthCheck } from '@bookstore/service-kit/health-check';

// Asks inventory whether it serves; for a container's health check, with the same environment.
await runHealthCheck('inventory', process.env);
