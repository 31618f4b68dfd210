import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { examine, type Finding } from '@bookstore/doctor';
import type { Mesh } from '@bookstore/mesh';

/** Milliseconds after which what was done last counts, too. */
const GRACE_MS = 500;

/** Where a mesh keeps the key of its payment company. */
export function paymentKeyFile(mesh: Mesh): string {
  return join(mesh.dataDirectory, 'secrets', 'payment-key');
}

/** What the doctor reads of a mesh. */
export function doctorSources(mesh: Mesh) {
  return {
    inventoryDatabase: mesh.databaseUrl('inventory'),
    ordersDatabase: mesh.databaseUrl('orders'),
    payments: {
      apiUrl: `http://${mesh.addresses['payment-simulator']}`,
      secretKey: readFileSync(paymentKeyFile(mesh), 'utf8').trim(),
    },
  };
}

/** What `bookstore doctor` finds in a mesh that is left alone: looks until it is nothing, or the time is over. */
export async function seeTheDoctor(
  mesh: Mesh,
  { withinMs }: { readonly withinMs: number },
): Promise<readonly Finding[]> {
  const until = performance.now() + withinMs;
  for (;;) {
    await sleep(GRACE_MS);
    const { findings } = await examine({ ...doctorSources(mesh), graceMs: GRACE_MS, recheckAfterMs: 200 });
    if (findings.length === 0 || performance.now() > until) return findings;
  }
}
