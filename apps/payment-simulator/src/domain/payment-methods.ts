// What a payment does is chosen by the name of its payment method: Stripe's own test names
// (https://docs.stripe.com/testing), and, for faults that Stripe's test mode does not offer,
// names of our own that begin with `pm_simulator_`.

/** Stripe's error codes for what a bank refuses. */
export type DeclineCode =
  'card_declined' | 'expired_card' | 'incorrect_cvc' | 'payment_intent_authentication_failure' | 'processing_error';

/** Why a bank refuses, as Stripe reports it. */
export interface Decline {
  readonly code: DeclineCode;
  readonly declineCode?: string;
  readonly message: string;
}

/** What goes wrong around a payment, and whether before or after the money has moved. */
export interface Fault {
  readonly when: 'before' | 'after';
  readonly kind: 'hang' | 'slow' | 'serverError' | 'dropConnection';
  /** Length of `slow`, in milliseconds. */
  readonly delayMs: number;
}

/** How a payment method behaves. */
export interface PaymentMethod {
  /** Whether the buyer must confirm first, by 3-D Secure. */
  readonly authenticates?: boolean;
  /** Why the bank declines it, if it does. */
  readonly decline?: Decline;
  readonly fault?: Fault;
  /** What becomes of refunds; they succeed at once if it is not said. */
  readonly refunds?: 'pending_then_succeeded' | 'succeeded_then_failed';
}

/** Finds a payment method by its name. */
export function findPaymentMethod(name: string): PaymentMethod | undefined {
  if (name.startsWith('pm_simulator_')) return faulty(name.slice('pm_simulator_'.length));
  return name.startsWith('pm_card_') ? cards.get(name.slice('pm_card_'.length)) : undefined;
}

const declined = (declineCode: string, message = 'Your card was declined.'): PaymentMethod => ({
  decline: { code: 'card_declined', declineCode, message },
});

const declinedWith = (code: DeclineCode, message: string): PaymentMethod => ({ decline: { code, message } });

const genericDecline = declined('generic_decline');
const insufficientFunds = declined('insufficient_funds', 'Your card has insufficient funds.');

/** Stripe puts the brand into some names and not into others; both forms are taken. */
const declines: Readonly<Record<string, PaymentMethod>> = {
  chargeDeclined: genericDecline,
  chargeDeclinedInsufficientFunds: insufficientFunds,
  chargeDeclinedLostCard: declined('lost_card'),
  chargeDeclinedStolenCard: declined('stolen_card'),
  chargeDeclinedFraudulent: declined('fraudulent'),
  chargeDeclinedVelocityLimitExceeded: declined('card_velocity_exceeded'),
  chargeDeclinedExpiredCard: declinedWith('expired_card', 'Your card has expired.'),
  chargeDeclinedIncorrectCvc: declinedWith('incorrect_cvc', "Your card's security code is incorrect."),
  chargeDeclinedProcessingError: declinedWith(
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ),
};

const plain = [
  ...['visa', 'visa_debit', 'mastercard', 'mastercard_debit', 'mastercard_prepaid', 'amex', 'discover', 'diners'],
  ...['jcb', 'unionpay', 'us', 'ca', 'mx', 'br', 'gb', 'ie', 'fr', 'de', 'es', 'it', 'nl', 'pl', 'se', 'au', 'jp'],
  ...['threeDSecureOptional', 'authenticationRequiredSetupForOffSession'],
];

const cards = new Map<string, PaymentMethod>([
  ...plain.map((name) => [name, {}] as const),
  ...Object.entries(declines).flatMap(([name, card]) => [[name, card] as const, [`visa_${name}`, card] as const]),
  ['chargeCustomerFail', genericDecline],
  ['radarBlock', declined('fraudulent')],
  ['authenticationRequired', { authenticates: true }],
  ['authenticationRequiredOnSetup', { authenticates: true }],
  ['threeDSecureRequired', { authenticates: true }],
  ['threeDSecure2Required', { authenticates: true }],
  ['threeDSecureRequiredChargeDeclined', { authenticates: true, ...genericDecline }],
  ['authenticationRequiredChargeDeclinedInsufficientFunds', { authenticates: true, ...insufficientFunds }],
  ['pendingRefund', { refunds: 'pending_then_succeeded' }],
  ['refundFail', { refunds: 'succeeded_then_failed' }],
]);

const faults: Readonly<Record<string, Pick<Fault, 'when' | 'kind'>>> = {
  hang: { when: 'before', kind: 'hang' },
  slow: { when: 'before', kind: 'slow' },
  fail500: { when: 'before', kind: 'serverError' },
  dropConnection: { when: 'before', kind: 'dropConnection' },
  captureThenHang: { when: 'after', kind: 'hang' },
  captureThenSlow: { when: 'after', kind: 'slow' },
  captureThen500: { when: 'after', kind: 'serverError' },
  captureThenDropConnection: { when: 'after', kind: 'dropConnection' },
};

const DEFAULT_DELAY_MS = 3_000;

/** `captureThenSlow`, or `captureThenSlow_250` with milliseconds. */
function faulty(name: string): PaymentMethod | undefined {
  const [, kind = '', delay] = /^([A-Za-z0-9]+)(?:_(\d{1,6}))?$/.exec(name) ?? [];
  const fault = Object.hasOwn(faults, kind) ? faults[kind] : undefined;
  if (fault === undefined || (delay !== undefined && fault.kind !== 'slow')) return undefined;
  return { fault: { ...fault, delayMs: delay === undefined ? DEFAULT_DELAY_MS : Number(delay) } };
}
