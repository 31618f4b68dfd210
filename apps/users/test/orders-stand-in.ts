import { OrderPrivacyServiceDefinition } from '@bookstore/contracts/orders/v1/order_privacy_service';
import { createLogger, ServiceServer } from '@bookstore/service-kit';
import { DomainError } from '@bookstore/values';
import { serverSettings } from './service-environment.ts';

/** A real server in the place of orders, which answers EraseUser as a test tells it to. */
export class OrdersStandIn {
  readonly erased: string[] = [];
  answer: 'erase' | 'orders open' | 'hang' = 'erase';
  /** Users whom it cannot erase, whatever it answers to others. */
  readonly broken = new Set<string>();
  readonly #server: ServiceServer;
  #port = 0;

  private constructor(trusted: Readonly<Record<string, string>>) {
    this.#server = new ServiceServer({
      name: 'orders',
      config: { ...serverSettings, TRUSTED_SERVICES_DIR: trusted },
      logger: createLogger('orders', 'silent'),
      accessTokens: { verify: () => Promise.resolve(undefined) },
      classifyFault: () => undefined,
    }).add(OrderPrivacyServiceDefinition, {
      eraseUser: async ({ userId }, { signal }) => {
        if (this.broken.has(userId)) throw new Error('broken');
        if (this.answer === 'hang') await new Promise((resolve) => signal.addEventListener('abort', resolve));
        if (this.answer === 'orders open') {
          const metadata = { open_orders: '2' };
          throw new DomainError('FAILED_PRECONDITION', 'ORDERS_OPEN', 'two orders are open', { metadata });
        }
        this.erased.push(userId);
        return {};
      },
    });
  }

  static async start(trusted: Readonly<Record<string, string>>): Promise<OrdersStandIn> {
    const orders = new OrdersStandIn(trusted);
    orders.#port = await orders.#server.listen();
    return orders;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async stop(): Promise<void> {
    await this.#server.drain();
  }
}
