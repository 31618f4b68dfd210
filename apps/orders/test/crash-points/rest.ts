import type { PlaceOrderCommand } from '../../src/operations/place-order.ts';
import type { CrashSite } from './crash-site.ts';
import { makeDue, STOCK } from './scenarios.ts';

/** One round decides, the next tells others; more would be waiting for something that never comes. */
const ROUNDS = 2;

/** Lets time pass, and sweeps run, until nothing is wrong; gives what still breaks an invariant then. */
export async function comeToRest(site: CrashSite, command: PlaceOrderCommand): Promise<string[]> {
  const healthy = site.process();
  let problems: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await makeDue(site, command.orderId, 'too late');
    for (const { run } of healthy.sweeps) await run(new AbortController().signal);
    await healthy.idle();
    problems = await problemsAtRest(site, command);
    if (problems.length === 0) break;
  }
  return problems;
}

/** The order's status, or `nothing`, and its version. */
export async function stateOf({ database }: CrashSite, orderId: string) {
  const row = await database.order.findUnique({ where: { orderId }, select: { status: true, version: true } });
  return { status: row?.status ?? 'nothing', version: row?.version ?? 0n };
}

/** What breaks the invariants of the order path, in words. */
export async function problemsAtRest(site: CrashSite, command: PlaceOrderCommand): Promise<string[]> {
  const row = await readRow(site, command.orderId);
  return [
    ...(await problemsOfMoney(site, command, row)),
    ...problemsOfProgress(row),
    ...problemsOfCopies(site, command, row),
  ];
}

type Row = Awaited<ReturnType<typeof readRow>>;

function readRow({ database }: CrashSite, orderId: string) {
  return database.order.findUnique({ where: { orderId }, include: { refunds: true } });
}

const SOLD = ['PAID', 'SHIPPED', 'COMPLETED'];

async function problemsOfMoney({ simulator }: CrashSite, { orderId }: PlaceOrderCommand, row: Row): Promise<string[]> {
  const charges = (await simulator.paymentsOf(orderId)).filter(({ amount_received }) => amount_received > 0);
  const kept = charges.length === 0 ? 0 : await simulator.kept(orderId);
  const captured = Number(row?.capturedMinorUnits ?? 0);
  const refunded = Number(row?.refundedMinorUnits ?? 0);
  const listed = row?.refunds.reduce((sum, { amountMinorUnits }) => sum + Number(amountMinorUnits), 0) ?? 0;
  const sold = SOLD.includes(row?.status ?? '');
  return broken([
    [charges.length > 1, `charged ${charges.length} times`],
    [kept !== captured - refunded, `${kept} is kept, the order says ${captured - refunded}`],
    [sold && captured !== Number(row?.totalMinorUnits), `${row?.status ?? ''} and not fully captured`],
    [!sold && kept !== 0, `${row?.status ?? 'no order'} and ${kept} is kept`],
    [listed !== refunded, `refunds of ${listed}, the order says ${refunded}`],
  ]);
}

function problemsOfProgress(row: Row): string[] {
  return broken([
    [row?.status === 'AWAITING_PAYMENT', 'still awaits its payment'],
    [row !== null && row.paymentCheckAt !== null, 'still to be looked up'],
    [row !== null && row.stockDueAt !== null, 'still to be told to inventory'],
    [row?.refunds.some(({ status }) => status !== 'DONE') === true, 'a refund is not done'],
  ]);
}

function problemsOfCopies({ standIn }: CrashSite, { orderId, lines }: PlaceOrderCommand, row: Row): string[] {
  const [{ bookId, quantity }] = lines as [PlaceOrderCommand['lines'][number]];
  const sold = SOLD.includes(row?.status ?? '');
  const onHand = standIn.books.get(bookId)!.onHand;
  const state = standIn.stateOf(orderId);
  const wanted = row ? (row.stockOutcome === 'RELEASE' ? 'RELEASED' : 'COMMITTED') : undefined;
  return broken([
    [standIn.reserved(bookId) !== 0, `${standIn.reserved(bookId)} copies still held`],
    [
      onHand !== (sold ? STOCK - quantity : STOCK),
      `${onHand} copies on hand with the order ${row?.status ?? 'nothing'}`,
    ],
    [state !== wanted, `the hold is ${state ?? 'nothing'}, not ${wanted ?? 'nothing'}`],
  ]);
}

function broken(rules: readonly (readonly [boolean, string])[]): string[] {
  return rules.filter(([isBroken]) => isBroken).map(([, problem]) => problem);
}
