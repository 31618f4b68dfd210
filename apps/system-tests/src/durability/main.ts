// `nx run system-tests:durability --kills=100 --orders=40000 --minutes=30`: what earlier runs of this
// commit have reached counts.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Results } from '../histories/results.ts';
import { startMesh } from '../mesh-for-tests.ts';
import { type DurabilityFigures, NO_KILLS, tryDurability } from './durability.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    orders: { type: 'string', default: '40000' },
    minutes: { type: 'string', default: '60' },
    buyers: { type: 'string', default: '48' },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const results = new Results<DurabilityFigures>(join(import.meta.dirname, '../../dist/durability/results.json'));
const [kills, orders] = [Number(values.kills), Number(values.orders)];
const until = Date.now() + Number(values.minutes) * 60_000;

const before = sum();
if (before.kills < kills || before.acknowledged < orders) await run();
const all = sum();
say(`commit ${results.commit}: ${describe(all)}`);
if (all.lost > 0 || all.findings > 0 || all.inFlight < all.kills || all.kills < kills || all.acknowledged < orders)
  process.exitCode = 1;

async function run(): Promise<void> {
  const left = Math.max(1, kills - before.kills);
  const mesh = await startMesh('durability');
  const key = Date.now();
  try {
    await tryDurability({
      mesh,
      kills: left,
      ordersPerKill: Math.ceil(Math.max(100, (orders - before.acknowledged) / left)),
      buyers: Number(values.buyers),
      mayGoOn: () => Date.now() < until,
      onKill: (figures) => {
        results.add(key, figures);
        say(describe(figures));
      },
    }).then((figures) => results.add(key, figures));
  } finally {
    await mesh.stop();
  }
}

function sum(): DurabilityFigures {
  return [...results.all.values()].reduce(
    (one, other) => ({
      kills: one.kills + other.kills,
      acknowledged: one.acknowledged + other.acknowledged,
      lost: one.lost + other.lost,
      inFlight: one.inFlight + other.inFlight,
      findings: one.findings + other.findings,
    }),
    NO_KILLS,
  );
}

function describe({ kills, inFlight, acknowledged, lost, findings }: DurabilityFigures): string {
  const orders = `${inFlight} orders in flight, ${acknowledged} acknowledged, ${lost} lost`;
  return `${kills} kills of PostgreSQL, ${orders}, ${findings} findings of the doctor`;
}
