// `nx run system-tests:overload --cap=4 --seconds=20`: the long form of overload.test.ts, which asks for times, too.
import { parseArgs } from 'node:util';
import { overload } from './overload.ts';

const { values } = parseArgs({
  options: { cap: { type: 'string', default: '4' }, seconds: { type: 'string', default: '20' } },
});
const say = (line: string) => process.stdout.write(`${line}\n`);

const { loads, recoveryMs, findings } = await overload({
  cap: Number(values.cap),
  seconds: Number(values.seconds),
  onLoad: say,
});
const peak = Math.max(...loads.map(({ goodput }) => goodput));
const most = loads.at(-1);
const part = (most?.goodput ?? 0) / peak;
const refusalP99 = most?.refusalP99 ?? Number.POSITIVE_INFINITY;
const failed = loads.reduce((sum, { others, health }) => sum + others + health.failed, 0);
say(
  `at 5x ${(part * 100).toFixed(0)}% of peak, refusals p99 ${refusalP99.toFixed(0)} ms, ` +
    `recovery within ${(recoveryMs / 1_000).toFixed(1)} s, ${failed} failed, ${findings.length} findings of the doctor`,
);
if ((most?.refused ?? 0) === 0) say('proves too little: nothing was refused');
if (findings.length > 0) process.exitCode = 1;
if (part < 0.8 || refusalP99 >= 50 || recoveryMs > 5_000 || failed > 0 || most?.refused === 0) process.exitCode = 1;
