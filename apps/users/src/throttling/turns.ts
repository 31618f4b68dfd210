import { currentCall } from '@bookstore/service-kit';
import pLimit from 'p-limit';

interface Queue {
  readonly limit: ReturnType<typeof pLimit>;
  takers: number;
}

/** Lets work of one name run one at a time in this process, in the order it came. */
export class Turns {
  readonly #queues = new Map<string, Queue>();

  async take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(name) ?? { limit: pLimit(1), takers: 0 };
    this.#queues.set(name, queue);
    queue.takers += 1;
    try {
      return await queue.limit(() => {
        // Nobody waits any more for the answer to a call that was given up.
        currentCall()?.signal.throwIfAborted();
        return work();
      });
    } finally {
      queue.takers -= 1;
      if (queue.takers === 0) this.#queues.delete(name);
    }
  }
}
