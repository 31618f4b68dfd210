import { DomainError, type Money } from '@bookstore/values';
import type { Inventory } from '../domain/inventory.ts';
import { totalOf, type WantedLine } from '../domain/order-lines.ts';
import type { Clock } from '../domain/order-repository.ts';
import type { Order, PostalAddress } from '../domain/order.ts';
import { type Payment, type PaymentGateway, UNKNOWN_PAYMENT_METHOD } from '../domain/payment.ts';
import {
  accountDeleted,
  orderClosed,
  paymentDeclined,
  paymentMethodUnknown,
  priceChanged,
  requestIdReused,
} from '../domain/refusals.ts';
import { settlePayment, type SettlePorts } from './settle-payment.ts';

export interface PlaceOrderPorts extends SettlePorts {
  readonly clock: Clock;
  readonly inventory: Inventory;
  readonly payments: PaymentGateway;
  /** Told of faults that the buyer is not told of, since the order stands. */
  readonly report: (fault: unknown, orderId: string) => void;
}

export interface PlaceOrderCommand {
  /** Made from the user and the request id. */
  readonly orderId: string;
  readonly userId: string;
  readonly requestId: string;
  /** Of all that follows but the payment method. */
  readonly contentHash: string;
  /** Each book once. */
  readonly lines: readonly WantedLine[];
  readonly shippingAddress: PostalAddress;
  readonly expectedTotal: Money | undefined;
  /** Empty to leave the payment as it is. */
  readonly paymentMethod: string;
}

/**
 * Places an order, or goes on from where an earlier try with the same id stopped. Every step may
 * be repeated and may be the last one that this process takes; apps/orders/README.md says who
 * finishes what is left behind by each.
 */
export async function placeOrder(ports: PlaceOrderPorts, command: PlaceOrderCommand): Promise<Order> {
  const { mayOrder, order: known } = await ports.orders.standing(command.orderId, command.userId);
  if (!mayOrder) throw accountDeleted();
  const order = known ?? (await open(ports, command));
  if (order.requestId === undefined) throw orderClosed(order.orderId, order.status);
  if (order.contentHash !== command.contentHash) throw requestIdReused(command.requestId);
  return accepted(await payIfPossible(ports, order, command, known !== undefined));
}

/** Holds the copies, prepares the payment, and writes the order, in this order: no money can move before it stands. */
async function open(ports: PlaceOrderPorts, command: PlaceOrderCommand): Promise<Order> {
  const { orderId, userId, requestId, contentHash, shippingAddress, paymentMethod } = command;
  const lines = await ports.inventory.reserve(command).catch((error: unknown) => {
    throw refusalOfHold(error, command);
  });
  const amount = totalOf(lines);
  checkExpected(command, amount);
  const paymentIntentId = await ports.payments.create({ orderId, amount });
  const order = await ports.orders.insert({
    ...{ orderId, userId, requestId, contentHash, lines, shippingAddress, paymentIntentId },
    // Until it is settled: whoever reads the order meanwhile must not think that nothing was tried.
    nextAction: paymentMethod === '' ? undefined : { kind: 'WAIT' },
  });
  if (!order) throw accountDeleted();
  return order;
}

/** Inventory checks what it holds anew; a hold that stands since an earlier try keeps the prices of then. */
function checkExpected({ expectedTotal }: PlaceOrderCommand, total: Money): void {
  if (!expectedTotal) return;
  const same = expectedTotal.currencyCode === total.currencyCode && expectedTotal.minorUnits === total.minorUnits;
  if (!same) throw priceChanged(expectedTotal, total);
}

/**
 * Once the order stands, a fault leaves it as it stands; the payment sweep finds out the rest. Where
 * the payment stands is not known then, whatever the row said before.
 */
async function payIfPossible(
  ports: PlaceOrderPorts,
  order: Order,
  command: PlaceOrderCommand,
  repeated: boolean,
): Promise<Order> {
  try {
    return await pay(ports, order, command, repeated);
  } catch (fault) {
    ports.report(fault, order.orderId);
    return { ...order, nextAction: order.nextAction ?? { kind: 'WAIT' } };
  }
}

async function pay(
  ports: PlaceOrderPorts,
  order: Order,
  { paymentMethod }: PlaceOrderCommand,
  repeated: boolean,
): Promise<Order> {
  if (order.status !== 'AWAITING_PAYMENT') return order;
  const { orderId, paymentIntentId } = order;
  const found: Payment = repeated ? await ports.payments.find(order) : { kind: 'UNSTARTED' };
  if (found.kind !== 'UNSTARTED') return settlePayment(ports, order, found);
  if (paymentMethod === '' || !(await isInTime(ports.clock, order))) return order;
  // Written with the order by a first try that pays; a repeat that is the first to pay writes it now.
  const waiting = await settlePayment(ports, order, { kind: 'UNDECIDED' });
  if (waiting.status !== 'AWAITING_PAYMENT') return waiting;
  const payment = await ports.payments.confirm({ orderId, paymentIntentId, paymentMethod });
  return settlePayment(ports, waiting, payment);
}

async function isInTime(clock: Clock, { payBy }: Order): Promise<boolean> {
  return payBy !== undefined && (await clock.now()) < payBy;
}

/** The order as the answer; a payment that failed or never came is a refusal, the same at every repeat. */
function accepted(order: Order): Order {
  const { orderId, status, declineCode = '' } = order;
  if (status === 'PAYMENT_FAILED') {
    throw declineCode === UNKNOWN_PAYMENT_METHOD
      ? paymentMethodUnknown(orderId)
      : paymentDeclined(orderId, declineCode);
  }
  if (order.stockOutcome === 'RELEASE') throw orderClosed(orderId, status);
  return order;
}

/** Inventory knows the order's id from another try, or knows that orders has closed it. */
function refusalOfHold(error: unknown, { orderId, requestId }: PlaceOrderCommand): unknown {
  if (!(error instanceof DomainError)) return error;
  if (error.reason === 'RESERVATION_MISMATCH') return requestIdReused(requestId);
  if (error.reason === 'RESERVATION_CLOSED') return orderClosed(orderId, 'EXPIRED');
  return error;
}
