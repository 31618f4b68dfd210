import { startPaymentSimulator } from './server.ts';
import { readSettings, type Settings } from './settings.ts';
import { type WebhookOptions } from './webhooks.ts';

try {
  const settings = readSettings(process.env);
  const simulator = await startPaymentSimulator({
    ...settings.LISTEN_ADDRESS,
    ledgerFile: settings.LEDGER_FILE,
    secretKey: settings.SECRET_KEY_FILE,
    publicUrl: settings.PUBLIC_URL,
    refundSettlementMs: settings.REFUND_SETTLEMENT_MS,
    webhooks: webhooksOf(settings),
    onFault: fail,
  });
  const stop = () => void simulator.stop().then(() => process.exit(0), fail);
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
  process.stdout.write(`payment simulator on http://${simulator.address}\n`);
  process.send?.({ ready: true, address: simulator.address });
} catch (error) {
  fail(error);
}

function webhooksOf(settings: Settings): WebhookOptions | undefined {
  const { WEBHOOK_URL: url, WEBHOOK_SECRET_FILE: secret } = settings;
  if (url === undefined || secret === undefined || secret === '') return undefined;
  const { WEBHOOK_REPEATS: repeats, WEBHOOK_DISORDER_MS: disorderMs, WEBHOOK_RETRY_MS: retryMs } = settings;
  return { url, secret, repeats, disorderMs, retryMs };
}

function fail(error: unknown): never {
  const line = error instanceof Error ? error.message : String(error);
  process.stderr.write(`payment simulator: ${line.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exit(1);
}
