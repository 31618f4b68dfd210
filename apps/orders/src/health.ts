import { runHealthCheck } from '@bookstore/service-kit/health-check';

// Asks orders whether it serves; for a container's health check, with the same environment.
await runHealthCheck('orders', process.env);
