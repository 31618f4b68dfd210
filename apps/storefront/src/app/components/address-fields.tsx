import type { PostalAddress } from '@bookstore/client';
import type { Country } from '../forms/countries.server.ts';
import { Field } from './field.tsx';

interface AddressFieldsProps {
  readonly countries: readonly Country[];
  readonly address: PostalAddress | undefined;
  /** What is wrong, by the contract's names. */
  readonly faults: Readonly<Record<string, string>>;
}

/** Where a parcel goes, as browsers can fill it in. */
export function AddressFields({ countries, address, faults }: AddressFieldsProps) {
  const fault = (name: string) => faults[`shipping_address.${name}`];
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        className="sm:col-span-2"
        label="Name"
        name="recipient"
        autoComplete="shipping name"
        required
        defaultValue={address?.recipient}
        fault={fault('recipient')}
      />
      <Field
        className="sm:col-span-2"
        label="Street and number"
        name="street"
        autoComplete="shipping address-line1"
        required
        defaultValue={address?.addressLines[0]}
        fault={fault('address_lines') ?? fault('address_lines[0]')}
      />
      <Field
        className="sm:col-span-2"
        label="More of the address"
        name="street2"
        autoComplete="shipping address-line2"
        defaultValue={address?.addressLines[1]}
      />
      <Field
        label="Postal code"
        name="postal"
        autoComplete="shipping postal-code"
        defaultValue={address?.postalCode}
        fault={fault('postal_code')}
      />
      <Field
        label="City"
        name="city"
        autoComplete="shipping address-level2"
        required
        defaultValue={address?.locality}
        fault={fault('locality')}
      />
      <Field
        label="State or province"
        name="area"
        autoComplete="shipping address-level1"
        defaultValue={address?.administrativeArea}
        fault={fault('administrative_area')}
      />
      <div>
        <label className="block text-sm font-medium">
          Country
          <select
            aria-label="Country"
            className="field mt-1"
            name="country"
            autoComplete="shipping country"
            required
            defaultValue={address?.regionCode ?? 'US'}
          >
            {countries.map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
}
