import type { OrderServiceImplementation } from '@bookstore/contracts/orders/v1/order_service';
import type { ServiceContext } from '@bookstore/service-kit';
import { type OrderChangeDeps, orderChanges } from './order-changes.ts';
import { type OrderReadingDeps, orderReadings } from './order-readings.ts';
import { placing, type PlacingDeps } from './placing.ts';
import { watching, type WatchingDeps } from './watching.ts';

export type OrderServiceDeps = PlacingDeps & OrderChangeDeps & OrderReadingDeps & WatchingDeps;

/** Each method: read the request, call, map the answer. */
export function createOrderService(deps: OrderServiceDeps): OrderServiceImplementation<ServiceContext> {
  return {
    ...placing(deps),
    ...orderChanges(deps),
    ...orderReadings(deps),
    watchOrder: watching(deps),
  };
}
