import { runCampaign } from './campaign.ts';

const { SCHEDULES = '100000', SEED = '20261125', SCHEDULE_PATH: path } = process.env;
const started = Date.now();
const { figures, interleavings, failure, vacuous } = await runCampaign({
  schedules: path ? 1 : Number(SCHEDULES),
  seed: Number(SEED),
  path,
});
if (failure !== undefined) process.stdout.write(`${failure}\n`);
else if (vacuous.length > 0) process.stdout.write(`vacuous: too few ${vacuous.join(', ')}\n`);
const line = { seed: SEED, ...figures, interleavings, seconds: Math.round((Date.now() - started) / 1000) };
const words = Object.entries(line).map(([name, figure]) => `${name} ${figure}`);
process.stdout.write(`schedules over ports: ${words.join(', ')}, violations ${failure === undefined ? 0 : 1}\n`);
process.exitCode = failure !== undefined || (vacuous.length > 0 && !path) ? 1 : 0;
