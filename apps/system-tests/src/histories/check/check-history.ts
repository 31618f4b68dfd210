import { checkDurability } from './durability.ts';
import type { Evidence } from './evidence.ts';
import { checkIsolation } from './isolation.ts';
import { checkMoney } from './money.ts';
import { checkOrderOfReads } from './order-of-reads.ts';
import { checkPrices } from './prices.ts';
import { checkProgress } from './progress.ts';
import { checkRepetition } from './repetition.ts';
import { checkStock } from './stock.ts';
import type { Violation } from './violation.ts';

/** Judges a history by every invariant; an empty list says that all hold. */
export function checkHistory(evidence: Evidence): readonly Violation[] {
  return [
    checkStock,
    checkMoney,
    checkDurability,
    checkRepetition,
    checkProgress,
    checkPrices,
    checkOrderOfReads,
    checkIsolation,
  ].flatMap((check) => check(evidence));
}
