import { describe, expect, it, vi } from 'vitest';
import { currencyDigits } from './currency.ts';
import { addMoney, compareMoney, formatMoney, multiplyMoney, parseMoney } from './money.ts';

const eur = (minorUnits: bigint) => ({ currencyCode: 'EUR', minorUnits });

describe('money', () => {
  it('reads decimals by the digits of the currency', () => {
    expect(parseMoney('12.99', 'EUR')).toEqual(eur(1299n));
    expect(parseMoney('12.9', 'EUR')).toEqual(eur(1290n));
    expect(parseMoney('-0.05', 'EUR')).toEqual(eur(-5n));
    expect(parseMoney('1299', 'JPY')).toEqual({ currencyCode: 'JPY', minorUnits: 1299n });
    expect(parseMoney('1.234', 'KWD')).toEqual({ currencyCode: 'KWD', minorUnits: 1234n });
  });

  it('has the digits of ISO 4217, also where nobody writes them any more', () => {
    const digits = { ISK: 0, UGX: 0, HUF: 2, COP: 2, IDR: 2, PKR: 2, TWD: 2, IQD: 3, CLF: 4 };
    for (const [currencyCode, count] of Object.entries(digits)) {
      expect([currencyCode, currencyDigits(currencyCode)]).toEqual([currencyCode, count]);
    }
    expect(parseMoney('4990', 'HUF')).toEqual({ currencyCode: 'HUF', minorUnits: 499_000n });
    expect(formatMoney({ currencyCode: 'HUF', minorUnits: 499_000n }, 'en')).toBe('HUF\u00a04,990.00');
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

  it('writes amounts as a locale does', () => {
    expect(formatMoney(eur(123456n), 'de')).toBe('1.234,56\u00a0€');
    expect(formatMoney(eur(123456n), 'en-IE')).toBe('€1,234.56');
    expect(formatMoney({ currencyCode: 'KWD', minorUnits: 1234n }, 'en')).toBe('KWD\u00a01.234');
  });

  it('tells which of two amounts is more, beyond what a float can hold', () => {
    const large = 9_007_199_254_740_992n;
    expect([eur(large + 1n), eur(-1n), eur(large), eur(0n)].sort(compareMoney)).toEqual(
      [-1n, 0n, large, large + 1n].map(eur),
    );
    expect(compareMoney(eur(5n), eur(5n))).toBe(0);
    expect(() => compareMoney(eur(1n), { currencyCode: 'USD', minorUnits: 1n })).toThrow(TypeError);
  });

  it('adds and multiplies within one currency and refuses to mix two', () => {
    expect(addMoney(eur(1n), eur(2n), multiplyMoney(eur(3n), 4n))).toEqual(eur(15n));
    expect(() => addMoney(eur(1n), { currencyCode: 'USD', minorUnits: 1n })).toThrow(TypeError);
  });

  it('remembers how few locales write, whatever browsers ask for', () => {
    const made = vi.spyOn(Intl, 'NumberFormat');
    const write = (index: number) => formatMoney(eur(1n), `en-v${1_000 + index}`);
    for (let index = 0; index < 1_000; index += 1) write(index);
    write(999);
    expect(made).toHaveBeenCalledTimes(1_000);
    write(0);
    expect(made).toHaveBeenCalledTimes(1_001);
    made.mockRestore();
  });
});
