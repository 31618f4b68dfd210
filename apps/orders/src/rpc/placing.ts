import type { OrderServiceImplementation } from '@bookstore/contracts/orders/v1/order_service';
import { type HandlerContext, runInCall, type ServiceContext } from '@bookstore/service-kit';
import type { DeriveId } from '../domain/derived-id.ts';
import type { Order } from '../domain/order.ts';
import { requestInProgress } from '../domain/refusals.ts';
import type { PlaceOrderCommand } from '../operations/place-order.ts';
import type { RunningOrders } from '../operations/running-orders.ts';
import { userIdOf } from './callers.ts';
import { orderMessage } from './order-mapping.ts';
import { placeOrderCommand } from './place-order-request.ts';

export interface PlacingDeps {
  readonly deriveId: DeriveId;
  readonly running: RunningOrders<Order>;
  readonly placeOrder: (command: PlaceOrderCommand) => Promise<Order>;
}

/** Node fires a longer timer at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

type Placing = Pick<OrderServiceImplementation<ServiceContext>, 'placeOrder'>;

/** How much of its time a caller is left to hear that the order is still on its way. */
const MARGIN = 0.1;

export function placing({ deriveId, running, placeOrder }: PlacingDeps): Placing {
  return {
    async placeOrder(request, context) {
      const command = placeOrderCommand(request, userIdOf(context), deriveId);
      const content = `${command.contentHash} ${command.paymentMethod}`;
      const placed = running.run(command.orderId, content, () => detached(context, () => placeOrder(command)));
      return { order: orderMessage(await beforeDeadline(placed, context, command.requestId)) };
    },
  };
}

/**
 * A caller that goes away must not end a payment half-way: what is done for it goes on, under the
 * same name in the logs, bounded by the time-out of each step.
 */
function detached<T>({ requestId }: HandlerContext, work: () => Promise<T>): Promise<T> {
  const scope = { requestId, deadline: Number.POSITIVE_INFINITY, signal: new AbortController().signal };
  return runInCall(scope, work);
}

async function beforeDeadline<T>(outcome: Promise<T>, { deadline }: HandlerContext, requestId: string): Promise<T> {
  const late = Promise.withResolvers<never>();
  const patience = Math.min(Math.max(0, (deadline - Date.now()) * (1 - MARGIN)), MAX_TIMER_MS);
  const timer = setTimeout(() => late.reject(requestInProgress(requestId)), patience);
  try {
    return await Promise.race([outcome, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
