import { move, ship } from '../domain/order-moves.ts';
import type { Clock } from '../domain/order-repository.ts';
import type { OrderStatus } from '../domain/order-status.ts';
import { checkEtag, type Order, type OrderStep } from '../domain/order.ts';
import { illegalTransition, invalidField } from '../domain/refusals.ts';
import { cancelOrder, type CancelPorts } from './cancel-order.ts';
import { reread, writeStep } from './write-step.ts';

export interface MovePorts extends CancelPorts {
  readonly clock: Clock;
}

/** What a member of staff wants to become of an order. */
export interface MoveCommand {
  readonly status: OrderStatus;
  readonly carrier: string;
  readonly trackingNumber: string;
  /** Empty to move the order whatever it is. */
  readonly etag: string;
  readonly staffUserId: string;
}

/** Ships, completes or cancels an order; nobody sets another state by hand. */
export async function moveOrder(ports: MovePorts, order: Order, command: MoveCommand): Promise<Order> {
  const { status, etag, staffUserId } = command;
  if (status === 'CANCELLED') {
    return cancelOrder(ports, order, { actor: 'STAFF', reason: undefined, etag, staffUserId });
  }
  if (status === 'SHIPPED' && command.carrier === '') throw invalidField('carrier', 'must be set to ship an order');
  checkEtag(order, etag);
  const step = await stepOf(ports, order, command);
  const saved = await writeStep(ports, { ...step, staffUserId });
  return saved ?? moveOrder(ports, await reread(ports.orders, order.orderId), command);
}

async function stepOf({ clock }: MovePorts, order: Order, command: MoveCommand): Promise<OrderStep> {
  switch (command.status) {
    case 'SHIPPED': {
      const { carrier, trackingNumber } = command;
      return ship(order, { carrier, trackingNumber, shipTime: await clock.now() });
    }
    case 'COMPLETED':
      return move(order, 'COMPLETED', 'STAFF');
    default:
      throw illegalTransition(order.orderId, order.status, command.status);
  }
}
