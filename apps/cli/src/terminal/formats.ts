import { formatMoney, type Money, type PostalAddress } from '@bookstore/client';

/** An amount as this computer's locale writes it. */
export function amount(money: Money): string {
  return formatMoney(money);
}

/** A time as this computer's locale and zone write it; undefined stays so. */
export function time(date: Date | undefined): string | undefined {
  return date && new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

/** A year as people write it. */
export function year(value: number | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value < 0 ? `${-value} BC` : String(value);
}

/** An address in one line. */
export function address(value: PostalAddress | undefined): string | undefined {
  if (!value) return undefined;
  const { recipient, addressLines, locality, administrativeArea, postalCode, regionCode } = value;
  return [recipient, ...addressLines, [postalCode, locality].filter(Boolean).join(' '), administrativeArea, regionCode]
    .filter(Boolean)
    .join(', ');
}

/** So many of something. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString()} ${number === 1 ? one : many}`;
}
