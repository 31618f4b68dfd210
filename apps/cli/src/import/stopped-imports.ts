import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readPrivate, writePrivate } from '../private-file.ts';

/** What makes an import the same one: the shop, the list's content, and how it is read. */
export interface ImportIdentity {
  readonly shop: string;
  readonly file: string;
  /** SHA-256 of the content. */
  readonly content: string;
  /** Format, source and what rows get that do not say it themselves. */
  readonly reading: string;
}

/** Where an import stopped. */
export interface Stop extends ImportIdentity {
  /** The last line that the shop has answered for. */
  readonly line: number;
  readonly time: Date;
}

/** Whoever has not come back by then begins anew. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** The imports that did not come to their end, each in a file of its own. */
export class StoppedImports {
  readonly #folder: string;

  constructor(configDirectory: string) {
    this.#folder = join(configDirectory, 'imports');
  }

  /** Where this import stopped; or a list that had the same name then, and other content or options. */
  find(identity: ImportIdentity): { readonly same: Stop | undefined; readonly other: Stop | undefined } {
    const stops = this.#all().filter(({ shop }) => shop === identity.shop);
    const isSame = (stop: Stop) => stop.content === identity.content && stop.reading === identity.reading;
    return { same: stops.find(isSame), other: stops.find((stop) => stop.file === identity.file && !isSame(stop)) };
  }

  remember(identity: ImportIdentity, line: number): void {
    const stop: Stop = { ...identity, line, time: new Date() };
    writePrivate(this.#path(identity), `${JSON.stringify(stop, undefined, 2)}\n`);
  }

  forget(identity: ImportIdentity): void {
    rmSync(this.#path(identity), { force: true });
  }

  #path({ shop, content, reading }: ImportIdentity): string {
    const name = createHash('sha256')
      .update(JSON.stringify([shop, content, reading]))
      .digest('hex');
    return join(this.#folder, `${name}.json`);
  }

  #all(): readonly Stop[] {
    const stops = names(this.#folder).flatMap((name) => parse(readPrivate(join(this.#folder, name))));
    const isOld = ({ time }: Stop) => Date.now() - time.getTime() > KEPT_MS;
    for (const stop of stops.filter(isOld)) this.forget(stop);
    return stops.filter((stop) => !isOld(stop));
  }
}

/** The identity of an import of this file, as it is now. */
export async function identityOf(
  shop: string,
  file: string,
  reading: object,
  signal: AbortSignal,
): Promise<ImportIdentity> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash, { signal });
  return { shop, file: resolve(file), content: hash.digest('hex'), reading: JSON.stringify(reading) };
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

/** A file that is none of ours is as good as none. */
function parse(text: string | undefined): readonly Stop[] {
  try {
    const { time, ...rest } = JSON.parse(text ?? '') as Stop;
    return Number.isSafeInteger(rest.line) ? [{ ...rest, time: new Date(time) }] : [];
  } catch {
    return [];
  }
}
