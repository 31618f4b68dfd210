import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Results of one commit, by seed or by when they began, in a file: a long campaign is many runs that add up. */
export class Results<Figures> {
  readonly #file: string;
  readonly #commit: string;

  constructor(file: string, commit = currentCommit()) {
    this.#file = file;
    this.#commit = commit;
  }

  get commit(): string {
    return this.#commit;
  }

  /** What this commit has so far. */
  get all(): ReadonlyMap<number, Figures> {
    return new Map(Object.entries(this.#read()[this.#commit] ?? {}).map(([seed, figures]) => [Number(seed), figures]));
  }

  /** Written at once: a campaign may be stopped at any time. */
  add(seed: number, figures: Figures): void {
    const results = this.#read();
    const next = { ...results, [this.#commit]: { ...results[this.#commit], [seed]: figures } };
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, `${JSON.stringify(next, null, 1)}\n`);
  }

  #read(): Readonly<Record<string, Readonly<Record<string, Figures>>>> {
    if (!existsSync(this.#file)) return {};
    return JSON.parse(readFileSync(this.#file, 'utf8')) as Record<string, Record<string, Figures>>;
  }
}

/** With a mark when the services are not as committed. */
function currentCommit(): string {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const isClean = git('status', '--porcelain', '--', ':/apps', ':/libs', ':/protos') === '';
    return git('rev-parse', '--short=12', 'HEAD') + (isClean ? '' : '+changes');
  } catch {
    return 'no commit';
  }
}
