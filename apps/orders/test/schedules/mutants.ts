import { requestInProgress } from '../../src/domain/refusals.ts';
import { paymentsOf } from './ports.ts';
import type { Mutation, ShopProcess } from './shop-process.ts';
import type { World } from './world.ts';

/** Bugs that are put in on purpose, by name: the harness must find each, or it proves nothing. */
export const MUTANTS: Readonly<Record<string, Mutation>> = {
  'a new gateway key per attempt': {
    ports: (_, process) => ({
      payments: paymentsOf(process, (orderId, call) => `${orderId}:${call}:${attempt(process)}`),
    }),
  },
  'acknowledged before commit': {
    ports: ({ orders }, process) => ({
      orders: {
        ...orders,
        apply: (step) => {
          void orders.apply(step).catch(() => undefined);
          return process.ask(
            'apply unseen',
            () => step.after,
            () => step.after,
          );
        },
      },
    }),
  },
  'compensation skipped': {
    ports: ({ inventory }) => ({ inventory: { ...inventory, release: (notices) => Promise.resolve(notices) } }),
  },
  'time-out stored as failure': {
    ports: ({ payments }) => ({
      payments: {
        ...payments,
        confirm: async (payment) => {
          const answer = await payments.confirm(payment);
          return answer.kind === 'UNDECIDED' ? { kind: 'DECLINED', declineCode: 'timeout' } : answer;
        },
      },
    }),
  },
  'key recorded before the work': {
    operations: ({ placeOrder }, { world, ports }) => ({
      placeOrder: async (command) => {
        const known = await ports.orders.find(command.orderId);
        if (!known && recorded(world).has(command.orderId)) throw requestInProgress(command.requestId);
        recorded(world).add(command.orderId);
        return placeOrder(command);
      },
    }),
  },
  'no unique key on request_id': {
    ports: ({ orders }, process) => ({
      orders: {
        ...orders,
        insert: (order) => {
          const { database } = process.world;
          const overwrite = () => {
            database.orders.delete(order.orderId);
            return database.insert(order);
          };
          return process.ask('insert blindly', overwrite, () => {
            throw new Error('the connection to the database broke');
          });
        },
      },
    }),
  },
  'release not idempotent': {
    ports: ({ inventory }, { world }) => ({
      inventory: {
        ...inventory,
        release: async (notices) => {
          const released = await inventory.release(notices);
          for (const { orderId } of released) {
            for (const line of world.inventory.holds.get(orderId)?.lines ?? [])
              world.inventory.books.get(line.bookId)!.onHand += again(world, orderId) ? line.quantity : 0;
          }
          return released;
        },
      },
    }),
  },
};

const attempts = new WeakMap<World, number>();
const keys = new WeakMap<World, Set<string>>();
const releases = new WeakMap<World, Set<string>>();

function attempt({ world }: ShopProcess): number {
  const next = (attempts.get(world) ?? 0) + 1;
  attempts.set(world, next);
  return next;
}

/** The request ids that a table of its own remembers. */
function recorded(world: World): Set<string> {
  return setOf(keys, world);
}

function again(world: World, orderId: string): boolean {
  const known = setOf(releases, world);
  const before = known.has(orderId);
  known.add(orderId);
  return before;
}

function setOf(sets: WeakMap<World, Set<string>>, world: World): Set<string> {
  const known = sets.get(world) ?? new Set();
  sets.set(world, known);
  return known;
}
