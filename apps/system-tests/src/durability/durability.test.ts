// The short form of `nx run system-tests:durability`: PostgreSQL is killed while orders are placed, and
// nothing that was acknowledged is missing afterwards.
import { expect, it } from 'vitest';
import { startMesh } from '../mesh-for-tests.ts';
import { tryDurability } from './durability.ts';

it('loses no acknowledged order over three kills of PostgreSQL', async () => {
  const mesh = await startMesh('durable');
  try {
    const figures = await tryDurability({ mesh, kills: 3, ordersPerKill: 100, buyers: 16 });
    expect(figures).toMatchObject({ kills: 3, lost: 0, findings: 0 });
    expect(figures.acknowledged).toBeGreaterThanOrEqual(300);
    // Otherwise nothing was struck.
    expect(figures.inFlight).toBeGreaterThanOrEqual(3);
  } finally {
    await mesh.stop();
  }
}, 300_000);
