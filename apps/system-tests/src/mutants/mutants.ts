import type { ServiceName } from '@bookstore/mesh';

/** A change of a copied source. */
export interface Patch {
  readonly file: string;
  /** What is there, exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A bug put in on purpose. */
export interface Mutant {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** What is done to the databases once they are there. */
  readonly sql: readonly { readonly service: ServiceName; readonly statement: string }[];
  readonly caughtBy: 'histories' | 'durability';
}

const GATEWAY = 'apps/orders/src/gateways/stripe-gateway.ts';
const SETTLE = 'apps/inventory/src/domain/settle.ts';

/** The bugs that the harness must catch, every one. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'no unique key on request_id',
    patches: [
      {
        file: 'apps/orders/src/rpc/place-order-request.ts',
        find: 'orderId: orderIdOf(userId, requestId, deriveId),',
        replace: 'orderId: globalThis.crypto.randomUUID(),',
      },
    ],
    sql: [{ service: 'orders', statement: 'DROP INDEX orders_user_id_request_id_key' }],
    caughtBy: 'histories',
  },
  {
    name: 'stock checked without a condition',
    patches: [
      { file: 'apps/inventory/src/domain/reserve.ts', find: ' ?? refuseShortage(lines, ledger)', replace: '' },
      {
        file: 'apps/inventory/src/domain/stock-ledger.ts',
        find: 'if (next.reserved < 0n || next.reserved > next.onHand) throw',
        replace: 'if (next.version < 0n) throw',
      },
      {
        file: 'apps/inventory/src/store/stock-rows.ts',
        find: 'AND level.reserved + change.reserved BETWEEN 0 AND level.on_hand + change.on_hand',
        replace: '',
      },
    ],
    sql: [
      'ALTER TABLE stock_levels DROP CONSTRAINT stock_levels_on_hand_range',
      'ALTER TABLE stock_levels DROP CONSTRAINT stock_levels_reserved_range',
      'ALTER TABLE stock_movements DROP CONSTRAINT stock_movements_on_hand_after_range',
    ].map((statement) => ({ service: 'inventory', statement })),
    caughtBy: 'histories',
  },
  {
    name: 'a new gateway key per attempt',
    patches: [
      {
        file: GATEWAY,
        find: 'const intent = await stripe.paymentIntents.confirm(\n          paymentIntentId,\n          { payment_method',
        replace:
          'const { amount, currency, metadata } = await stripe.paymentIntents.retrieve(paymentIntentId);\n' +
          'const intent = await stripe.paymentIntents.create(\n' +
          "{ amount, currency, metadata, confirm: true, allowed_payment_method_types: ['card'], payment_method",
      },
      // Of the two that a confirmation has, the key is the second.
      { file: GATEWAY, find: '`${orderId}:confirm`', replace: 'globalThis.crypto.randomUUID()' },
    ],
    sql: [],
    caughtBy: 'histories',
  },
  {
    name: 'acknowledged before commit',
    patches: [
      {
        file: 'apps/orders/src/operations/write-step.ts',
        find: 'const saved = await orders.apply(step);',
        replace:
          'const saved = { ...step.after, updateTime: new Date() };\n' +
          'setTimeout(() => void orders.apply(step).catch(() => undefined), 100);',
      },
    ],
    sql: [],
    caughtBy: 'histories',
  },
  {
    name: 'compensation skipped',
    patches: [
      {
        file: 'apps/orders/src/gateways/inventory-gateway.ts',
        find: 'release: (notices) =>\n',
        replace: 'release: (notices) => Promise.resolve(notices),\n_release: (notices: readonly StockNotice[]) =>\n',
      },
    ],
    sql: [],
    caughtBy: 'histories',
  },
  {
    name: 'release not idempotent',
    patches: [
      {
        file: SETTLE,
        find: 'if (state === outcome || ',
        replace: "if ((state === outcome && outcome === 'COMMITTED') || ",
      },
      {
        file: SETTLE,
        find: 'if (TRANSITIONS[state].includes(outcome))',
        replace: 'if (state === outcome || TRANSITIONS[state].includes(outcome))',
      },
    ],
    sql: [],
    caughtBy: 'histories',
  },
  {
    name: 'synchronous_commit off',
    patches: [],
    sql: [{ service: 'orders', statement: 'ALTER DATABASE orders SET synchronous_commit = off' }],
    caughtBy: 'durability',
  },
  {
    name: 'key recorded before the work',
    patches: [
      {
        file: 'apps/inventory/src/store/prisma-stock-repository.ts',
        find: 'adjust: (adjustment) => inTransaction(',
        replace:
          'adjust: async (adjustment) => {\n' +
          'const { bookId, quantity, reason, note, requestId, actorId } = adjustment;\n' +
          "const content = ['AdjustStock', bookId, quantity, reason, note];\n" +
          'const request = { requestId, actorId, bookId, content };\n' +
          'const before = await inTransaction(database, (own) => claimRequest(own, request));\n' +
          'if (!before) return adjustOnce(adjustment);\n' +
          'const nothing = { orderId: undefined, actorId: undefined, onHandAfter: 0n, stockVersion: 1n };\n' +
          'const movement = { ...nothing, stockMovementId: requestId, createdAt: new Date() };\n' +
          'return { movement: { ...movement, bookId, quantity, reason, note }, stock: { onHand: 0n, reserved: 0n } };\n' +
          '},\n' +
          '...{},\n' +
          '_adjust: (adjustment: StockAdjustment) => inTransaction(',
      },
      {
        file: 'apps/inventory/src/store/prisma-stock-repository.ts',
        find: 'export function createStockRepository(database: Database): StockRepository {\n',
        replace:
          'export function createStockRepository(database: Database): StockRepository {\n' +
          'const adjustOnce = (adjustment: StockAdjustment) =>\n' +
          'inTransaction(database, (transaction) => adjustStock(transaction, adjustment));\n',
      },
    ],
    sql: [],
    caughtBy: 'histories',
  },
  {
    name: 'time-out stored as failure',
    patches: [
      {
        file: GATEWAY,
        find: "return { kind: 'UNDECIDED' };",
        replace: "return { kind: 'DECLINED', declineCode: 'time_out' };",
      },
    ],
    sql: [],
    caughtBy: 'histories',
  },
  {
    name: 'a call inside a retried transaction',
    patches: [
      {
        file: 'apps/orders/src/operations/place-order.ts',
        find: 'const order = await ports.orders.insert({',
        replace:
          "if (paymentMethod !== '') await ports.payments.confirm({ orderId, paymentIntentId, paymentMethod });\n" +
          'const order = await ports.orders.insert({',
      },
    ],
    sql: [],
    caughtBy: 'histories',
  },
  {
    name: 'a batch that leaks a refusal between orders',
    patches: [
      {
        file: 'apps/orders/src/gateways/inventory-gateway.ts',
        find: 'return (await reservations.reserveStock({ entries }, REPEATABLE)).results;',
        replace:
          'const { results } = await reservations.reserveStock({ entries }, REPEATABLE);\n' +
          "const refused = results.find(({ outcome }) => outcome?.$case === 'refusal');\n" +
          'return refused ? results.map(() => refused) : results;',
      },
    ],
    sql: [],
    caughtBy: 'histories',
  },
];
