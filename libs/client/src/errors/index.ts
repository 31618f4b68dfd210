export * from './account-errors.ts';
export * from './book-errors.ts';
export { BookstoreError, type CertificateProblem, type StatusName } from './bookstore-error.ts';
export { CaFileError } from './ca-file-error.ts';
export * from './call-errors.ts';
export { type BookstoreFailure, type FailureReason, isBookstoreError } from './error-classes.ts';
export * from './order-errors.ts';
