import type { OrderServiceImplementation } from '@bookstore/contracts/orders/v1/order_service';
import { ServerError, Status } from 'nice-grpc-common';

/** Refunds by amount and the stream of an order's changes are still to come. */
export const unimplemented: Pick<OrderServiceImplementation, 'refundOrder' | 'watchOrder'> = {
  refundOrder() {
    return Promise.reject(new ServerError(Status.UNIMPLEMENTED, 'RefundOrder is not there yet'));
  },
  // eslint-disable-next-line @typescript-eslint/require-await -- an answer that never begins
  async *watchOrder() {
    throw new ServerError(Status.UNIMPLEMENTED, 'WatchOrder is not there yet');
  },
};
