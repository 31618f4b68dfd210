// Follows an order to the door. The watch goes on by itself over lost connections and restarted
// servers, and tells each change once; it is given up after a day, or when the loop is left.
import { Bookstore, type OrderStatus } from '@bookstore/client';

const { BOOKSTORE_ADDRESS = 'https://shop.example.org', BOOKSTORE_PASSWORD = '' } = process.env;
const [orderId = ''] = process.argv.slice(2);
const AT_ITS_END: readonly OrderStatus[] = ['COMPLETED', 'CANCELLED', 'PAYMENT_FAILED', 'EXPIRED'];

using shop = new Bookstore(BOOKSTORE_ADDRESS);
await shop.account.signIn({ email: 'ada@example.org', password: BOOKSTORE_PASSWORD });

for await (const order of shop.orders.watch(orderId, { signal: AbortSignal.timeout(86_400_000) })) {
  const parcel = order.shipment && ` with ${order.shipment.carrier} (${order.shipment.trackingNumber})`;
  console.log(`version ${order.version}: ${order.status}${parcel ?? ''}`);
  if (AT_ITS_END.includes(order.status)) break;
}
