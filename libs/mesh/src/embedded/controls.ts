import type { EmbeddedPostgres } from '@bookstore/postgres';
import type { ProcessName } from '../mesh.ts';
import type { EmbeddedMesh } from './embedded-mesh.ts';
import type { MeshProcess } from './mesh-process.ts';
import { signalFamily } from './process-family.ts';

type Controls = Pick<EmbeddedMesh, 'pids' | 'logs' | 'kill' | 'pause' | 'resume' | 'restart'>;

/** What a test or an owner may do to the processes of a mesh. */
export function controls(processes: Readonly<Record<ProcessName, MeshProcess>>, postgres: EmbeddedPostgres): Controls {
  const all = { ...processes, postgres };
  const signal = async (name: ProcessName | 'postgres', which: 'SIGSTOP' | 'SIGCONT') => {
    if (name === 'postgres') await signalFamily(postgres.pid, which);
    else processes[name].signal(which);
  };
  return {
    pids: () =>
      Object.fromEntries(Object.entries(all).flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid]]))),
    logs: (name) => processes[name].logs(),
    kill: (name) => all[name].kill(),
    pause: (name) => signal(name, 'SIGSTOP'),
    resume: (name) => signal(name, 'SIGCONT'),
    restart: async (name) => {
      // One that is held still would never hear that it is to end.
      await signal(name, 'SIGCONT');
      await all[name].stop();
      await all[name].start();
    },
  };
}
