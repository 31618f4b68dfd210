import { describe, expect, it } from 'vitest';
import { addMoney, formatMoney, multiplyMoney, parseMoney } from './money.ts';

const eur = (minorUnits: bigint) => ({ currencyCode: 'EUR', minorUnits });

describe('money', () => {
  it('reads decimals by the digits of the currency', () => {
    expect(parseMoney('12.99', 'EUR')).toEqual(eur(1299n));
    expect(parseMoney('12.9', 'EUR')).toEqual(eur(1290n));
    expect(parseMoney('-0.05', 'EUR')).toEqual(eur(-5n));
    expect(parseMoney('1299', 'JPY')).toEqual({ currencyCode: 'JPY', minorUnits: 1299n });
    expect(parseMoney('1.234', 'KWD')).toEqual({ currencyCode: 'KWD', minorUnits: 1234n });
  });

  it.each([
    ['12.999', 'EUR'],
    ['1.5', 'JPY'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['12,99', 'EUR'],
    ['1', 'ZZZ'],
    ['1', 'eur'],
  ])('refuses %j in %s', (text, currency) => {
    expect(() => parseMoney(text, currency)).toThrow(/is no/);
  });

  it('writes amounts beyond what a float can hold', () => {
    expect(formatMoney(eur(900719925474099312n), 'en')).toBe('€9,007,199,254,740,993.12');
    expect(formatMoney(eur(-5n), 'en')).toBe('-€0.05');
    expect(formatMoney({ currencyCode: 'JPY', minorUnits: 1299n }, 'en')).toBe('¥1,299');
  });

  it('adds and multiplies within one currency and refuses to mix two', () => {
    expect(addMoney(eur(1n), eur(2n), multiplyMoney(eur(3n), 4n))).toEqual(eur(15n));
    expect(() => addMoney(eur(1n), { currencyCode: 'USD', minorUnits: 1n })).toThrow(TypeError);
  });
});
