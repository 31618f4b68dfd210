import { Dice } from './dice.ts';
import { type PlannedFault, planFaults } from './planned-faults.ts';

/** What a shopper does next. What it refers to (`back`: how many placings ago) is looked up when it comes to it. */
export type ShopperStep =
  | {
      readonly kind: 'place';
      readonly lines: readonly { readonly book: number; readonly quantity: number }[];
      readonly paymentMethod: string;
      /** Whether the buyer names a total: the one of the catalogue as last read, or another. */
      readonly expects: 'nothing' | 'what is shown' | 'something else';
      /** How many ask at the same time, with the same request id. */
      readonly together: number;
      /** Milliseconds after which the caller walks away. */
      readonly givesUpAfterMs: number | undefined;
      /** How often somebody asks again who was told nothing for certain. */
      readonly insists: number;
    }
  | { readonly kind: 'repeat'; readonly back: number; readonly change: 'nothing' | 'no payment method' | 'content' }
  | { readonly kind: 'get' | 'cancel'; readonly back: number }
  | { readonly kind: 'authenticate'; readonly back: number; readonly decision: 'confirm' | 'refuse' };

/** What a member of staff does next. */
export type ClerkStep =
  | { readonly kind: 'ship' | 'complete' | 'cancel'; readonly back: number }
  | { readonly kind: 'refund'; readonly back: number; readonly share: number; readonly times: number }
  | { readonly kind: 'price'; readonly book: number; readonly price: number }
  | { readonly kind: 'adjust'; readonly book: number; readonly quantity: number; readonly times: number };

export interface Paced<Step> {
  readonly step: Step;
  /** Milliseconds before it. */
  readonly pauseMs: number;
}

/** All that chance decides of a history, drawn from its seed beforehand: the same seed, the same plan. */
export interface Plan {
  readonly seed: number;
  readonly books: readonly { readonly copies: number; readonly price: number }[];
  readonly shoppers: readonly (readonly Paced<ShopperStep>[])[];
  readonly clerk: readonly Paced<ClerkStep>[];
  /** Each list one after the other, the lists beside each other. */
  readonly faults: readonly (readonly PlannedFault[])[];
}

const SHOPPERS = 8;
/** With what is asked together and again, some 260 operations a history. */
const STEPS = 14;
const CLERK_STEPS = 28;

export function makePlan(seed: number): Plan {
  const dice = new Dice(seed);
  // Some sell out soon, some never.
  const books = dice.times(6, () => ({ copies: dice.pick([3, 12, 40, 500]), price: dice.between(100, 4000) }));
  const shoppers = dice.times(SHOPPERS, () => shopperSteps(dice.split()));
  return { seed, books, shoppers, clerk: clerkSteps(dice.split()), faults: planFaults(dice.split()) };
}

function shopperSteps(dice: Dice): readonly Paced<ShopperStep>[] {
  const first = { step: placing(dice), pauseMs: dice.between(0, 200) };
  return [first, ...dice.times(STEPS - 1, () => ({ step: shopperStep(dice), pauseMs: dice.between(0, 120) }))];
}

function shopperStep(dice: Dice): ShopperStep {
  const back = dice.between(0, 2);
  const kind = dice.weigh({ place: 50, repeat: 20, get: 12, cancel: 8, authenticate: 10 });
  switch (kind) {
    case 'place':
      return placing(dice);
    case 'repeat':
      return { kind, back, change: dice.weigh({ nothing: 6, 'no payment method': 2, content: 2 }) };
    case 'authenticate':
      return { kind, back, decision: dice.happens(0.7) ? 'confirm' : 'refuse' };
    case 'get':
    case 'cancel':
      return { kind, back };
  }
}

/** How often a payment method is used. */
const PAYMENT_METHODS = {
  pm_card_visa: 60,
  pm_card_chargeDeclined: 8,
  pm_card_chargeDeclinedInsufficientFunds: 2,
  pm_card_authenticationRequired: 8,
  pm_simulator_slow_250: 4,
  pm_simulator_slow: 2,
  pm_simulator_captureThenSlow: 3,
  pm_simulator_captureThen500: 3,
  pm_simulator_captureThenDropConnection: 3,
  pm_simulator_captureThenHang: 2,
  pm_simulator_fail500: 2,
  pm_simulator_dropConnection: 2,
  pm_simulator_hang: 1,
} as const;

function placing(dice: Dice): ShopperStep {
  const first = dice.between(0, 5);
  const books = dice.happens(0.3) ? [first, (first + dice.between(1, 5)) % 6] : [first];
  return {
    kind: 'place',
    lines: books.map((book) => ({ book, quantity: dice.between(1, 3) })),
    paymentMethod: dice.weigh(PAYMENT_METHODS),
    expects: dice.weigh({ nothing: 6, 'what is shown': 3, 'something else': 1 }),
    together: dice.happens(0.2) ? dice.between(2, 4) : 1,
    givesUpAfterMs: dice.happens(0.1) ? dice.between(1, 150) : undefined,
    insists: dice.pick([0, 2, 4, 4]),
  };
}

function clerkSteps(dice: Dice): readonly Paced<ClerkStep>[] {
  return dice.times(CLERK_STEPS, () => ({ step: clerkStep(dice), pauseMs: dice.between(20, 250) }));
}

function clerkStep(dice: Dice): ClerkStep {
  const [back, book, times] = [dice.between(0, 20), dice.between(0, 5), dice.pick([1, 1, 2, 3])];
  const kind = dice.weigh({ ship: 25, complete: 10, cancel: 8, refund: 12, price: 15, adjust: 30 });
  switch (kind) {
    case 'refund':
      return { kind, back, share: dice.pick([0.1, 0.5, 1]), times };
    case 'price':
      return { kind, book, price: dice.between(100, 4000) };
    case 'adjust':
      // A thousand copies are never there: what is refused is asked for again, too.
      return { kind, book, quantity: dice.pick([1, 2, 5, -1, -2, -10, -1000]), times };
    case 'ship':
    case 'complete':
    case 'cancel':
      return { kind, back };
  }
}
