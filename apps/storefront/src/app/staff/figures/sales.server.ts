import { addMoney, currencyDigits, formatMoney, type Money, type SalesReport } from '@bookstore/client';
import { type Chart, chartOf, type Point } from './chart.server.ts';

interface SalesOptions {
  readonly days: readonly string[];
  readonly locale: string;
  /** Whose revenue is drawn, where there are several. */
  readonly currency: string | null;
}

/** What the dashboard shows of a report. */
export function salesView(report: SalesReport, { days, locale, currency }: SalesOptions) {
  const totals = totalsOf(report);
  const shown = totals.find(({ currencyCode }) => currencyCode === currency) ?? totals[0] ?? NOTHING;
  const named = (day: string) => formatDay(day, locale);
  const ofDay = (day: string) => report.days.filter((each) => each.day === day);
  const orders = days.map((day): Point => {
    const value = sum(ofDay(day).map((each) => each.orders));
    return { day, value, text: value.toLocaleString(locale) };
  });
  const revenue = days.map((day): Point => {
    const money = ofDay(day).find((each) => each.revenue.currencyCode === shown.currencyCode)?.revenue;
    const taken = money ?? { ...shown, minorUnits: 0n };
    return { day, value: majorUnits(taken), text: formatMoney(taken, locale) };
  });
  const most = Math.max(1, ...report.titles.map(({ copies }) => copies));
  return {
    currency: shown.currencyCode,
    currencies: totals.map(({ currencyCode }) => currencyCode),
    revenues: totals.map((total) => formatMoney(total, locale)),
    orders: sum(report.days.map((day) => day.orders)).toLocaleString(locale),
    copies: sum(report.days.map((day) => day.copies)).toLocaleString(locale),
    revenueCharts: chartsOf(revenue, locale, compactMoney(locale, shown.currencyCode)),
    orderCharts: chartsOf(orders, locale, compact(locale)),
    rows: days.map((day, index) => {
      return { day: named(day), orders: orders[index]?.text ?? '', revenue: revenue[index]?.text ?? '' };
    }),
    titles: report.titles.map(({ bookId, title, copies }) => {
      return { bookId, title, copies: copies.toLocaleString(locale), percent: Math.round((100 * copies) / most) };
    }),
  };
}

export type SalesView = ReturnType<typeof salesView>;

const NOTHING: Money = { currencyCode: 'USD', minorUnits: 0n };

/** What each currency came to, the one with most orders first. */
function totalsOf({ days }: SalesReport): readonly Money[] {
  const groups = Map.groupBy(days, ({ revenue }) => revenue.currencyCode);
  const byOrders = [...groups].sort(([, one], [, other]) => ordersOf(other) - ordersOf(one));
  return byOrders.map(([currencyCode, each]) => {
    return addMoney({ currencyCode, minorUnits: 0n }, ...each.map(({ revenue }) => revenue));
  });
}

function ordersOf(days: SalesReport['days']): number {
  return sum(days.map(({ orders }) => orders));
}

/** The same figures for a wide window and for a phone, whose letters are as large. */
function chartsOf(points: readonly Point[], locale: string, formatValue: (value: number) => string): readonly Chart[] {
  const shared = { formatValue, formatDay: (day: string) => formatDay(day, locale) };
  return [
    chartOf(points, { ...shared, width: 560, height: 220, mostDays: 6 }),
    chartOf(points, { ...shared, width: 300, height: 200, mostDays: 3 }),
  ];
}

function formatDay(day: string, locale: string): string {
  const options = { month: 'short', day: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, options).format(new Date(`${day}T00:00:00Z`));
}

function compact(locale: string): (value: number) => string {
  const format = new Intl.NumberFormat(locale, { notation: 'compact' });
  return (value) => format.format(value);
}

function compactMoney(locale: string, currency: string): (value: number) => string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, notation: 'compact' });
  return (value) => format.format(value);
}

/** Good enough to draw by; never to reckon with. */
function majorUnits({ currencyCode, minorUnits }: Money): number {
  return Number(minorUnits) / 10 ** currencyDigits(currencyCode);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
