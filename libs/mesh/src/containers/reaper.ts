// Outlives whoever started a mesh of containers: when that process is gone without having stopped the
// mesh, it removes what the mesh has made. Run as `node reaper.ts <mesh>` over IPC, in a process
// group of its own, so that what ends its owner does not end it.
import { findEngine, removeMesh } from './engine.ts';

const mesh = process.argv[2] ?? '';
process.on('message', () => process.exit(0));
process.on('disconnect', () => {
  void findEngine()
    .then((engine) => removeMesh(engine, mesh))
    .finally(() => process.exit());
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
