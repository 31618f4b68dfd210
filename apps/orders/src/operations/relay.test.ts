import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { Relay } from './relay.ts';

/** A relay whose sendings end when they are told to. */
function relayed(limit = 10, pauseMs = 0) {
  const sent: string[][] = [];
  const errors: unknown[] = [];
  let go = Promise.withResolvers<undefined>();
  const relay = new Relay<string>({
    ...{ limit, pauseMs },
    claim: () => Promise.resolve([]),
    send: async (items) => {
      sent.push([...items]);
      await go.promise;
    },
    onError: (error) => errors.push(error),
  });
  const finish = (end: (gate: typeof go) => void) => {
    const gate = go;
    go = Promise.withResolvers();
    end(gate);
  };
  return { relay, sent, errors, finish };
}

describe('Relay', () => {
  it('sends at once, and what comes meanwhile together with the next', async () => {
    const { relay, sent, finish } = relayed();
    for (const item of ['a', 'b', 'c']) relay.tell(item);
    expect(sent).toEqual([['a']]);
    finish((gate) => gate.resolve(undefined));
    await expect.poll(() => sent).toEqual([['a'], ['b', 'c']]);
    finish((gate) => gate.resolve(undefined));
    await relay.idle();
    relay.tell('d');
    expect(sent.at(-1)).toEqual(['d']);
  });

  it('gathers what comes within a pause, unless a sending is full', async () => {
    const { relay, sent, finish } = relayed(3, 20);
    relay.tell('a');
    setTimeout(() => relay.tell('b'), 5);
    await expect.poll(() => sent).toEqual([['a', 'b']]);
    for (const item of ['c', 'd', 'e']) relay.tell(item);
    finish((gate) => gate.resolve(undefined));
    await expect
      .poll(() => sent, { interval: 1, timeout: 15 })
      .toEqual([
        ['a', 'b'],
        ['c', 'd', 'e'],
      ]);
  });

  it('sends for nobody in particular, whoever told it', async () => {
    const calls = new AsyncLocalStorage<string>();
    const sentFor: (string | undefined)[] = [];
    const relay = new Relay<string>({
      ...{ limit: 10, pauseMs: 0 },
      claim: () => Promise.resolve([]),
      send: () => Promise.resolve(void sentFor.push(calls.getStore())),
      onError: () => undefined,
    });
    calls.run('a call', () => relay.tell('a'));
    await relay.idle();
    expect(sentFor).toEqual([undefined]);
  });

  it('keeps batches within their limit', async () => {
    const { relay, sent, finish } = relayed(2);
    for (const item of ['a', 'b', 'c', 'd', 'e']) relay.tell(item);
    finish((gate) => gate.resolve(undefined));
    await expect.poll(() => sent.length).toBe(2);
    expect(sent).toEqual([['a', 'b'].slice(0, 1), ['b', 'c']]);
  });

  it('goes on after a sending that failed', async () => {
    const { relay, sent, errors, finish } = relayed();
    relay.tell('a');
    relay.tell('b');
    finish((gate) => gate.reject(new Error('gone')));
    await expect.poll(() => sent).toEqual([['a'], ['b']]);
    expect(errors).toHaveLength(1);
  });

  it('sweeps until nothing is due', async () => {
    const due = ['a', 'b', 'c'];
    const sent: string[][] = [];
    const relay = new Relay<string>({
      ...{ limit: 2, pauseMs: 0 },
      claim: (limit) => Promise.resolve(due.splice(0, limit)),
      send: (items) => Promise.resolve(void sent.push([...items])),
      onError: () => undefined,
    });
    await relay.sweep();
    expect(sent).toEqual([['a', 'b'], ['c']]);
  });
});
