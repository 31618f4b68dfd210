import type { Logger } from '@bookstore/service-kit';
import type { Config } from './config.ts';
import type { PaymentNews } from './domain/payment-news.ts';
import { readStripeEvent } from './gateways/stripe-events.ts';
import { startWebhookServer, type WebhookServer } from './webhooks/webhook-server.ts';

/** Listens for what the payment company has to say, if it is told where. */
export async function startPaymentWebhooks(
  { WEBHOOK_LISTEN_ADDRESS: address, STRIPE_WEBHOOK_SECRET_FILE: secret }: Config,
  logger: Logger,
  take: (news: PaymentNews) => Promise<void>,
): Promise<WebhookServer | undefined> {
  if (address === undefined || secret === undefined) return undefined;
  const read = (body: Uint8Array, signature: string) => readStripeEvent(body, signature, secret);
  return startWebhookServer({ address, read, take, logger });
}
