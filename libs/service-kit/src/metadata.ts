/** The names of what travels beside a message. All but the last two are set by callers. */
export const AUTHORIZATION = 'authorization';
/** `Bearer <token>` of the calling service. */
export const SERVICE_AUTHORIZATION = 'x-service-authorization';
export const REQUEST_ID = 'x-request-id';
/** The address of the client that a proxy or the storefront speaks for. */
export const FORWARDED_FOR = 'x-forwarded-for';
/** Written by the transport: the call's deadline, in milliseconds since the epoch. */
export const DEADLINE = 'x-bookstore-deadline';
/** Written by the transport: the name on the certificate that the other end of the connection showed. */
export const PEER_NAME = 'x-bookstore-peer-name';
