import type { PostalAddress } from '@bookstore/client';
import { textOf } from './text-of.ts';

/** Reads the fields of `AddressFields`. */
export function readAddress(form: FormData): PostalAddress {
  return {
    recipient: textOf(form, 'recipient'),
    addressLines: [textOf(form, 'street'), textOf(form, 'street2')].filter((line) => line !== ''),
    locality: textOf(form, 'city'),
    administrativeArea: textOf(form, 'area'),
    postalCode: textOf(form, 'postal'),
    regionCode: textOf(form, 'country').toUpperCase(),
  };
}
