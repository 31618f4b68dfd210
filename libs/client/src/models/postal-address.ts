import type { PostalAddress as WireAddress } from '@bookstore/contracts/type/v1/postal_address';
import { orUndefined } from './presence.ts';

/** Where a parcel goes. */
export interface PostalAddress {
  /** Who receives it. */
  readonly recipient: string;
  /** Street and number, and whatever else stands above the city; 1 to 5 lines. */
  readonly addressLines: readonly string[];
  /** City, town or village. */
  readonly locality: string;
  /** State, province or county, where the country uses one. */
  readonly administrativeArea?: string | undefined;
  /** Where the country uses one. */
  readonly postalCode?: string | undefined;
  /** ISO 3166-1 alpha-2 code in upper case, for example `NO`. */
  readonly regionCode: string;
}

export function addressFromWire(from: WireAddress): PostalAddress {
  return {
    recipient: from.recipient,
    addressLines: from.addressLines,
    locality: from.locality,
    administrativeArea: orUndefined(from.administrativeArea),
    postalCode: orUndefined(from.postalCode),
    regionCode: from.regionCode,
  };
}

export function addressToWire(address: PostalAddress): WireAddress {
  return {
    recipient: address.recipient,
    addressLines: [...address.addressLines],
    locality: address.locality,
    administrativeArea: address.administrativeArea ?? '',
    postalCode: address.postalCode ?? '',
    regionCode: address.regionCode,
  };
}
