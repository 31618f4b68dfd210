import { authenticateIntent, type PaymentIntent } from '../domain/payment-intent.ts';
import { type Desk } from './desk.ts';

// What stands behind `next_action.redirect_to_url.url`: the page of the buyer's bank.

/** What the buyer's browser gets. */
export interface Page {
  readonly status: number;
  readonly html: string;
  /** Where the browser is sent on to. */
  readonly location?: string;
}

/** Answers the browser; undefined when the path is of no authentication at all. */
export async function authenticationPage(
  desk: Desk,
  method: string,
  path: string,
  body: string,
): Promise<Page | undefined> {
  const [, intentId, authenticationId] = /^\/authenticate\/(\w+)\/(\w+)$/.exec(path) ?? [];
  if (intentId === undefined) return undefined;
  const intent = desk.books.intents.get(intentId);
  if (intent === undefined || intent.authentication?.id !== authenticationId) {
    await desk.settled();
    return { status: 404, html: page('This authentication is over, or was never asked for.') };
  }
  if (method === 'GET') return { status: 200, html: page(question(intent)) };
  const decision = new URLSearchParams(body).get('decision');
  if (method !== 'POST' || (decision !== 'confirm' && decision !== 'refuse')) {
    return { status: 400, html: page('POST decision=confirm or decision=refuse.') };
  }
  return await decide(desk, intent, decision === 'confirm');
}

async function decide(desk: Desk, intent: PaymentIntent, passed: boolean): Promise<Page> {
  const after = authenticateIntent(intent, passed);
  await desk.record({ intent: after });
  const html = page(passed ? 'You confirmed the payment.' : 'You refused the payment.');
  const returnUrl = intent.authentication?.returnUrl ?? null;
  return returnUrl === null ? { status: 200, html } : { status: 303, html, location: wayBack(after, returnUrl) };
}

/** Stripe tells the shop's page in the query how it went. */
function wayBack(intent: PaymentIntent, returnUrl: string): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.clientSecret);
  url.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed');
  return url.href;
}

function question({ amount, currency }: PaymentIntent): string {
  // All that stands in the page is checked by the API: a number and three letters.
  return `<p>A shop asks your bank for <strong>${amount} minor units of ${currency.toUpperCase()}</strong>.</p>
<form method="post">
<button name="decision" value="confirm">Confirm the payment</button>
<button name="decision" value="refuse">Refuse it</button>
</form>`;
}

function page(content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Payment simulator: 3-D Secure</title></head>
<body>
<h1>Payment simulator: 3-D Secure</h1>
${content}
</body>
</html>
`;
}
