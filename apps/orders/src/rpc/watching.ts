import type { OrderServiceImplementation } from '@bookstore/contracts/orders/v1/order_service';
import type { ServiceContext } from '@bookstore/service-kit';
import type { OrderReader } from '../domain/order-reader.ts';
import type { WatchOrder } from '../domain/order-watch.ts';
import { visible } from './callers.ts';
import { orderMessage } from './order-mapping.ts';

export interface WatchingDeps {
  readonly reader: OrderReader;
  readonly watch: WatchOrder;
}

/** Whose order it is, is asked again at each change: an order whose account was deleted is nobody's. */
export function watching({ reader, watch }: WatchingDeps): OrderServiceImplementation<ServiceContext>['watchOrder'] {
  return async function* watchOrder({ orderId, afterVersion }, context) {
    const { order } = visible(await reader.find(orderId), orderId, context);
    if (afterVersion === 0n) yield { order: orderMessage(order) };
    const seen = afterVersion === 0n ? order.version : afterVersion;
    for await (const changed of watch(order.orderId, seen, context.signal)) {
      yield { order: orderMessage(visible({ order: changed }, orderId, context).order) };
    }
  };
}
