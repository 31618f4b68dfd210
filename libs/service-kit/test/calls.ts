import { OrderPrivacyServiceDefinition } from '@bookstore/contracts/orders/v1/order_privacy_service';
import { OrderServiceDefinition } from '@bookstore/contracts/orders/v1/order_service';
import { ClientError, createChannel, createClientFactory, Metadata, Status } from 'nice-grpc';
import { ErrorInfo, errorDetailsClientMiddleware, RichClientError } from 'nice-grpc-error-details';
import { HealthDefinition } from 'nice-grpc-server-health';
import { onTestFinished } from 'vitest';
import { startKit, USER_ID, type usersIdentity } from './kit.ts';

export type Handler = Parameters<typeof startKit>[0];

/** Starts a server for one test, and clients for it. */
export async function start(handler: Handler = () => Promise.resolve({}), change: Parameters<typeof startKit>[1] = {}) {
  const kit = await startKit(handler, change);
  onTestFinished(() => kit.server.drain());
  const factory = createClientFactory().use(errorDetailsClientMiddleware);
  const channel = createChannel(kit.address);
  return {
    ...kit,
    orders: factory.create(OrderServiceDefinition, channel),
    privacy: factory.create(OrderPrivacyServiceDefinition, channel),
    health: factory.create(HealthDefinition, channel),
  };
}

/** A call by the user that the token stands for. */
export const as = (token: string, more: Record<string, string> = {}) => ({
  metadata: Metadata({ authorization: `Bearer ${token}`, ...more }),
});
/** A call by a service. */
export const byService = async (identity: typeof usersIdentity, audience = 'orders') => ({
  metadata: Metadata({ 'x-service-authorization': `Bearer ${await identity.token(audience)}` }),
});

/** Code and reason of a refused call. */
export async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const info =
    error instanceof RichClientError ? error.extra.find((detail) => detail.$type === ErrorInfo.$type) : undefined;
  return error instanceof ClientError ? [Status[error.code], info?.reason] : error;
}

export const ORDER = { orderId: USER_ID };
