const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** Whether ISO 4217 knows the code. */
export function isCurrencyCode(code: string): boolean {
  return CURRENCIES.has(code);
}

/** The currencies that do not have 2 digits after the point, by ISO 4217; of MGA it says 2, though they stand for fifths. */
const DIGITS: Readonly<Record<string, number>> = {
  ...{ BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, MGA: 0 },
  ...{ PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0 },
  ...{ BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3 },
  ...{ CLF: 4, UYW: 4 },
};

/**
 * Digits after the point: 2 for EUR, 0 for JPY, 3 for KWD. They are ISO 4217's, by which minor units are counted here and
 * by payment companies. Intl has those that people write nowadays, none for HUF since CLDR 48: by them the same amount
 * would be a hundred times as much after an upgrade of Node, and the card be charged a hundredth of it.
 */
export function currencyDigits(currencyCode: string): number {
  return DIGITS[currencyCode] ?? 2;
}
