import { isBookstoreError, newRequestId } from '@bookstore/client';

/**
 * The request id that a form is shown with after a refusal. What was refused for good is something new when it is sent
 * again; what may still be done must not be done twice.
 */
export function nextRequestId(error: unknown, requestId: string): string {
  const isOpen = isBookstoreError(error) && ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'ABORTED'].includes(error.code);
  return isOpen ? requestId : newRequestId();
}
