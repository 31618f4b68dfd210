import { expect, it } from 'vitest';
import { pause } from './pause.ts';

it('throws the reason of its signal, before and meanwhile', async () => {
  const reason = new Error('Ctrl-C');
  const stopping = new AbortController();
  const paused = expect(pause(60_000, stopping.signal)).rejects.toBe(reason);
  stopping.abort(reason);
  await paused;
  await expect(pause(60_000, stopping.signal)).rejects.toBe(reason);
});

it('ends after its time', async () => {
  await pause(1);
  await pause(1, new AbortController().signal);
});
