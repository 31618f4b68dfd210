import { readFileSync } from 'node:fs';
import { get, type RequestOptions } from 'node:https';

// Asks the storefront whether it serves; for a container's health check, with the same environment.
const { LISTEN_ADDRESS = '', TLS_CERT_FILE = '', TLS_KEY_FILE = '', TLS_CA_FILE = '' } = process.env;
const options: RequestOptions = {
  ...{ host: '127.0.0.1', port: LISTEN_ADDRESS.split(':').at(-1), path: '/mark.svg', timeout: 2_000 },
  ...{ cert: readFileSync(TLS_CERT_FILE), key: readFileSync(TLS_KEY_FILE), ca: readFileSync(TLS_CA_FILE) },
  servername: 'storefront',
};
get(options, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
