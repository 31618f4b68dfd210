// What people do to the memory of a shop in an hour: a line for each part of it, and one for when they have left.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { interrupted } from '../interrupted.ts';
import { type Memory, readMemory } from '../measure/memory.ts';
import { openNewShop } from '../shop/bench-shop.ts';
import { titlesOfShop } from '../shop/titles.ts';
import { SIMULATED_PAYMENTS } from '../stages/stages.ts';
import { type Leg, soak } from './soak.ts';

const SIZE = { books: 10_000, orders: 10_000 };
const PROGRAMS = ['users', 'inventory', 'orders', 'postgres'] as const;

const signal = interrupted();

try {
  const { legs, legMs, restMs, ordersPerSecond } = readOptions(process.argv.slice(2));
  const titles = titlesOfShop();
  const onProgress = (what: string) => process.stderr.write(`${what}\n`);
  await using shop = await openNewShop({ size: SIZE, titles, settings: SIMULATED_PAYMENTS, onProgress });
  say('MiB', 'orders', ...PROGRAMS);
  const memory = () => readMemory(shop.mesh.pids());
  tell('at first', 0, memory());
  let [leg, orders] = [0, 0];
  for await (const { results, memoryMib } of soak(shop, { ordersPerSecond, legMs, signal })) {
    [leg, orders] = [leg + 1, orders + (results[0]?.ok.count ?? 0)];
    tell(`${((leg * legMs) / 60_000).toFixed(1)} min`, orders, memoryMib);
    complain(results);
    if (leg === legs) break;
  }
  await sleep(restMs, undefined, { signal });
  tell('at rest', orders, memory());
} catch (error) {
  process.stderr.write(`soak: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '60' },
      'leg-seconds': { type: 'string', default: '60' },
      'rest-seconds': { type: 'string', default: '180' },
      'orders-per-second': { type: 'string', default: '200' },
    },
  });
  const number = (name: keyof typeof values) => {
    const value = Number(values[name]);
    if (value > 0 && value <= 1_000) return value;
    throw new Error(`--${name}: a number above 0, up to 1000, is allowed`);
  };
  const legMs = number('leg-seconds') * 1_000;
  return {
    ...{ legMs, legs: Math.ceil((number('minutes') * 60_000) / legMs) },
    ...{ restMs: number('rest-seconds') * 1_000, ordersPerSecond: number('orders-per-second') },
  };
}

function tell(when: string, orders: number, memory: Memory): void {
  say(when, orders.toLocaleString('en'), ...PROGRAMS.map((name) => (memory[name] ?? 0).toFixed(0)));
}

function say(first: string, ...rest: readonly string[]): void {
  process.stdout.write(`${first.padEnd(10)}${rest.map((cell) => cell.padStart(11)).join('')}\n`);
}

/** Figures of calls that were not made, or failed, prove nothing. */
function complain(results: Leg['results']): void {
  for (const { failures, firstFailure, unsent } of results) {
    if (failures + unsent === 0) continue;
    process.stderr.write(
      `${failures} calls failed, ${unsent} were not made: ${firstFailure ?? 'too many under way'}\n`,
    );
    process.exitCode = 1;
  }
}
