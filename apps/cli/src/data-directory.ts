import { join, resolve } from 'node:path';
import type { Environment } from './settings.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Folder of the shop that runs on this computer. */
export function dataDirectoryOf(environment: Environment): string {
  const given = environment['BOOKSTORE_DATA_DIR'];
  return resolve(given === undefined || given === '' ? join(ROOT, '.bookstore') : given);
}
