import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';

/** How far somebody has seen one thing. */
export interface Cursor {
  readonly id: string;
  /** Everything up to this version was seen. */
  readonly version: bigint;
}

export interface WatchesOptions<Change extends Cursor> {
  /** Finds what has changed beyond cursors, each thing's changes in the order of their versions. */
  readonly look: (cursors: readonly Cursor[]) => Promise<readonly Change[]>;
  /** Milliseconds after which all that is watched is looked at, told or not. */
  readonly everyMs: number;
  /** Told of a look that failed; there is another one. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds between two looks, in which what they are to look for is joined. */
const PAUSE_MS = 25;

interface Watcher<Change> {
  readonly seen: Map<string, bigint>;
  /** What changed while its caller was busy with what it was given before. */
  readonly missed: Set<string>;
  /** There while it waits for more. */
  give: ((changes: readonly Change[]) => void) | undefined;
}

/**
 * The watchers of one process. However many there are, one look is made for all of them, one at a
 * time: at once for what is said to have changed, and slowly for everything, since what is said
 * may be lost. With no watchers there are no looks. A watcher whose caller is slow holds nothing
 * back: it is looked for again when the caller has come so far.
 */
export class Watches<Change extends Cursor> {
  readonly #options: WatchesOptions<Change>;
  readonly #watchers = new Map<string, Set<Watcher<Change>>>();
  /** A look is for everybody: what ends the call that happens to ask for it must not end it. */
  readonly #forNobody = AsyncLocalStorage.snapshot();
  #due = new Set<string>();
  #looking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WatchesOptions<Change>) {
    this.#options = options;
  }

  /** Says what may have changed; undefined for anything. */
  changed(ids: readonly string[] | undefined): void {
    for (const id of ids ?? this.#watchers.keys()) if (this.#watchers.has(id)) this.#due.add(id);
    if (!this.#looking) void this.#forNobody(() => this.#lookForAll());
  }

  /** Everything that changes beyond these cursors, until the signal aborts; then throws its reason. */
  async *watch(cursors: readonly Cursor[], signal: AbortSignal): AsyncGenerator<Change, void, undefined> {
    const seen = new Map(cursors.map(({ id, version }) => [id, version]));
    const watcher: Watcher<Change> = { seen, missed: new Set(seen.keys()), give: undefined };
    this.#add(watcher);
    try {
      for (;;) {
        for (const change of await this.#more(watcher, signal)) {
          seen.set(change.id, change.version);
          yield change;
        }
      }
    } finally {
      this.#remove(watcher);
    }
  }

  #more(watcher: Watcher<Change>, signal: AbortSignal): Promise<readonly Change[]> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        watcher.give = undefined;
        reject(signal.reason as Error);
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      watcher.give = (changes) => {
        watcher.give = undefined;
        signal.removeEventListener('abort', leave);
        resolve(changes);
      };
      const missed = [...watcher.missed];
      watcher.missed.clear();
      if (missed.length > 0) this.changed(missed);
    });
  }

  async #lookForAll(): Promise<void> {
    this.#looking = true;
    while (this.#due.size > 0) {
      // What is asked for in the same moment comes along.
      await immediate();
      const ids = this.#due;
      this.#due = new Set();
      await this.#look(ids).catch(this.#options.onError);
      await sleep(PAUSE_MS, undefined, { ref: false });
    }
    this.#looking = false;
  }

  async #look(ids: ReadonlySet<string>): Promise<void> {
    const waiting = this.#waitingFor(ids);
    const cursors = [...ids].flatMap((id) => this.#leastSeen(id, waiting));
    if (cursors.length === 0) return;
    const changes = Map.groupBy(await this.#options.look(cursors), ({ id }) => id);
    if (changes.size === 0) return;
    for (const watcher of waiting) {
      const news = [...watcher.seen].flatMap(([id, version]) => {
        return ids.has(id) ? (changes.get(id)?.filter((change) => change.version > version) ?? []) : [];
      });
      if (news.length > 0) watcher.give?.(news);
    }
  }

  /** Only who waits from before a look until after it is given what it found: it was made for their cursors. */
  #waitingFor(ids: ReadonlySet<string>): ReadonlySet<Watcher<Change>> {
    const waiting = new Set<Watcher<Change>>();
    for (const id of ids) {
      for (const watcher of this.#watchers.get(id) ?? []) {
        if (watcher.give) waiting.add(watcher);
        else watcher.missed.add(id);
      }
    }
    return waiting;
  }

  #leastSeen(id: string, waiting: ReadonlySet<Watcher<Change>>): readonly Cursor[] {
    const versions = [...(this.#watchers.get(id) ?? [])]
      .filter((watcher) => waiting.has(watcher))
      .flatMap(({ seen }) => seen.get(id) ?? []);
    const [first] = versions;
    if (first === undefined) return [];
    return [{ id, version: versions.reduce((least, version) => (version < least ? version : least), first) }];
  }

  #add(watcher: Watcher<Change>): void {
    for (const id of watcher.seen.keys()) {
      const others = this.#watchers.get(id) ?? new Set();
      this.#watchers.set(id, others.add(watcher));
    }
    this.#timer ??= setInterval(() => this.changed(undefined), this.#options.everyMs).unref();
  }

  #remove(watcher: Watcher<Change>): void {
    for (const id of watcher.seen.keys()) {
      const others = this.#watchers.get(id);
      others?.delete(watcher);
      if (others?.size === 0) this.#watchers.delete(id);
    }
    if (this.#watchers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
