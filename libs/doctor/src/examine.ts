import { findBreaches } from './breaches.ts';
import { compareCopies } from './compare-copies.ts';
import { chargesWithoutOrder, compareMoney } from './compare-money.ts';
import { type Finding, lasting } from './finding.ts';
import { type Ledger, readLedger } from './ledger.ts';
import { ORDER_RULES } from './order-rules.ts';
import { streamOrders } from './orders.ts';
import { pairByKey } from './pair-by-key.ts';
import { pause } from './pause.ts';
import type { PaymentCompany } from './payment-list.ts';
import { streamReservations } from './reservations.ts';
import { Snapshot } from './snapshot.ts';
import { STOCK_RULES } from './stock-rules.ts';

export interface ExamineOptions {
  /** Connection strings; nothing is written. */
  readonly inventoryDatabase: string;
  readonly ordersDatabase: string;
  /** Without it, money is compared within orders only. */
  readonly payments?: PaymentCompany | undefined;
  /** Milliseconds for which something may be between two states. */
  readonly graceMs?: number;
  /** Milliseconds after which what looks wrong is looked at once more. */
  readonly recheckAfterMs?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the examination early; it throws the signal's reason then. */
  readonly signal?: AbortSignal;
}

/** How far the examination is; `total` where it is known. */
export interface Progress {
  readonly what: 'payments' | 'stock' | 'orders' | 'recheck';
  readonly done: number;
  readonly total?: number;
}

/** How many of each were compared; payments and refunds are those of the payment company. */
export interface Compared {
  readonly books: number;
  readonly movements: number;
  readonly reservations: number;
  readonly orders: number;
  readonly payments?: number;
  readonly refunds?: number;
}

export interface Examination {
  readonly compared: Compared;
  readonly findings: readonly Finding[];
}

const GRACE_MS = 120_000;
const RECHECK_AFTER_MS = 2_000;
const PROGRESS_ROWS = 1_000;

/**
 * Compares what inventory, orders and the payment company have written. The databases are read at
 * moments that differ a little, while the shop sells; so whatever does not fit is looked at once
 * more, and is a finding only if it still does not.
 * @throws {SourceUnreachable} when one of them cannot be read.
 */
export async function examine(options: ExamineOptions): Promise<Examination> {
  const first = await look(options);
  if (first.findings.length === 0) return first;
  options.onProgress?.({ what: 'recheck', done: 0, total: first.findings.length });
  await pause(options.recheckAfterMs ?? RECHECK_AFTER_MS, options.signal);
  const second = await look(options);
  return { ...second, findings: lasting(second.findings, first.findings) };
}

/** The payment company first: whatever it has taken by then has an order in what is read after it. */
async function look(options: ExamineOptions): Promise<Examination> {
  const { payments, graceMs = GRACE_MS, onProgress = () => undefined, signal } = options;
  const ledger = payments && (await readLedger(payments, (done) => report({ what: 'payments', done }), signal));
  await using inventory = await Snapshot.open('inventory', options.inventoryDatabase);
  await using orders = await Snapshot.open('orders', options.ordersDatabase);
  const compared = { ...(await count(inventory, orders)), ...(ledger && counts(ledger)) };
  report({ what: 'stock', done: 0, total: compared.movements });
  const breaches = await Promise.all([
    findBreaches(inventory, STOCK_RULES, graceMs),
    findBreaches(orders, ORDER_RULES, graceMs),
  ]);
  const findings = [
    ...breaches.flat(),
    ...(await Array.fromAsync(comparePairs({ inventory, orders, ledger, graceMs }, tell))),
  ];
  return { compared, findings };

  function tell(done: number): void {
    report({ what: 'orders', done, total: Math.max(compared.orders, compared.reservations) });
  }

  function report(progress: Progress): void {
    signal?.throwIfAborted();
    onProgress(progress);
  }
}

interface Sources {
  readonly inventory: Snapshot;
  readonly orders: Snapshot;
  readonly ledger: Ledger | undefined;
  readonly graceMs: number;
}

async function* comparePairs({ inventory, orders, ledger, graceMs }: Sources, tell: (done: number) => void) {
  const unseen = new Map(ledger?.byOrder);
  let done = 0;
  for await (const pair of pairByKey(streamOrders(orders, graceMs), streamReservations(inventory, graceMs))) {
    yield* compareCopies(pair);
    if (ledger && pair.left) {
      yield* compareMoney(pair.left, unseen.get(pair.key) ?? []);
      unseen.delete(pair.key);
    }
    done += 1;
    if (done % PROGRESS_ROWS === 0) tell(done);
  }
  for (const [orderId, payments] of unseen) yield* chargesWithoutOrder(orderId, payments);
}

async function count(inventory: Snapshot, orders: Snapshot) {
  const books = await countRows(inventory, 'stock_levels');
  const movements = await countRows(inventory, 'stock_movements');
  const reservations = await countRows(inventory, 'reservations');
  return { books, movements, reservations, orders: await countRows(orders, 'orders') };
}

async function countRows(snapshot: Snapshot, table: string): Promise<number> {
  const rows = await snapshot.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
  return Number(rows[0]?.count);
}

function counts({ payments, refunds }: Ledger) {
  return { payments, refunds };
}
