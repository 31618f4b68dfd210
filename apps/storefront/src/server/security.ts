import type { IncomingMessage, ServerResponse } from 'node:http';

/** Methods that change nothing (RFC 9110, 9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Tells browsers what the shop's pages never do, whoever asks for them. */
export function setSecurityHeaders(response: ServerResponse, origin: string): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(self)');
  if (origin.startsWith('https:')) response.setHeader('strict-transport-security', 'max-age=31536000');
}

/** What holds for each answer that is no file, unless it says something else: it is for one visitor, and shows nothing. */
export function setPageHeaders(response: ServerResponse): void {
  response.setHeader('cache-control', 'private, no-store');
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
}

/**
 * Nothing but what the shop itself serves, and no script but those that carry this page's nonce (CSP 3). That holds for
 * where a form's answer redirects to, too (`form-action`): no form of the shop may lead to a bank's page; a link may.
 *
 * Where cards are typed into Stripe's own fields, those may be fetched and shown, from where Stripe says that they are.
 */
export function contentSecurityPolicy(nonce: string, takesCards: boolean): string {
  const stripe = takesCards ? ' https://api.stripe.com' : '';
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${takesCards ? ' https://js.stripe.com' : ''}`,
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self'${stripe}`,
    ...(takesCards ? ['frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com'] : []),
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ');
}

/**
 * Whether a request that changes something comes from one of the shop's own pages. Browsers say where a form was sent
 * from (Origin, and Sec-Fetch-Site where it is known), and no page can make them say something else; the cookies are
 * SameSite=Lax besides (OWASP, Cross-Site Request Forgery Prevention).
 */
export function isOwnRequest({ method = 'GET', headers }: IncomingMessage, origin: string): boolean {
  if (SAFE.has(method)) return true;
  if (headers['sec-fetch-site'] !== undefined && headers['sec-fetch-site'] !== 'same-origin') return false;
  return headers.origin === origin;
}
