import { setTimeout as sleep } from 'node:timers/promises';
import { describeDatabaseFault } from './faults.ts';

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 5;

/**
 * Runs a whole transaction again when PostgreSQL gave it up for a serialization failure or a
 * deadlock (SQLSTATE 40001, 40P01), at most five times, with a growing, jittered pause. The work
 * must do nothing outside its transaction.
 */
export async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt === ATTEMPTS || describeDatabaseFault(error) !== 'conflict') throw error;
      await sleep(FIRST_PAUSE_MS * 2 ** attempt * Math.random());
    }
  }
}
