// `nx run system-tests:mutants`: the harness' own test. Each bug must be noticed, and the table says by what.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MUTANTS } from './mutants.ts';
import { type MutantResult, tryMutant } from './try-mutant.ts';

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    /** Part of the name of those to try. */
    mutant: { type: 'string', default: '' },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const chosen = MUTANTS.filter(({ name }) => name.includes(values.mutant));
const directory = join(import.meta.dirname, '../../dist/mutants');
const results: (readonly [string, MutantResult])[] = [];
for (const mutant of chosen) {
  const result = await tryMutant(mutant, {
    histories: Number(values.histories),
    seed: Number(values.seed),
    directory: join(directory, mutant.name.replaceAll(/\W+/g, '-')),
  }).catch((error: unknown) => {
    // That it could not be tried says nothing of the harness.
    say(`${mutant.name} could not be tried: ${String(error)}`);
    return { caught: undefined, histories: 0 };
  });
  results.push([mutant.name, result]);
  say(`${mutant.name}: ${result.caught ?? 'NOT CAUGHT'}`);
}
say('\n| mutant | caught by | histories |\n| --- | --- | --- |');
for (const [name, { caught = 'nothing', histories }] of results) say(`| ${name} | ${caught} | ${histories} |`);
const caught = results.filter((result) => result[1].caught !== undefined).length;
say(`${caught} of ${results.length} mutants caught`);
if (caught < results.length) process.exitCode = 1;
