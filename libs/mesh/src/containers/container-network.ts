import { freePort } from '@bookstore/postgres/free-port';
import type { Link } from '../links/link.ts';
import { linkOf, MeshLinks } from '../links/mesh-links.ts';
import { MeshError, type ProcessName } from '../mesh.ts';
import { type Engine, labelsOf } from './engine.ts';

/**
 * Where each program listens in its container, as docker/Dockerfile and docker/compose.yaml have it;
 * they end from the last to the first.
 */
const CONTAINER_PORTS = {
  postgres: 5432,
  'payment-simulator': 50_054,
  users: 50_051,
  inventory: 50_052,
  orders: 50_053,
  gateway: 8443,
} as const;

export type ContainerName = keyof typeof CONTAINER_PORTS;
export const CONTAINER_NAMES = Object.keys(CONTAINER_PORTS) as readonly ContainerName[];

/** The port of a program in its container, and that of 127.0.0.1 by which this machine reaches it. */
interface Port {
  readonly container: number;
  readonly host: number;
}

type Ports = Readonly<Record<ContainerName, Port>>;

/** The private network of a mesh: its programs know each other by name, or reach each other through links. */
export class ContainerNetwork {
  readonly name: string;
  readonly ports: Ports;
  /** Address of this machine in the network, where links listen; undefined without links. */
  readonly linkHost: string | undefined;
  readonly #links: MeshLinks | undefined;

  private constructor(name: string, ports: Ports, links?: { readonly host: string; readonly opened: MeshLinks }) {
    this.name = name;
    this.ports = ports;
    this.linkHost = links?.host;
    this.#links = links?.opened;
  }

  /** Makes the network; with links, if it is given their seed. Whoever removes the mesh removes it. */
  static async create(engine: Engine, mesh: string, seed: number | undefined): Promise<ContainerNetwork> {
    await engine.network.create({ Name: mesh, Labels: { ...labelsOf(mesh) } });
    const ports = await findPorts();
    if (seed === undefined) return new ContainerNetwork(mesh, ports);
    const host = await hostIn(engine, mesh);
    const target = (from: ProcessName, to: ProcessName | 'postgres') => `127.0.0.1:${ports[doorOf(from, to)].host}`;
    return new ContainerNetwork(mesh, ports, {
      host,
      opened: await MeshLinks.open({ listenHost: host, seed, target }),
    });
  }

  /** host:port by which this machine reaches a program. */
  address(name: ContainerName): string {
    return `127.0.0.1:${this.ports[name].host}`;
  }

  /** host:port by which one program reaches another. */
  reach(from: ProcessName, to: ProcessName | 'postgres'): string {
    const door = doorOf(from, to);
    return this.#links?.reach(from, to) ?? `${door}:${CONTAINER_PORTS[door]}`;
  }

  link(from: ProcessName, to: ProcessName | 'postgres'): Link {
    return linkOf(this.#links, from, to);
  }

  heal(): void {
    this.#links?.heal();
  }

  async stop(): Promise<void> {
    await this.#links?.stop();
  }
}

/** Where one knocks who wants to reach the other: a payment company stands before the gateway, as clients do. */
function doorOf(from: ProcessName, to: ProcessName | 'postgres'): ContainerName {
  return from === 'payment-simulator' ? 'gateway' : to;
}

async function findPorts(): Promise<Ports> {
  const free = new Set<number>();
  while (free.size < CONTAINER_NAMES.length) free.add(await freePort('127.0.0.1', 0));
  const hosts = [...free];
  const ports = CONTAINER_NAMES.map((name, index) => {
    return [name, { container: CONTAINER_PORTS[name], host: hosts[index] ?? 0 }] as const;
  });
  return Object.fromEntries(ports) as Record<ContainerName, Port>;
}

/** The address of this machine in the network, where links listen. */
async function hostIn(engine: Engine, network: string): Promise<string> {
  const { IPAM } = (await engine.container.dockerode.getNetwork(network).inspect()) as {
    readonly IPAM: { readonly Config?: readonly { readonly Gateway?: string }[] };
  };
  const gateway = IPAM.Config?.[0]?.Gateway;
  if (gateway === undefined) throw new MeshError('links need a Docker engine on this machine itself');
  return gateway;
}
