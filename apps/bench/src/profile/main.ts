// Where the services' CPU goes while orders are placed: shares of each by package, of a profile that V8 takes.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRUGAL } from '@bookstore/mesh';
import { DriverProcess } from '../driver/driver-process.ts';
import { interrupted } from '../interrupted.ts';
import { align } from '../report/lines.ts';
import { openNewShop } from '../shop/bench-shop.ts';
import { titlesOfShop } from '../shop/titles.ts';
import { INSTANT_PAYMENTS } from '../stages/stages.ts';
import { placeOrder } from '../workloads/orders.ts';
import { sharesOf } from './cpu-profile.ts';

const SERVICES = ['users', 'inventory', 'orders'] as const;
const SIZE = { books: 10_000, orders: 10_000 };
const IN_FLIGHT = 64;
const MEASURE_MS = 20_000;
/** Less is left out of the table. */
const LEAST_SHARE = 0.01;

const folder = mkdtempSync(join(tmpdir(), 'profile-'));
const signal = interrupted();

try {
  await takeProfiles();
  const shares = SERVICES.map((name) => sharesOf(profileOf(name)));
  process.stdout.write(`${tableOf(shares)}\n`);
} catch (error) {
  process.stderr.write(`profile: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function takeProfiles(): Promise<void> {
  const titles = titlesOfShop();
  const settings = Object.fromEntries(
    SERVICES.map((name) => {
      const options = `${FRUGAL.NODE_OPTIONS} --cpu-prof --cpu-prof-dir=${join(folder, name)}`;
      return [name, { ...INSTANT_PAYMENTS[name], NODE_OPTIONS: options }];
    }),
  );
  const onProgress = (what: string) => process.stderr.write(`${what}\n`);
  await using shop = await openNewShop({ size: SIZE, titles, settings, onProgress });
  using driver = DriverProcess.start();
  const load = { kind: 'closed', inFlight: IN_FLIGHT } as const;
  const task = { caller: placeOrder(shop), load, warmUpMs: 0, measureMs: MEASURE_MS };
  await driver.run(task, { onMoment: () => undefined, signal });
}

/** V8 writes it when a process ends. */
function profileOf(service: string): string {
  const [file] = readdirSync(join(folder, service));
  if (file === undefined) throw new Error(`${service} left no profile`);
  return join(folder, service, file);
}

function tableOf(shares: readonly ReadonlyMap<string, number>[]): string {
  const most = (origin: string) => Math.max(...shares.map((share) => share.get(origin) ?? 0));
  const origins = [...new Set(shares.flatMap((share) => [...share.keys()]))]
    .filter((origin) => most(origin) >= LEAST_SHARE)
    .sort((one, other) => most(other) - most(one));
  const percent = (share: number | undefined) => `${((share ?? 0) * 100).toFixed(1)} %`;
  const body = origins.map((origin) => [origin, ...shares.map((share) => percent(share.get(origin)))]);
  return align([['share of CPU', ...SERVICES], ...body]);
}
