import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImportOrder, ImportRun } from './import-run.server.ts';

/** Uploads and imports at once, of all staff: that many files of the largest size may lie on the disk. */
const MOST_AT_ONCE = 4;
/** Ended imports that are remembered, for their reports. */
const MOST_ENDED = 12;

/** A place for one upload and its import. */
export interface ImportPlace {
  /** Where to put the file. */
  readonly path: string;
  /** Runs the import, and frees the place at its end. */
  begin(order: Omit<ImportOrder, 'path'>): ImportRun;
  /** Frees a place at which no import has begun. */
  leave(): void;
}

/**
 * The imports of one process: one at a time for each member of staff, a few for all, and the reports of the last. What is
 * remembered here goes with the process; what was taken in is in the shop.
 */
export class ImportDesk {
  readonly #runs = new Map<string, ImportRun>();
  readonly #busy = new Set<string>();
  #folder: string | undefined;

  /** A place for this member of staff; undefined while they have one, or all are taken. */
  take(userId: string): ImportPlace | undefined {
    if (this.#busy.has(userId) || this.#busy.size >= MOST_AT_ONCE) return undefined;
    this.#busy.add(userId);
    this.#folder ??= mkdtempSync(join(tmpdir(), 'bookstore-imports-'));
    const path = join(this.#folder, `${randomUUID()}.csv`);
    const leave = () => {
      this.#busy.delete(userId);
      rmSync(path, { force: true });
    };
    const begin = (order: Omit<ImportOrder, 'path'>) => {
      const run = new ImportRun({ ...order, path });
      this.#runs.set(run.id, run);
      void run.run().finally(() => {
        leave();
        this.#forgetOldest();
      });
      return run;
    };
    return { path, begin, leave };
  }

  /** An import of this member of staff. */
  find(id: string, userId: string): ImportRun | undefined {
    const run = this.#runs.get(id);
    return run?.userId === userId ? run : undefined;
  }

  /** All of this member of staff that are remembered, newest first. */
  of(userId: string): readonly ImportRun[] {
    return [...this.#runs.values()].filter((run) => run.userId === userId).reverse();
  }

  stop(): void {
    for (const run of this.#runs.values()) run.stop();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #forgetOldest(): void {
    const ended = [...this.#runs.values()].filter(({ standing }) => standing.state !== 'running');
    for (const { id } of ended.slice(0, -MOST_ENDED)) this.#runs.delete(id);
  }
}
