import type { ServiceName } from '@bookstore/mesh';
import type { FloorProcess } from '../floors/floor-process.ts';
import type { Programs } from '../measure/process-tree.ts';
import type { BenchShop } from '../shop/bench-shop.ts';

/** Where things are measured: a shop that runs, and floors beside it. */
export interface Site {
  readonly shop: BenchShop;
  readonly floors: FloorProcess;
}

/** Every process of the shop, PostgreSQL too. */
export function wholeMesh({ shop }: Site): Programs {
  return shop.mesh.pids();
}

export function postgresAlone({ shop }: Site): Programs {
  const { postgres } = shop.mesh.pids();
  return postgres === undefined ? {} : { postgres };
}

export function floorsAnd(site: Site): Programs {
  return { floors: site.floors.pid, ...postgresAlone(site) };
}

export function databaseOf({ shop }: Site, service: ServiceName): string {
  return shop.mesh.databaseUrl(service);
}
