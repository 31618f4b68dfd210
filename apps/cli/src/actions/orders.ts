import type { Order, OrderProgress, OrderStatus, OrderStatusInput, Refund } from '@bookstore/client';
import type { Context } from '../context.ts';
import { address, amount, count, time } from '../terminal/formats.ts';
import { type PageOptions, printList } from '../terminal/paged.ts';
import { card, type Column, table } from '../terminal/table.ts';

interface EtagOption {
  readonly etag?: string;
}

const COLUMNS: readonly Column<Order>[] = [
  { title: 'Order', value: ({ orderId }) => orderId },
  { title: 'Placed', value: ({ createTime }) => time(createTime) },
  { title: 'Status', value: ({ status: at }) => words(at) },
  { title: 'Copies', value: ({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0), align: 'right' },
  { title: 'Total', value: ({ total }) => amount(total), align: 'right' },
  { title: 'Titles', value: ({ lines }) => lines.map(({ title }) => title).join(', '), flexible: 'cut' },
];

/** `bookstore order show` */
export async function show({ shop, signal, print }: Context, orderId: string): Promise<void> {
  const { order, refunds } = await shop.orders.get(orderId, { signal });
  print({ order, refunds }, () => orderCard(order, refunds));
}

/** `bookstore order status` */
export async function status({ shop, signal, print, width }: Context, orderId: string): Promise<void> {
  const progress = await shop.orders.status(orderId, { signal });
  print(progress, () => progressText(progress, width));
}

/** `bookstore order history` */
export async function history(context: Context, options: PageOptions & { readonly user?: string }): Promise<void> {
  const { user: userId, pageSize } = options;
  await printList(context, context.shop.orders.history({ userId, pageSize }, { signal: context.signal }), options, {
    key: 'orders',
    columns: COLUMNS,
    none: 'No orders yet.',
  });
}

/** `bookstore order list` */
export async function list(
  context: Context,
  options: PageOptions & {
    readonly status?: string;
    readonly user?: string;
    readonly from?: Date;
    readonly before?: Date;
  },
): Promise<void> {
  const { user: userId, from: placedAfter, before: placedBefore, pageSize } = options;
  const query = { status: statusNamed(options.status), userId, placedAfter, placedBefore, pageSize };
  await printList(context, context.shop.orders.list(query, { signal: context.signal }), options, {
    key: 'orders',
    columns: COLUMNS,
    none: 'No such orders.',
  });
}

/** `bookstore order cancel` */
export async function cancel(
  { shop, signal, print }: Context,
  orderId: string,
  { reason, etag }: EtagOption & { readonly reason?: string },
): Promise<void> {
  const order = await shop.orders.cancel(orderId, { reason, etag, signal });
  print({ order }, () => orderCard(order));
}

/** `bookstore order ship` */
export async function ship(
  { shop, signal, print }: Context,
  orderId: string,
  { carrier, tracking: trackingNumber, etag }: EtagOption & { readonly carrier: string; readonly tracking: string },
): Promise<void> {
  const order = await shop.orders.ship(orderId, { carrier, trackingNumber }, { etag, signal });
  print({ order }, () => orderCard(order));
}

/** `bookstore order complete` */
export async function complete({ shop, signal, print }: Context, orderId: string, { etag }: EtagOption): Promise<void> {
  const order = await shop.orders.complete(orderId, { etag, signal });
  print({ order }, () => orderCard(order));
}

/** `bookstore order watch`: until nothing but money can move any more, unless told to follow. */
export async function watch(
  { shop, signal, printLine }: Context,
  orderId: string,
  { follow = false }: { readonly follow?: boolean },
): Promise<void> {
  for await (const order of shop.orders.watch(orderId, { signal })) {
    printLine({ order }, () => changeLine(order));
    if (!follow && LAST_STATUSES.includes(order.status)) return;
  }
}

const LAST_STATUSES: readonly OrderStatus[] = ['COMPLETED', 'CANCELLED', 'PAYMENT_FAILED', 'EXPIRED'];

function changeLine({ updateTime, status: at, nextAction, shipment, refunded, declineCode }: Order): string {
  const parts = [
    nextAction && (nextAction.redirectUrl ?? 'wait'),
    declineCode,
    shipment && `${shipment.carrier} ${shipment.trackingNumber}`.trim(),
    refunded.minorUnits > 0n ? `${amount(refunded)} refunded` : undefined,
  ];
  return [time(updateTime), words(at), ...parts.filter(Boolean)].join('  ');
}

/** An order, one field a line, its books among them. */
export function orderCard(order: Order, refunds: readonly Refund[] = []): string {
  const { nextAction, shipment, refunded } = order;
  return card([
    ['Order', order.orderId],
    ['Status', words(order.status)],
    ['Do next', nextAction && (nextAction.redirectUrl ?? 'wait: what became of the payment is not known yet')],
    ['Declined', order.declineCode],
    ...order.lines.map((line) => ['', `${line.quantity} x ${line.title}, ${amount(line.lineTotal)}`] as const),
    ['Total', amount(order.total)],
    ['Paid', amount(order.captured)],
    ['Refunded', refunded.minorUnits > 0n ? amount(refunded) : undefined],
    ...refunds.map((refund) => ['Refund', `${amount(refund.amount)}, ${refund.status.toLowerCase()}`] as const),
    ['To', address(order.shippingAddress)],
    ['Shipped', shipment && `${shipment.carrier} ${shipment.trackingNumber}, ${time(shipment.shipTime) ?? ''}`],
    ['Cancelled', order.cancelReason],
    ['Placed', time(order.createTime)],
    ['Pay by', order.status === 'AWAITING_PAYMENT' ? time(order.payBy) : undefined],
    ['Etag', order.etag],
  ]);
}

function progressText(progress: OrderProgress, width: number | undefined): string {
  const { shipment, changes } = progress;
  const steps = table(
    [
      { title: 'When', value: (step) => time(step.createTime) },
      { title: 'Status', value: (step) => words(step.status) },
      { title: 'By', value: (step) => step.actor.toLowerCase() },
    ],
    changes,
    width,
  );
  const parcel = shipment && `\nParcel: ${shipment.carrier} ${shipment.trackingNumber}`;
  return `${words(progress.status)}, after ${count(changes.length, 'step')}\n\n${steps}${parcel ?? ''}`;
}

function words(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

function statusNamed(name: string | undefined): OrderStatusInput | undefined {
  return name?.toUpperCase().replaceAll('-', '_') as OrderStatusInput | undefined;
}
