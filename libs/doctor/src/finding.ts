/** A promise of the shop that a finding breaks. */
type Invariant = 'stock' | 'money' | 'durability' | 'repetition' | 'progress' | 'prices';

/** Everything that may be found, and which promise it breaks; the README says what each means. */
const INVARIANTS = {
  ON_HAND_DIFFERS: 'stock',
  RESERVED_DIFFERS: 'stock',
  STOCK_OUT_OF_RANGE: 'stock',
  BALANCE_DIFFERS: 'stock',
  SALE_DIFFERS: 'stock',
  RETURN_DIFFERS: 'stock',
  RESERVATION_DIFFERS: 'durability',
  RESERVATION_MISSING: 'durability',
  SALE_WITHOUT_ORDER: 'durability',
  HISTORY_DIFFERS: 'durability',
  LINES_DIFFER: 'prices',
  TOTAL_DIFFERS: 'prices',
  CHARGE_WITHOUT_ORDER: 'money',
  CHARGED_TWICE: 'money',
  PAYMENT_UNKNOWN: 'money',
  CAPTURE_DIFFERS: 'money',
  CURRENCY_DIFFERS: 'money',
  REFUND_DIFFERS: 'money',
  REFUND_SUM_DIFFERS: 'money',
  MONEY_OUT_OF_RANGE: 'money',
  NOT_PAID_IN_FULL: 'money',
  REQUEST_REPEATED: 'repetition',
  PAYMENT_SHARED: 'repetition',
  HOLD_WITHOUT_ORDER: 'progress',
  PAYMENT_OVERDUE: 'progress',
  STOCK_NOTICE_OVERDUE: 'progress',
  REFUND_OVERDUE: 'progress',
  NOTICE_OVERDUE: 'progress',
} as const satisfies Readonly<Record<string, Invariant>>;

export type FindingKind = keyof typeof INVARIANTS;

/** Names of ids: order, book, payment, refund, notice, user, request. */
export type Ids = Readonly<Record<string, string>>;

/** Two things that do not fit together. */
export interface Finding {
  readonly invariant: Invariant;
  readonly kind: FindingKind;
  readonly ids: Ids;
  /** What the one side leads to expect, in words. */
  readonly expected: string;
  readonly found: string;
}

export function finding(kind: FindingKind, ids: Ids, expected: string, found: string): Finding {
  return { invariant: INVARIANTS[kind], kind, ids, expected, found };
}

/** Those of the findings that were found before, too: what was only in flight is settled by now. */
export function lasting(findings: readonly Finding[], before: readonly Finding[]): readonly Finding[] {
  const known = new Set(before.map(keyOf));
  return findings.filter((each) => known.has(keyOf(each)));
}

function keyOf({ kind, ids }: Finding): string {
  return JSON.stringify([kind, Object.entries(ids).sort()]);
}
