import { currencyDigits, isCurrencyCode } from './currency.ts';
import { DomainError } from './domain-error.ts';

/** An amount in whole minor units of one currency; never a fraction. */
export interface Money {
  /** ISO 4217 code in upper case. */
  readonly currencyCode: string;
  /** 1299n is 12.99 in EUR and 1299 in JPY. */
  readonly minorUnits: bigint;
}

/** Adds amounts of one currency. Throws TypeError for two currencies. */
export function addMoney(first: Money, ...others: readonly Money[]): Money {
  return others.reduce((sum, money) => {
    if (money.currencyCode !== sum.currencyCode) {
      throw new TypeError(`cannot add ${money.currencyCode} to ${sum.currencyCode}`);
    }
    return { currencyCode: sum.currencyCode, minorUnits: sum.minorUnits + money.minorUnits };
  }, first);
}

/** So many times the amount; a negative factor turns its sign, so that adding takes away. */
export function multiplyMoney(money: Money, factor: bigint): Money {
  return { currencyCode: money.currencyCode, minorUnits: money.minorUnits * factor };
}

/**
 * Which of two amounts of one currency is more, as `Array.sort` wants it: negative if the first is less,
 * positive if it is more, 0 if they are the same. Throws TypeError for two currencies.
 */
export function compareMoney(first: Money, second: Money): -1 | 0 | 1 {
  if (first.currencyCode !== second.currencyCode) {
    throw new TypeError(`cannot compare ${first.currencyCode} with ${second.currencyCode}`);
  }
  if (first.minorUnits === second.minorUnits) return 0;
  return first.minorUnits < second.minorUnits ? -1 : 1;
}

/**
 * Writes an amount the way a locale (BCP 47) does: `€12.99` in `en`, `12,99 €` in `de`; by default in the
 * locale of the process. Exact, however large it is.
 */
export function formatMoney(money: Money, locale?: string): string {
  return formatOf(money.currencyCode, locale).format(toDecimal(money) as Intl.StringNumericLiteral);
}

/** How many formats are remembered: browsers name the locale, and whoever makes them up must not fill the memory. */
const MOST_FORMATS = 200;

/** The oldest first. To make one takes much longer than to use it. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currencyCode: string, locale: string | undefined): Intl.NumberFormat {
  const key = `${currencyCode} ${locale ?? ''}`;
  const known = formats.get(key);
  if (known) return known;
  const digits = currencyDigits(currencyCode);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: currencyCode,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const [oldest] = formats.keys();
  if (formats.size >= MOST_FORMATS && oldest !== undefined) formats.delete(oldest);
  formats.set(key, format);
  return format;
}

/**
 * Reads a plain decimal such as `12.99` in a currency.
 * @throws {DomainError} INVALID_ARGUMENT `INVALID_FIELD` for an unknown currency, for what is
 *   no number, and for more digits after the point than the currency has.
 */
export function parseMoney(decimal: string, currencyCode: string): Money {
  if (!isCurrencyCode(currencyCode)) throw invalid('currency_code', `"${currencyCode}" is no ISO 4217 currency code`);
  const digits = currencyDigits(currencyCode);
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(decimal.trim());
  const fraction = match?.[3] ?? '';
  if (!match || fraction.length > digits) {
    throw invalid('price', `"${decimal}" is no amount of ${currencyCode}: digits, at most ${digits} after the point`);
  }
  const units = BigInt(`${match[2] ?? ''}${fraction.padEnd(digits, '0')}`);
  return { currencyCode, minorUnits: match[1] ? -units : units };
}

function toDecimal({ currencyCode, minorUnits }: Money): string {
  const digits = currencyDigits(currencyCode);
  const text = String(minorUnits < 0n ? -minorUnits : minorUnits).padStart(digits + 1, '0');
  const split = text.length - digits;
  const point = digits > 0 ? `.${text.slice(split)}` : '';
  return `${minorUnits < 0n ? '-' : ''}${text.slice(0, split)}${point}`;
}

function invalid(field: string, description: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', 'INVALID_FIELD', description, { fields: [{ field, description }] });
}
