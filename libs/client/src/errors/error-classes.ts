import type { ErrorReason } from '@bookstore/contracts/type/v1/error_reason';
import {
  AccountDeletedError,
  EmailTakenError,
  InvalidCredentialsError,
  InvalidRefreshTokenError,
  InvalidResetTokenError,
  LastStaffError,
  OrdersOpenError,
  PasswordTooCommonError,
  SessionNotFoundError,
  UserNotFoundError,
} from './account-errors.ts';
import {
  BookNotFoundError,
  BookRetiredError,
  InsufficientStockError,
  InvalidIsbnError,
  IsbnTakenError,
  SourceKeyTakenError,
  StockBelowReservedError,
} from './book-errors.ts';
import { BookstoreError, type Refusal } from './bookstore-error.ts';
import {
  CertificateNotTrustedError,
  DeadlineExceededError,
  EtagMismatchError,
  InternalError,
  InvalidFieldError,
  InvalidPageTokenError,
  OverloadedError,
  PermissionDeniedError,
  RequestIdReusedError,
  RequestInProgressError,
  ThrottledError,
  UnauthenticatedError,
  UnavailableError,
  UnrecognizedError,
} from './call-errors.ts';
import {
  IllegalTransitionError,
  MixedCurrenciesError,
  OrderClosedError,
  OrderNotFoundError,
  PaymentDeclinedError,
  PaymentMethodUnknownError,
  PriceChangedError,
  RefundTooLargeError,
  TotalOutOfRangeError,
} from './order-errors.ts';

/** Reasons that only the shop's own services are ever given. */
type ServiceReason = 'RESERVATION_CLOSED' | 'RESERVATION_NOT_FOUND' | 'RESERVATION_MISMATCH';

/** The reasons of the contract that a client can meet; a new one does not compile until it has a class. */
type ContractReason = Exclude<keyof typeof ErrorReason, 'UNSPECIFIED' | 'UNRECOGNIZED' | ServiceReason>;

const CLASSES = {
  INVALID_FIELD: InvalidFieldError,
  INVALID_PAGE_TOKEN: InvalidPageTokenError,
  UNAUTHENTICATED: UnauthenticatedError,
  PERMISSION_DENIED: PermissionDeniedError,
  ETAG_MISMATCH: EtagMismatchError,
  THROTTLED: ThrottledError,
  OVERLOADED: OverloadedError,
  DEPENDENCY_UNAVAILABLE: UnavailableError,
  SHUTTING_DOWN: UnavailableError,
  INTERNAL: InternalError,
  EMAIL_TAKEN: EmailTakenError,
  INVALID_CREDENTIALS: InvalidCredentialsError,
  INVALID_REFRESH_TOKEN: InvalidRefreshTokenError,
  INVALID_RESET_TOKEN: InvalidResetTokenError,
  PASSWORD_TOO_COMMON: PasswordTooCommonError,
  USER_NOT_FOUND: UserNotFoundError,
  SESSION_NOT_FOUND: SessionNotFoundError,
  LAST_STAFF: LastStaffError,
  ORDERS_OPEN: OrdersOpenError,
  BOOK_NOT_FOUND: BookNotFoundError,
  BOOK_RETIRED: BookRetiredError,
  ISBN_TAKEN: IsbnTakenError,
  SOURCE_KEY_TAKEN: SourceKeyTakenError,
  INVALID_ISBN: InvalidIsbnError,
  STOCK_BELOW_RESERVED: StockBelowReservedError,
  INSUFFICIENT_STOCK: InsufficientStockError,
  ORDER_NOT_FOUND: OrderNotFoundError,
  REQUEST_ID_REUSED: RequestIdReusedError,
  REQUEST_IN_PROGRESS: RequestInProgressError,
  PRICE_CHANGED: PriceChangedError,
  MIXED_CURRENCIES: MixedCurrenciesError,
  TOTAL_OUT_OF_RANGE: TotalOutOfRangeError,
  PAYMENT_DECLINED: PaymentDeclinedError,
  ORDER_CLOSED: OrderClosedError,
  ILLEGAL_TRANSITION: IllegalTransitionError,
  ACCOUNT_DELETED: AccountDeletedError,
  REFUND_TOO_LARGE: RefundTooLargeError,
  PAYMENT_METHOD_UNKNOWN: PaymentMethodUnknownError,
} satisfies Record<ContractReason, new (refusal: Refusal) => BookstoreError>;

/** Every error that the client makes: a union that `switch (error.reason)` narrows and exhausts. */
export type BookstoreFailure =
  | InstanceType<(typeof CLASSES)[keyof typeof CLASSES]>
  | CertificateNotTrustedError
  | DeadlineExceededError
  | UnrecognizedError;

/** Every `reason` that an error of the client can have. */
export type FailureReason = BookstoreFailure['reason'];

/** Whether something that was thrown is an error of the client; its `reason` then says which. */
export function isBookstoreError(error: unknown): error is BookstoreFailure {
  return error instanceof BookstoreError;
}

/** The error of a refusal's meaning. A reason that this release does not know survives in `wireReason`. */
export function failureOf(refusal: Refusal): BookstoreFailure {
  const { certificateProblem } = refusal;
  if (certificateProblem !== undefined) return new CertificateNotTrustedError(refusal, certificateProblem);
  if (isContractReason(refusal.reason)) return new CLASSES[refusal.reason](refusal);
  if (refusal.reason === '' && refusal.code === 'UNAVAILABLE') return new UnavailableError(refusal);
  if (refusal.reason === '' && refusal.code === 'UNAUTHENTICATED') return new UnauthenticatedError(refusal);
  if (refusal.code === 'DEADLINE_EXCEEDED') return new DeadlineExceededError(refusal);
  return new UnrecognizedError(refusal);
}

function isContractReason(reason: string): reason is ContractReason {
  return Object.hasOwn(CLASSES, reason);
}
