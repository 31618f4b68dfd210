/** The names of what travels beside a message. All but the last are set by callers. */
export const AUTHORIZATION = 'authorization';
/** `Bearer <token>` of the calling service. */
export const SERVICE_AUTHORIZATION = 'x-service-authorization';
export const REQUEST_ID = 'x-request-id';
/** The address of the client that a proxy or the storefront speaks for. */
export const FORWARDED_FOR = 'x-forwarded-for';
/** Written by the transport: the call's deadline, in milliseconds since the epoch. */
export const DEADLINE = 'x-bookstore-deadline';
