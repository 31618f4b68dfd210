import { runHealthCheck } from '@bookstore/service-kit/health-check';

// Asks users whether it serves; for a container's health check, with the same environment.
await runHealthCheck('users', process.env);
