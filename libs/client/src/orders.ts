import * as wire from '@bookstore/contracts/orders/v1/order';
import type { Money } from '@bookstore/values';
import type { CallOptions, WriteOptions } from './calls/call-options.ts';
import type { ServiceClients } from './connection.ts';
import { PriceChangedError } from './errors/order-errors.ts';
import {
  type Order,
  orderFromWire,
  type OrderProgress,
  type OrderStatusInput,
  progressFromWire,
  type Refund,
  refundFromWire,
  reportFromWire,
  type SalesReport,
} from './models/order.ts';
import { addressToWire, type PostalAddress } from './models/postal-address.ts';
import { orUndefined } from './models/presence.ts';
import { type ListOptions, PagedList } from './paged-list.ts';
import { newRequestId } from './request-id.ts';
import { goOn, type Pace, type WatchOptions } from './watch/go-on.ts';

/** What to buy, where to send it, and how it is paid. */
export interface NewOrder {
  /** 1 to 100 lines; the same book twice counts together. */
  readonly lines: readonly { readonly bookId: string; readonly quantity: number }[];
  /** Where the parcel goes. */
  readonly shippingAddress: PostalAddress;
  /**
   * The payment company's token for a payment method, for example `pm_card_visa`; never a card
   * number. A repeat may leave it out, and then only reads what became of the order.
   */
  readonly paymentMethod?: string | undefined;
  /** What the buyer was shown; any other total is refused with PriceChangedError. */
  readonly expectedTotal?: Money | undefined;
}

/** What an order is changed under. */
export interface OrderChangeOptions extends CallOptions {
  /** Change it only if it is as last read (EtagMismatchError otherwise); whatever it is, if left out. */
  readonly etag?: string | undefined;
}

/** Which orders to list. */
export interface OrderQuery extends ListOptions {
  /** Only those that stand there. */
  readonly status?: OrderStatusInput | undefined;
  /** Only this user's. */
  readonly userId?: string | undefined;
  /** Placed at or after this time. */
  readonly placedAfter?: Date | undefined;
  /** Placed before this time. */
  readonly placedBefore?: Date | undefined;
}

/** Orders, from the basket to the door. */
export class Orders {
  readonly #orders: ServiceClients['orders'];
  readonly #pace: Pace;

  constructor(orders: ServiceClients['orders'], pace: Pace) {
    this.#orders = orders;
    this.#pace = pace;
  }

