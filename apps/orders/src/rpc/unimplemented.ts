import type { OrderServiceImplementation } from '@bookstore/contracts/orders/v1/order_service';
import { ServerError, Status } from 'nice-grpc-common';

/** The stream of an order's changes is still to come. */
export const unimplemented: Pick<OrderServiceImplementation, 'watchOrder'> = {
  // eslint-disable-next-line @typescript-eslint/require-await -- an answer that never begins
  async *watchOrder() {
    throw new ServerError(Status.UNIMPLEMENTED, 'WatchOrder is not there yet');
  },
};
