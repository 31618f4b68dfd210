import type { EmbeddedPostgres } from '@bookstore/postgres';
import type { ProcessName } from '../mesh.ts';
import type { EmbeddedMesh } from './embedded-mesh.ts';
import type { MeshProcess } from './mesh-process.ts';

type Controls = Pick<EmbeddedMesh, 'pids' | 'logs' | 'kill' | 'pause' | 'resume' | 'restart'>;

/** What a test or an owner may do to the processes of a mesh. */
export function controls(processes: Readonly<Record<ProcessName, MeshProcess>>, postgres: EmbeddedPostgres): Controls {
  const all = { ...processes, postgres };
  return {
    pids: () =>
      Object.fromEntries(Object.entries(all).flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid]]))),
    logs: (name) => processes[name].logs(),
    kill: (name) => all[name].kill(),
    pause: async (name) => all[name].pause(),
    resume: async (name) => all[name].resume(),
    restart: async (name) => {
      // One that is held still would never hear that it is to end.
      await all[name].resume();
      await all[name].stop();
      await all[name].start();
    },
  };
}
