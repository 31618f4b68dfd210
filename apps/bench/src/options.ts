import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ShopSize } from './filling/shop-size.ts';

export interface Options {
  /** How long each figure is measured in a round. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly rounds: number;
  /** Callers of a closed loop, whatever a row asks for. */
  readonly mostAtOnce: number;
  /** What a shop has at the start. */
  readonly size: ShopSize;
  /** What the large shop has; none, and nothing is measured there. */
  readonly grown: ShopSize | undefined;
  /** Folder of large shops that are kept. */
  readonly cache: string;
  /** Only rows whose names hold this, and what they need. */
  readonly only: string;
  /** Folder for figures and charts. */
  readonly out: string;
  /** File of an earlier run. */
  readonly compare: string | undefined;
}

export const USAGE = `npm run bench -- [options]
  --seconds N      how long each figure is measured in a round, 0.1 to 60; 5 by default
  --warm-up N      how long before that, 0 to 60; 1 by default
  --rounds N       how often all is measured, 1 to 100; 3 by default
  --grow SIZE      none (by default), full (10,000,000 orders), or a number of orders from 10000:
                   measures in a large shop, too, which is made once and kept
  --cache FOLDER   where large shops are kept; apps/bench/dist/cache by default
  --only TEXT      only rows whose names hold it, and what they need; all by default
  --out FOLDER     where bench.json and charts go; apps/bench/dist by default
  --compare FILE   bench.json of an earlier run, to say what has changed
  --short          a form of a minute that shows that everything works; its figures are worth nothing`;

/** An option that is wrong; its message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const SMALL: ShopSize = { books: 10_000, orders: 10_000 };
const FULL_ORDERS = 10_000_000;
const ORDERS_FOR_A_BOOK = 10;
/** No times are measured, so a few orders more are a large shop. */
const SHORT_SIZES = { size: { books: 1_000, orders: 10_000 }, grown: { books: 2_000, orders: 20_000 } };

/** Reads the command line; folders that are not named are those of the project. */
export function readOptions(args: readonly string[], project: string): Options {
  const { values } = parse(args);
  const { short } = values;
  const number = (name: 'seconds' | 'warm-up', otherwise: number, min: number) =>
    numeric(`--${name}`, values[name] ?? String(otherwise), min, 60);
  return {
    seconds: number('seconds', short ? 0.3 : 5, 0.1),
    warmUpSeconds: number('warm-up', short ? 0.1 : 1, 0),
    rounds: whole('--rounds', values.rounds ?? (short ? '1' : '3'), 1, 100),
    mostAtOnce: short ? 8 : Infinity,
    ...(short ? SHORT_SIZES : { size: SMALL, grown: grownSize(values.grow) }),
    cache: values.cache ?? join(project, 'dist/cache'),
    only: values.only,
    out: values.out ?? join(project, 'dist'),
    compare: values.compare,
  };
}

function grownSize(text: string): ShopSize | undefined {
  if (text === 'none') return undefined;
  const orders = text === 'full' ? FULL_ORDERS : whole('--grow', text, SMALL.orders, 100_000_000);
  return { books: Math.max(SMALL.books, Math.round(orders / ORDERS_FOR_A_BOOK)), orders };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string' },
        'warm-up': { type: 'string' },
        rounds: { type: 'string' },
        grow: { type: 'string', default: 'none' },
        cache: { type: 'string' },
        only: { type: 'string', default: '' },
        out: { type: 'string' },
        compare: { type: 'string' },
        short: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function numeric(name: string, text: string, min: number, max: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${name}: a number from ${min} to ${max} is allowed`);
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = numeric(name, text, min, max);
  if (Number.isInteger(value)) return value;
  throw new UsageError(`${name}: a whole number from ${min} to ${max} is allowed`);
}
