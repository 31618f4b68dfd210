import { MeshError, type ProcessName } from '../mesh.ts';
import type { Link } from './link.ts';
import { seededRandom } from './seeded-random.ts';
import { TcpLink } from './tcp-link.ts';

/** Who calls whom in a bookstore. */
const CALLS = [
  ['orders', 'inventory'],
  ['orders', 'users'],
  ['orders', 'payment-simulator'],
  // Its webhooks.
  ['payment-simulator', 'orders'],
  ['inventory', 'users'],
  ['users', 'orders'],
  ['users', 'postgres'],
  ['inventory', 'postgres'],
  ['orders', 'postgres'],
] as const satisfies readonly (readonly [ProcessName, ProcessName | 'postgres'])[];

interface MeshLinksOptions {
  readonly listenHost: string;
  readonly seed: number;
  /** Where the one finds the other, as host:port; asked at each connection, and may throw while nobody knows. */
  readonly target: (from: ProcessName, to: ProcessName | 'postgres') => string;
}

/** A link for each pair of processes of which one calls the other. */
export class MeshLinks {
  readonly #links: ReadonlyMap<string, TcpLink>;

  private constructor(links: ReadonlyMap<string, TcpLink>) {
    this.#links = links;
  }

  static async open({ listenHost, seed, target }: MeshLinksOptions): Promise<MeshLinks> {
    const open = async ([from, to]: (typeof CALLS)[number]) => {
      const pair = nameOf(from, to);
      // Each link draws by itself, so that the traffic of one does not change the jitter of another.
      const random = seededRandom(`${seed} ${pair}`);
      return [pair, await TcpLink.open({ listenHost, target: () => target(from, to), random })] as const;
    };
    return new MeshLinks(new Map(await Promise.all(CALLS.map(open))));
  }

  /** host:port by which one process is to call another. */
  reach(from: ProcessName, to: ProcessName | 'postgres'): string {
    return this.#find(from, to).address;
  }

  /** @throws {MeshError} when the one never calls the other. */
  link(from: ProcessName, to: ProcessName | 'postgres'): Link {
    return this.#find(from, to);
  }

  heal(): void {
    for (const link of this.#links.values()) link.heal();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#links.values()].map((link) => link.stop()));
  }

  #find(from: ProcessName, to: ProcessName | 'postgres'): TcpLink {
    const link = this.#links.get(nameOf(from, to));
    if (!link) throw new MeshError(`${from} never calls ${to}; there are links ${[...this.#links.keys()].join(', ')}`);
    return link;
  }
}

/** @throws {MeshError} when the mesh was started without links. */
export function linkOf(links: MeshLinks | undefined, from: ProcessName, to: ProcessName | 'postgres'): Link {
  if (!links) throw new MeshError('this mesh has no links; start it with `links: { seed }`');
  return links.link(from, to);
}

function nameOf(from: string, to: string): string {
  return `${from} -> ${to}`;
}
