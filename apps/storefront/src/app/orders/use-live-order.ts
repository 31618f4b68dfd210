import { useEffect } from 'react';
import { useRevalidator } from 'react-router';
import type { OrderView } from './order-view.server.ts';

/** Shows each change of an order when it happens, whoever makes it. */
export function useLiveOrder({ orderId, version }: Pick<OrderView, 'orderId' | 'version'>): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const changes = new EventSource(`/orders/${orderId}/changes?after=${version}`);
    changes.addEventListener('change', () => void revalidate());
    return () => changes.close();
  }, [orderId, version, revalidate]);
}