  /**
   * Places an order: holds the copies, takes the payment, gives the order, `PAID`, or
   * `AWAITING_PAYMENT` with a next action. One request id is one order, however often it is sent:
   * after UnavailableError or DeadlineExceededError send it again with the same one. Throws
   * InsufficientStockError, PaymentDeclinedError, PriceChangedError, BookNotFoundError,
   * BookRetiredError, OrderClosedError, RequestIdReusedError, MixedCurrenciesError,
   * TotalOutOfRangeError, PaymentMethodUnknownError, AccountDeletedError, InvalidFieldError.
   */
  async place(order: NewOrder, { requestId = newRequestId(), ...options }: WriteOptions = {}): Promise<Order> {
    const request = {
      requestId,
      lines: order.lines.map(({ bookId, quantity }) => ({ bookId, quantity })),
      shippingAddress: addressToWire(order.shippingAddress),
      paymentMethod: order.paymentMethod ?? '',
      expectedTotal: order.expectedTotal,
    };
    try {
      return orderFromWire((await this.#orders.placeOrder(request, options)).order);
    } catch (error) {
      throw placingFailure(error, order.expectedTotal);
    }
  }

  /** Reads one order and the money that goes back for it, oldest first. Throws OrderNotFoundError. */
  async get(orderId: string, options: CallOptions = {}): Promise<{ order: Order; refunds: readonly Refund[] }> {
    const { order, refunds } = await this.#orders.getOrder({ orderId }, options);
    return { order: orderFromWire(order), refunds: refunds.map(refundFromWire) };
  }

  /** Where an order stands, and how it came there. Throws OrderNotFoundError. */
  async status(orderId: string, options: CallOptions = {}): Promise<OrderProgress> {
    return progressFromWire(await this.#orders.getOrderStatus({ orderId }, options));
  }

  /**
   * An order as it is, and then each of its changes, once and in order; with `afterVersion`, only
   * those after that version. Goes on by itself when a connection or a server is lost. Does not
   * end by itself, since money may move after the last status: leave the loop. Throws
   * OrderNotFoundError.
   */
  async *watch(
    orderId: string,
    { afterVersion = 0, signal }: WatchOptions & { readonly afterVersion?: number } = {},
  ): AsyncGenerator<Order, void, undefined> {
    let seen = afterVersion;
    const open = (until: AbortSignal) =>
      this.#orders.watchOrder({ orderId, afterVersion: BigInt(seen) }, { signal: until });
    for await (const { order } of goOn(open, { ...this.#pace, ...(signal && { signal }) })) {
      const changed = orderFromWire(order);
      if (changed.version <= seen) continue;
      seen = changed.version;
      yield changed;
    }
  }

  /** The caller's orders, or for staff any user's, newest first. Throws UserNotFoundError for another's. */
  history(
    { userId = '', pageSize = 0 }: ListOptions & { readonly userId?: string | undefined } = {},
    options: CallOptions = {},
  ): PagedList<Order> {
    return new PagedList(async (pageToken) => {
      const page = await this.#orders.getOrderHistory({ userId, pageSize, pageToken }, options);
      return { items: page.orders.map(orderFromWire), nextPageToken: orUndefined(page.nextPageToken) };
    });
  }

  /** All orders, newest first; for staff. */
  list(query: OrderQuery = {}, options: CallOptions = {}): PagedList<Order> {
    const { status, userId = '', placedAfter, placedBefore, pageSize = 0 } = query;
    const request = { status: status && wire.OrderStatus[status], userId, placedAfter, placedBefore, pageSize };
    return new PagedList(async (pageToken) => {
      const page = await this.#orders.listOrders({ ...request, pageToken }, options);
      return { items: page.orders.map(orderFromWire), nextPageToken: orUndefined(page.nextPageToken) };
    });
  }

  /** Calls off an order that is not shipped yet; what was paid goes back. Throws IllegalTransitionError, OrderNotFoundError. */
  async cancel(
    orderId: string,
    { reason = '', etag = '', ...options }: OrderChangeOptions & { readonly reason?: string | undefined } = {},
  ): Promise<Order> {
    return orderFromWire((await this.#orders.cancelOrder({ orderId, reason, etag }, options)).order);
  }

  /** Says that a paid order is on its way; for staff. Throws IllegalTransitionError, OrderNotFoundError. */
  async ship(
    orderId: string,
    { carrier, trackingNumber }: { readonly carrier: string; readonly trackingNumber: string },
    { etag = '', ...options }: OrderChangeOptions = {},
  ): Promise<Order> {
    const request = { orderId, status: wire.OrderStatus.SHIPPED, carrier, trackingNumber, etag };
    return orderFromWire((await this.#orders.updateOrderStatus(request, options)).order);
  }

  /** Says that a shipped order arrived; for staff. Throws IllegalTransitionError, OrderNotFoundError. */
  async complete(orderId: string, { etag = '', ...options }: OrderChangeOptions = {}): Promise<Order> {
    const request = { orderId, status: wire.OrderStatus.COMPLETED, carrier: '', trackingNumber: '', etag };
    return orderFromWire((await this.#orders.updateOrderStatus(request, options)).order);
  }

  /**
   * Gives money back, all that is left or a part; for staff. The copies stay sold: those that come
   * back are counted in by `books.adjustStock` with the reason `RETURNED`. One request id is one
   * refund, however often it is sent. Throws RefundTooLargeError, RequestIdReusedError,
   * OrderClosedError when nothing was ever taken, InvalidFieldError, OrderNotFoundError.
   */
  async refund(
    orderId: string,
    { amount, reason = '' }: { readonly amount?: Money | undefined; readonly reason?: string | undefined } = {},
    { requestId = newRequestId(), ...options }: WriteOptions = {},
  ): Promise<{ refund: Refund; order: Order }> {
    const { refund, order } = await this.#orders.refundOrder({ orderId, requestId, amount, reason }, options);
    return { refund: refundFromWire(refund), order: orderFromWire(order) };
  }

  /** Adds up the paid orders of at most 366 days; for staff. `to` is not included; `top` titles, 10 by default. */
  async salesReport(
    { from, to, top = 0 }: { readonly from: Date; readonly to: Date; readonly top?: number | undefined },
    options: CallOptions = {},
  ): Promise<SalesReport> {
    return reportFromWire(await this.#orders.getSalesReport({ startTime: from, endTime: to, top }, options));
  }
}

/**
 * What placing an order failed with. The shop names one currency, that of the total; in which one
 * something else was expected, only the caller knows.
 */
function placingFailure(error: unknown, expected: Money | undefined): unknown {
  if (!(error instanceof PriceChangedError)) return error;
  const { code, reason, message, metadata, retryAfterMs, cause } = error;
  return new PriceChangedError({ code, reason, message, metadata, fields: [], retryAfterMs, cause }, expected);
}
