import { linkOf, MeshLinks } from '../links/mesh-links.ts';
import type { Link } from '../links/link.ts';
import { MeshError, type ProcessName } from '../mesh.ts';

type Name = ProcessName | 'postgres';

/** Whatever listens; orders does so for webhooks, too. */
type Place = Name | 'webhooks';

/** Who is where, and how one reaches another: directly, or through links. */
export class Network {
  readonly #places = new Map<Place, string>();
  #links: MeshLinks | undefined;

  /** Takes the seed of its links, if it is to have any. They have their ports before anybody looks for a free one. */
  static async open(seed: number | undefined): Promise<Network> {
    const network = new Network();
    const target = network.#placeOf.bind(network);
    if (seed !== undefined) network.#links = await MeshLinks.open({ listenHost: '127.0.0.1', seed, target });
    return network;
  }

  /** Learns where somebody listens, as host:port. */
  place(name: Place, address: string): void {
    this.#places.set(name, address);
  }

  reach(from: ProcessName, to: Name): string {
    return this.#links?.reach(from, to) ?? this.#placeOf(from, to);
  }

  link(from: ProcessName, to: Name): Link {
    return linkOf(this.#links, from, to);
  }

  heal(): void {
    this.#links?.heal();
  }

  async stop(): Promise<void> {
    await this.#links?.stop();
  }

  #placeOf(from: ProcessName, to: Name): string {
    // All that the payment company has to say to orders are webhooks.
    const name = from === 'payment-simulator' ? 'webhooks' : to;
    const place = this.#places.get(name);
    if (place === undefined) throw new MeshError(`${name} has no address yet`);
    return place;
  }
}
