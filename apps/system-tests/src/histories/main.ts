// `nx run system-tests:faults --histories=20 --seed=1`: one history for each seed from the first on.
// Seeds that this commit has passed are not run again, so a long campaign may be broken off and gone on with.
// `--meshes=3` lets as many bookstores live through their histories beside each other.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startMesh } from '../mesh-for-tests.ts';
import { type CampaignOptions, runCampaign } from './campaign.ts';
import { addFigures, NOTHING, summarize, type Figures } from './figures.ts';
import { settingsOfHistories } from './mesh-of-histories.ts';
import { Results } from './results.ts';

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    meshes: { type: 'string', default: '1' },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const directory = join(import.meta.dirname, '../../dist/histories');
const results = new Results<Figures>(join(directory, 'results.json'));
const wanted = Array.from({ length: Number(values.histories) }, (_, index) => Number(values.seed) + index);
const seeds = wanted.filter((seed) => !results.all.has(seed));
say(`commit ${results.commit}: ${wanted.length - seeds.length} of ${wanted.length} histories were run before`);

const options: Omit<CampaignOptions, 'seeds'> = {
  directory,
  startMesh: (seed) => startMesh('histories', settingsOfHistories(seed)),
  onHistory: (seed, figures, found) => {
    say(`seed ${seed}: ${summarize(figures).line}`);
    for (const { invariant, what, events } of found) say(`  ${invariant}: ${what} (events ${events.join(', ')})`);
    if (found.length > 0)
      say(
        `  the history is kept in dist/histories/failed-${seed}.jsonl; --histories=1 --seed=${seed} repeats its plan`,
      );
    else results.add(seed, figures);
  },
};
const meshes = Number(values.meshes);
const campaigns = Array.from({ length: meshes }, (_, mesh) => seeds.filter((_, index) => index % meshes === mesh));
const sums = await Promise.all(campaigns.map((part) => runCampaign({ ...options, seeds: part })));
const { violations } = sums.reduce(addFigures, NOTHING);
const passed = wanted.flatMap((seed) => results.all.get(seed) ?? []).reduce(addFigures, NOTHING);
const { line, vacuous } = summarize({ ...passed, violations });
for (const what of vacuous) say(`proves too little: ${what}`);
say(line);
// Not by running out: after 500 histories Node (26.10.0) was still busy, with no JavaScript, ten minutes after this line.
process.exit(violations > 0 || vacuous.length > 0 ? 1 : 0);
