import type { Logger, TlsCertificates } from '@bookstore/service-kit';
import type { Config } from './config.ts';
import type { PaymentNews } from './domain/payment-news.ts';
import { readStripeEvent } from './gateways/stripe-events.ts';
import { startWebhookServer, type WebhookServer } from './webhooks/webhook-server.ts';

interface PaymentWebhooksOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly tls: TlsCertificates | undefined;
  readonly take: (news: PaymentNews) => Promise<void>;
}

/** Listens for what the payment company has to say, if it is told where. */
export async function startPaymentWebhooks(options: PaymentWebhooksOptions): Promise<WebhookServer | undefined> {
  const { config, ...rest } = options;
  const { WEBHOOK_LISTEN_ADDRESS: address, STRIPE_WEBHOOK_SECRET_FILE: secret, TRUSTED_PROXIES: proxies } = config;
  if (address === undefined || secret === undefined) return undefined;
  if (secret === '') {
    options.logger.info('no webhooks are taken: the file of STRIPE_WEBHOOK_SECRET_FILE is empty');
    return undefined;
  }
  const read = (body: Uint8Array, signature: string) => readStripeEvent(body, signature, secret);
  return startWebhookServer({ ...rest, address, proxies, read });
}
