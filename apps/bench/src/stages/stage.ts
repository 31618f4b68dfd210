import type { Site } from '../cells/site.ts';
import { startFloorProcess } from '../floors/floor-process.ts';
import type { Cell } from '../measure/cell.ts';
import type { BenchShop } from '../shop/bench-shop.ts';

/** A shop of its own, and what is measured there. */
export interface Stage {
  readonly name: string;
  readonly cells: readonly Cell<Site>[];
  readonly openShop: () => Promise<BenchShop>;
}

/** Opens the shop of a stage and the floors beside it. */
export async function openSite({ openShop }: Stage): Promise<Site & AsyncDisposable> {
  await using undo = new AsyncDisposableStack();
  const shop = undo.use(await openShop());
  const floors = undo.use(await startFloorProcess(shop.mesh.databaseUrl('inventory')));
  const all = undo.move();
  return { shop, floors, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
