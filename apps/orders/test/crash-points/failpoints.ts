import { DomainError } from '@bookstore/values';
import type { Ports } from './crash-site.ts';
import { paymentsUnavailable } from '../../src/domain/refusals.ts';

/**
 * What strikes at a failpoint. `kill`: the process does nothing any more. `lost`: the request, or the
 * answer to it, is lost. `late`: it is held up until all others are done, and then goes on.
 * `postgres`: PostgreSQL is killed at that moment.
 */
export const FAULTS = ['kill', 'lost', 'late', 'postgres'] as const;
export type Fault = (typeof FAULTS)[number];

/** A moment in the life of a process: just before it asks a port for something, or just after it was done. */
export interface Failpoint {
  /** Port, method, and the how manieth call of it, as in `orders.apply 1`. */
  readonly call: string;
  readonly side: 'before' | 'after';
}

export interface Strike extends Failpoint {
  readonly fault: Fault;
}

/** A process as far as its ports are concerned: it is struck once, at one failpoint, or never. */
export class Life {
  /** The calls that were made, in order. */
  readonly calls: string[] = [];
  readonly #strike: Strike | undefined;
  readonly #killPostgres: () => Promise<void>;
  readonly #reached = Promise.withResolvers<undefined>();
  readonly #released = Promise.withResolvers<undefined>();
  readonly #counts = new Map<string, number>();
  #dead = false;

  constructor(strike?: Strike, killPostgres = () => Promise.resolve()) {
    this.#strike = strike;
    this.#killPostgres = killPostgres;
  }

  /** Resolves when the failpoint is reached. */
  get reached(): Promise<undefined> {
    return this.#reached.promise;
  }

  /** Lets go on what is held up. */
  release(): void {
    this.#released.resolve(undefined);
  }

  ports(real: Ports): Ports {
    const wrapped = Object.entries(real).map(([name, port]) => [name, this.#wrap(name, port as object)]);
    return Object.fromEntries(wrapped) as Ports;
  }

  #wrap(portName: string, port: object): object {
    const methods = Object.entries(port) as [string, (...values: unknown[]) => unknown][];
    const mortal = methods.map(([name, method]) => {
      const call = (...values: unknown[]) => this.#call(`${portName}.${name}`, () => method(...values));
      return [name, name === 'dueHolds' ? pagesOf(call) : call];
    });
    return Object.fromEntries(mortal) as object;
  }

  async #call(method: string, act: () => unknown): Promise<unknown> {
    this.#mustLive();
    const count = (this.#counts.get(method) ?? 0) + 1;
    this.#counts.set(method, count);
    const call = `${method} ${count}`;
    this.calls.push(call);
    if (this.#strikesAt(call, 'before') && (await this.#struck()) === 'lost') return silence(method);
    this.#mustLive();
    const result = await (method.endsWith('.dueHolds') ? collected(act()) : act());
    this.#mustLive();
    if (this.#strikesAt(call, 'after') && (await this.#struck()) === 'lost') return silence(method);
    return result;
  }

  #strikesAt(call: string, side: Failpoint['side']): boolean {
    return this.#strike?.call === call && this.#strike.side === side;
  }

  async #struck(): Promise<Fault> {
    const { fault } = this.#strike!;
    if (fault === 'kill') this.#dead = true;
    if (fault === 'postgres') await this.#killPostgres();
    this.#reached.resolve(undefined);
    if (fault === 'late') await this.#released.promise;
    this.#mustLive();
    return fault;
  }

  #mustLive(): void {
    if (this.#dead) throw new Error('the process is dead');
  }
}

/** What a caller makes of hearing nothing. */
function silence(method: string): unknown {
  const [port, name] = method.split('.');
  if (port === 'inventory') throw new DomainError('UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE', 'inventory did not answer');
  if (port !== 'payments') throw new Error('the connection to the database broke');
  if (name === 'create') throw paymentsUnavailable();
  return name === 'refund' ? 'UNDECIDED' : { kind: 'UNDECIDED' };
}

async function collected(pages: unknown): Promise<unknown[]> {
  return Array.fromAsync(pages as AsyncIterable<unknown>);
}

function pagesOf(call: () => Promise<unknown>) {
  return async function* () {
    yield* (await call()) as unknown[];
  };
}
