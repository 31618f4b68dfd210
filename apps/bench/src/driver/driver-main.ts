// The process that makes all calls; forked, so that what it costs is told apart from what orchestrates.
import { bringLoad, mostAtOnce } from '../load/load.ts';
import type { LoadResult } from '../load/tally.ts';
import { type CallerSpec, openCaller } from './caller.ts';
import type { Load } from '../load/load.ts';

/** What the driver is told. */
export interface DriverTask {
  readonly caller: CallerSpec;
  readonly load: Load;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export type DriverOrder = { readonly run: DriverTask } | { readonly abort: true };

/** What it answers: the two moments, then how it ended. */
export type DriverReport =
  { readonly moment: 'begins' | 'ends' } | { readonly result: LoadResult } | { readonly failure: string };

const say = (report: DriverReport) => process.send?.(report);
let aborting = new AbortController();

async function run({ caller: spec, load, warmUpMs, measureMs }: DriverTask): Promise<DriverReport> {
  aborting = new AbortController();
  const { signal } = aborting;
  try {
    await using caller = await openCaller(spec, mostAtOnce(load));
    const onMoment = (moment: 'begins' | 'ends') => void say({ moment });
    return { result: await bringLoad(load, caller.call, { warmUpMs, measureMs, onMoment, signal }) };
  } catch (error) {
    return { failure: String(error) };
  }
}

process.on('message', (order: DriverOrder) => {
  if ('abort' in order) aborting.abort(new Error('the load was given up'));
  else void run(order.run).then(say);
});
process.once('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole group; whoever started this one says when it is over.
process.on('SIGINT', () => undefined);
