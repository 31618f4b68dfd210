import type { Mesh, ProcessName } from '../mesh.ts';

/** A bookstore of child processes of this one. */
export interface EmbeddedMesh extends Mesh {
  /** Process ids of what runs now, by name. */
  pids(): Readonly<Partial<Record<ProcessName | 'postgres', number>>>;
}
