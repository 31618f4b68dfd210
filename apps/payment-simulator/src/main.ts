import { startPaymentSimulator } from './server.ts';
import { readSettings } from './settings.ts';

try {
  const settings = readSettings(process.env);
  const simulator = await startPaymentSimulator({
    ...settings.LISTEN_ADDRESS,
    ledgerFile: settings.LEDGER_FILE,
    secretKey: settings.SECRET_KEY_FILE,
    publicUrl: settings.PUBLIC_URL,
    refundSettlementMs: settings.REFUND_SETTLEMENT_MS,
    onFault: fail,
  });
  const stop = () => void simulator.stop().then(() => process.exit(0), fail);
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
  process.stdout.write(`payment simulator on http://${simulator.address}\n`);
  process.send?.({ ready: true, address: simulator.address });
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  const line = error instanceof Error ? error.message : String(error);
  process.stderr.write(`payment simulator: ${line.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exit(1);
}
