import { Bookstore } from '@bookstore/client';
import type { ServerBuild } from 'react-router';
import * as build from 'virtual:react-router/server-build';
import { clientAddressMetadata } from './server/client-address.ts';
import { assetsBeside } from './server/files.ts';
import { readSettings, type Settings } from './server/settings.ts';
import { startWebServer } from './server/web-server.ts';

try {
  const settings = readSettings(process.env);
  const shop = new Bookstore(
    { users: settings.USERS_ADDRESS, inventory: settings.INVENTORY_ADDRESS, orders: settings.ORDERS_ADDRESS },
    {
      clientName: 'Web shop',
      // Nobody looks at an empty page for longer.
      timeoutMs: 5_000,
      hooks: { metadata: clientAddressMetadata },
      ...(settings.BOOKSTORE_CA_FILE !== undefined && { caFile: settings.BOOKSTORE_CA_FILE }),
    },
  );
  const server = await startWebServer({
    ...settings.LISTEN_ADDRESS,
    publicOrigin: settings.PUBLIC_ORIGIN,
    tls: tlsOf(settings),
    shop,
    cookieKey: settings.COOKIE_KEY_FILE,
    stripeKey: settings.STRIPE_PUBLISHABLE_KEY,
    mailDirectory: settings.TRIAL_MAIL_DIRECTORY,
    // Of a version of its types that knows no exact optional properties.
    build: build as ServerBuild,
    assets: assetsBeside(import.meta.dirname),
  });
  const stop = () => {
    void server.stop().then(() => {
      shop.close();
      process.exit(0);
    }, fail);
  };
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
  process.stdout.write(`storefront on ${server.origin}\n`);
  process.send?.({ ready: true, address: server.origin });
} catch (error) {
  fail(error);
}

function tlsOf({ TLS_CERT_FILE: cert, TLS_KEY_FILE: key, TLS_CA_FILE: ca }: Settings) {
  return cert !== undefined && key !== undefined && ca !== undefined ? { cert, key, ca } : undefined;
}

function fail(error: unknown): never {
  const line = error instanceof Error ? error.message : String(error);
  process.stderr.write(`storefront: ${line.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exit(1);
}
