const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/** Starts a process again that ended by itself, more slowly each time it fails to. */
export class Restarts {
  readonly #say: (what: string) => void;
  readonly #pauses = new Map<string, number>();

  constructor(say: (what: string) => void) {
    this.#say = say;
  }

  async restart(name: string, how: string, start: () => Promise<void>): Promise<void> {
    const pause = this.#pauses.get(name) ?? FIRST_PAUSE_MS;
    this.#pauses.set(name, Math.min(pause * 2, LONGEST_PAUSE_MS));
    this.#say(`${name} ended (${how}); starting it again`);
    await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      await start();
      this.#say(`${name} is back`);
      this.#pauses.delete(name);
    } catch (error) {
      await this.restart(name, error instanceof Error ? error.message : String(error), start);
    }
  }
}
