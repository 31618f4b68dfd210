import type { BookstoreHooks } from '../hooks.ts';

/** Hooks that can break nothing. */
export class SafeHooks {
  readonly #hooks: BookstoreHooks;
  #warned = false;

  constructor(hooks: BookstoreHooks) {
    this.#hooks = hooks;
  }

  /** Gives what a hook gives; undefined if there is none, or if it fails. */
  run<T>(work: (hooks: BookstoreHooks) => T): T | undefined {
    try {
      const result = work(this.#hooks);
      // TypeScript lets an async function pass for one that gives nothing.
      if (result instanceof Promise) result.catch((error: unknown) => this.#warn(error));
      return result;
    } catch (error) {
      this.#warn(error);
      return undefined;
    }
  }

  #warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const why = error instanceof Error ? error.message : typeof error;
    process.emitWarning(`a hook of a Bookstore failed: ${why}`, 'BookstoreHookWarning');
  }
}
