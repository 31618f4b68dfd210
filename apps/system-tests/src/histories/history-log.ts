import { createHash } from 'node:crypto';
import type { EventValue, FunctionName, HistoryEvent } from './history-event.ts';

interface Asked {
  readonly process: string;
  readonly function: FunctionName;
  readonly key: string;
  readonly value: EventValue;
}

/** What came of it, and what its caller goes on with. */
export interface Answer {
  readonly type: 'ok' | 'fail' | 'info';
  readonly value: EventValue;
}

/** Writes down what is asked and answered, in the order in which it happens. */
export class HistoryLog {
  readonly events: HistoryEvent[] = [];
  readonly #seed: number;
  readonly #startedAt = performance.now();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Writes that something is asked, asks it, and writes what came of it. */
  async record(asked: Asked, ask: () => Promise<Answer>): Promise<Answer> {
    const content = { ...asked.value, paymentMethod: undefined };
    const same = { process: asked.process, function: asked.function, key: asked.key, payload: hash(content) };
    this.#write({ ...same, type: 'invoke', value: asked.value });
    const answer = await ask();
    this.#write({ ...same, ...answer });
    return answer;
  }

  /** One event a line. */
  get text(): string {
    return this.events.map((event) => `${JSON.stringify(event)}\n`).join('');
  }

  #write(event: Omit<HistoryEvent, 'index' | 'time' | 'seed'>): void {
    const time = Math.round((performance.now() - this.#startedAt) * 1000) / 1000;
    this.events.push({ index: this.events.length, ...event, time, seed: this.#seed });
  }
}

function hash(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 12);
}
