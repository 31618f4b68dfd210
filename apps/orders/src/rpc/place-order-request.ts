import type { PlaceOrderRequest } from '@bookstore/contracts/orders/v1/order_service';
import type { PostalAddress as AddressMessage } from '@bookstore/contracts/type/v1/postal_address';
import type { DeriveId } from '../domain/derived-id.ts';
import { orderIdOf } from '../domain/order-id.ts';
import { mergeLines } from '../domain/order-lines.ts';
import type { PostalAddress } from '../domain/order.ts';
import { invalidField } from '../domain/refusals.ts';
import type { PlaceOrderCommand } from '../operations/place-order.ts';
import { contentHashOf } from './content-hash.ts';

/** Reads what a user wants to order; the same request of the same user is the same order. UUIDs have one spelling. */
export function placeOrderCommand(request: PlaceOrderRequest, userId: string, deriveId: DeriveId): PlaceOrderCommand {
  const { paymentMethod, expectedTotal } = request;
  const requestId = request.requestId.toLowerCase();
  const lines = mergeLines(request.lines.map(({ bookId, quantity }) => ({ bookId: bookId.toLowerCase(), quantity })));
  const shippingAddress = addressOf(request.shippingAddress);
  return {
    ...{ requestId, userId, lines, shippingAddress, expectedTotal, paymentMethod },
    orderId: orderIdOf(userId, requestId, deriveId),
    contentHash: contentHashOf([sorted(lines), shippingAddress, expectedTotal ?? null]),
  };
}

/** The order in which books are named is not content. */
function sorted<Line extends { readonly bookId: string }>(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted((one, other) => (one.bookId < other.bookId ? -1 : 1));
}

function addressOf(address: AddressMessage | undefined): PostalAddress {
  if (!address) throw invalidField('shipping_address', 'must be set');
  const { recipient, addressLines, locality, administrativeArea, postalCode, regionCode } = address;
  return { recipient, addressLines, locality, administrativeArea, postalCode, regionCode };
}
