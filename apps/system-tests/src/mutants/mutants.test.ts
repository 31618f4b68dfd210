import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MUTANTS, type Patch } from './mutants.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const timesIn = ({ file, find }: Patch) => readFileSync(join(ROOT, file), 'utf8').split(find).length - 1;

describe.each(MUTANTS)('the mutant "$name"', ({ patches, sql }) => {
  it('still fits the sources, each patch at one place', () => {
    expect(patches.length + sql.length).toBeGreaterThan(0);
    expect(patches.filter((patch) => timesIn(patch) !== 1)).toEqual([]);
  });
});
