// Orders come five times as fast as the shop can take them. Only ratios are asked for here, and that the
// shop is itself again before the test is over: the machine may be busy. `nx run system-tests:overload`
// asks for times, too.
import { expect, it } from 'vitest';
import { describe as line, overload } from './overload.ts';

it('takes as many orders as ever when five times as many come, refuses the rest, and is found healthy', async () => {
  const { loads, findings } = await overload({ cap: 2, seconds: 5 });
  for (const load of loads) process.stdout.write(`${line(load)}\n`);
  const [one, , five] = loads;
  expect(five?.refused).toBeGreaterThan(one?.refused ?? 0);
  // Half, and not the four fifths of the long form: other tests run beside this one.
  expect(five?.goodput).toBeGreaterThan(0.5 * Math.max(...loads.map(({ goodput }) => goodput)));
  expect(loads.map(({ others, health }) => [others, health.failed])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  expect(five?.health.asked).toBeGreaterThan(0);
  expect(findings).toEqual([]);
}, 180_000);
