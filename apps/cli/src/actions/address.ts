import type { PostalAddress } from '@bookstore/client';
import { usageFailure } from '../failures.ts';

/** The options that an address is made of. */
export interface AddressOptions {
  readonly recipient?: string;
  readonly street?: readonly string[];
  readonly city?: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country?: string;
}

/** The address that the options make up; undefined if none of them is there. What the shop can judge, it judges. */
export function readAddress(options: AddressOptions): PostalAddress | undefined {
  const { recipient, street, city, region, postalCode, country } = options;
  const given = [recipient, street, city, region, postalCode, country];
  if (given.every((part) => part === undefined)) return undefined;
  const needed = { '--recipient': recipient, '--street': street, '--city': city, '--country': country };
  const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length > 0) throw usageFailure(`the address is not whole: ${missing.join(', ')} missing`);
  return {
    recipient: recipient ?? '',
    addressLines: street ?? [],
    locality: city ?? '',
    administrativeArea: region,
    postalCode,
    regionCode: (country ?? '').toUpperCase(),
  };
}
