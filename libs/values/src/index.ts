export { currencyDigits, isCurrencyCode } from './currency.ts';
export { DomainError, type DomainErrorKind, type FieldViolation } from './domain-error.ts';
export { formatIsbn, parseIsbn } from './isbn.ts';
export { addMoney, compareMoney, formatMoney, type Money, multiplyMoney, parseMoney } from './money.ts';
export { RetryBudget } from './retry-budget.ts';
