import { refundPart } from '../domain/order-moves.ts';
import type { Order } from '../domain/order.ts';
import { requestIdReused } from '../domain/refusals.ts';
import type { Refund, RefundRepository, RefundWish } from '../domain/refund.ts';
import { reread, type WritePorts, writeStep } from './write-step.ts';

export interface RefundPorts extends WritePorts {
  readonly refunds: RefundRepository;
}

export interface RefundCommand extends RefundWish {
  readonly requestId: string;
  readonly staffUserId: string;
}

export interface Refunded {
  readonly refund: Refund;
  readonly order: Order;
}

/**
 * Gives money back that staff say is to go back. What stands under the refund's id is looked for
 * before each try, so that a repeat, at whatever moment, finds what another has written. The payment
 * company is told once the row stands.
 */
export async function refundOrder(ports: RefundPorts, order: Order, command: RefundCommand): Promise<Refunded> {
  for (let current = order; ; current = await reread(ports.orders, order.orderId)) {
    const known = await find(ports, order, command);
    if (known) return { refund: known, order: await reread(ports.orders, order.orderId) };
    await write(ports, current, command);
  }
}

async function write(ports: RefundPorts, order: Order, command: RefundCommand): Promise<void> {
  const step = refundPart(order, command);
  try {
    await writeStep(ports, { ...step, staffUserId: command.staffUserId });
  } catch (error) {
    // At the same moment, the request id may have been used for another order.
    if (!(await ports.refunds.find(command.refundId))) throw error;
  }
}

/** Of an erased account it is not known any more what was asked for: then the id alone decides. */
async function find({ refunds }: RefundPorts, { orderId }: Order, command: RefundCommand): Promise<Refund | undefined> {
  const refund = await refunds.find(command.refundId);
  if (!refund) return undefined;
  const { contentHash = command.contentHash } = refund;
  if (refund.orderId !== orderId || contentHash !== command.contentHash) throw requestIdReused(command.requestId);
  return refund;
}
