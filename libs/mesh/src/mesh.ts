import type { Link } from './links/link.ts';

/** The services that own data, each in a database of its own. */
export const SERVICE_NAMES = ['users', 'inventory', 'orders'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Everything that runs by itself. All of it starts together, and ends from the last to the first. */
export const PROCESS_NAMES = ['payment-simulator', 'users', 'inventory', 'orders'] as const;
export type ProcessName = (typeof PROCESS_NAMES)[number];

/** What stopped a mesh from starting; its message is one line for whoever started it. */
export class MeshError extends Error {
  override readonly name = 'MeshError';
}

/** What somebody signs in with. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The addresses that a client is given, each host:port, and whose certificates it is to believe where they speak TLS. */
export interface Door {
  readonly users: string;
  readonly inventory: string;
  readonly orders: string;
  readonly caFile?: string;
}

/** A running bookstore as one object, whatever it is made of. */
export interface Mesh {
  /** host:port of each process. */
  readonly addresses: Readonly<Record<ProcessName, string>>;
  /** Where clients call: to be given to the SDK as it is. */
  readonly door: Door;
  /** Connection string of a service's database, as that service. */
  databaseUrl(service: ServiceName): string;
  /** Everything that a process has written so far. */
  logs(name: ProcessName): string;
  /** The first member of staff, as it was made; whoever signs in may have changed the password since. */
  readonly staff: Credentials;
  /** Folder of everything that the mesh keeps. */
  readonly dataDirectory: string;
  /** Ends a process at once, as a crash would (SIGKILL). */
  kill(name: ProcessName | 'postgres'): Promise<void>;
  /** Holds a process still: its connections stay open, it answers nothing (SIGSTOP). */
  pause(name: ProcessName | 'postgres'): Promise<void>;
  /** Lets a held process go on. */
  resume(name: ProcessName | 'postgres'): Promise<void>;
  /** Starts a process again at its old address; ends it first if it runs. Resolves when it serves. */
  restart(name: ProcessName | 'postgres'): Promise<void>;
  /**
   * The network by which one process calls another.
   * @throws {MeshError} in a mesh that was started without `links`, and when the one never calls the other.
   */
  link(from: ProcessName, to: ProcessName | 'postgres'): Link;
  /** Undoes what was done to processes and links, and ends everything in order. */
  stop(): Promise<void>;
}
