// Writes a service's Prisma client to src/store/gen. `prisma generate` insists on a native schema
// engine that it would download, and never runs it: naming any program in its place keeps it
// offline (Prisma 7.10; to be removed once the engine is optional).
import { execFileSync } from 'node:child_process';

execFileSync('prisma', ['generate', '--schema', 'prisma/schema.prisma', '--no-hints'], {
  stdio: 'inherit',
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
});
