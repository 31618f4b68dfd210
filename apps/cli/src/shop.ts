import { Bookstore, type BookstoreOptions, CaFileError } from '@bookstore/client';
import { usageFailure } from './failures.ts';
import type { Settings } from './settings.ts';

/** The shop that settings name. Connects to nothing yet. Throws CommandFailure for a CA file that cannot be used. */
export function openShop(
  { addresses, caFile, caFileFrom }: Pick<Settings, 'addresses' | 'caFile' | 'caFileFrom'>,
  options: BookstoreOptions = {},
): Bookstore {
  try {
    return new Bookstore(addresses, { ...options, ...(caFile !== undefined && { caFile }) });
  } catch (error) {
    throw error instanceof CaFileError ? usageFailure(`${caFileFrom}: ${error.message}`) : error;
  }
}
