import type { UpdateUserRequest } from '@bookstore/contracts/users/v1/user_service';
import { invalidFields } from '@bookstore/service-kit';
import type { DomainError } from '@bookstore/values';
import type { UserChange } from '../domain/user.ts';
import { fromAddressMessage } from './user-mapping.ts';

/**
 * What an UpdateUser asks for: the fields that its mask names, and no others.
 * @throws {DomainError} INVALID_ARGUMENT `INVALID_FIELD` for a mask of nothing, and for a named
 *   field that is empty and may not be.
 */
export function readUserChange({ updateMask = [], ...request }: UpdateUserRequest): UserChange {
  if (updateMask.length === 0) throw invalid('update_mask', 'must name at least one field');
  const named = new Set(updateMask);
  if (named.has('email') && request.email === '') throw invalid('email', 'must be an e-mail address');
  if (named.has('display_name') && request.displayName === '') throw invalid('display_name', 'must not be empty');
  const { shippingAddress } = request;
  return {
    ...(named.has('email') && { email: request.email }),
    ...(named.has('display_name') && { displayName: request.displayName }),
    ...(named.has('shipping_address') && {
      shippingAddress: shippingAddress ? fromAddressMessage(shippingAddress) : null,
    }),
  };
}

function invalid(field: string, description: string): DomainError {
  return invalidFields([{ field, description }]);
}
