// Outlives whoever started containers: when that process is gone without having removed them, it
// removes everything with a label. Run as `node reaper.ts <label> <value>` over IPC, in a process group
// of its own, so that what ends its owner does not end it.
import { findEngine, removeLabelled } from './engine.ts';

const [name = '', value = ''] = process.argv.slice(2);
process.on('message', () => process.exit(0));
process.on('disconnect', () => {
  void findEngine()
    .then((engine) => removeLabelled(engine, { name, value }))
    .finally(() => process.exit());
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
