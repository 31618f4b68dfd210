import { join } from 'node:path';
import { expect, it } from 'vitest';
import { undocumented } from './undocumented.ts';

const source = (file: string) => join(import.meta.dirname, '../src', file);

it('has a doc comment for every name that it exports, and for every public member', () => {
  expect(undocumented(source('index.ts'), source('raw.ts'), source('testing/index.ts'))).toEqual([]);
}, 60_000);
