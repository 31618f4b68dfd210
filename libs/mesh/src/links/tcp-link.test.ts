import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from './seeded-random.ts';
import { TcpLink } from './tcp-link.ts';

let server: Server;
let link: TcpLink;
/** Connections as the target sees them, in the order in which they came. */
let arrived: Socket[];
let callers: Socket[];

beforeEach(async () => {
  arrived = [];
  callers = [];
  server = createServer({ allowHalfOpen: true }, (socket) => {
    arrived.push(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const target = () => `127.0.0.1:${port}`;
  link = await TcpLink.open({ listenHost: '127.0.0.1', target, random: seededRandom('7') });
});
afterEach(async () => {
  for (const socket of [...callers, ...arrived]) socket.destroy();
  await link.stop();
  await new Promise((resolve) => server.close(resolve));
});

async function call(): Promise<Socket> {
  const caller = connect({ port: Number(link.address.split(':')[1]), host: '127.0.0.1', allowHalfOpen: true });
  caller.on('error', () => undefined);
  callers.push(caller);
  await once(caller, 'connect');
  return caller;
}

/** A connection over the link, as both ends have it. */
async function pair(): Promise<{ caller: Socket; target: Socket }> {
  const [caller] = await Promise.all([call(), once(server, 'connection')]);
  return { caller, target: arrived.at(-1)! };
}

/** Collects what a socket receives; `until` resolves when it is that. */
function reading(socket: Socket) {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    text: () => text,
    until: (wanted: string) => expect.poll(() => text, { interval: 5, timeout: 10_000 }).toBe(wanted),
  };
}

const error = (socket: Socket) => once(socket, 'error').then(([cause]) => (cause as NodeJS.ErrnoException).code);

describe('a link', () => {
  it('carries bytes and ends both ways, and the end of one way leaves the other open', async () => {
    const { caller, target } = await pair();
    const [heard, answered] = [reading(target), reading(caller)];
    const ended = once(target, 'end');
    caller.end('a question');
    await ended;
    await heard.until('a question');
    const over = once(caller, 'end');
    target.end('an answer');
    await over;
    expect(answered.text()).toBe('an answer');
  });

  it('resets a caller whose target refuses, and forgets it', async () => {
    const closed = once(server, 'close');
    server.close();
    await closed;
    const caller = await call();
    expect(await error(caller)).toBe('ECONNRESET');
    server = createServer().listen(0, '127.0.0.1');
  });

  it('resets a caller whose target is nowhere yet', async () => {
    const nowhere = await TcpLink.open({
      listenHost: '127.0.0.1',
      target: () => {
        throw new Error('it has no address yet');
      },
      random: seededRandom('7'),
    });
    const caller = connect(Number(nowhere.address.split(':')[1]), '127.0.0.1');
    expect(await error(caller)).toBe('ECONNRESET');
    await nowhere.stop();
  });

  it('tells either end when the other resets', async () => {
    const first = await pair();
    const told = error(first.caller);
    first.target.resetAndDestroy();
    expect(await told).toBe('ECONNRESET');
    const second = await pair();
    const toldToo = error(second.target);
    second.caller.resetAndDestroy();
    expect(await toldToo).toBe('ECONNRESET');
  });

  it('holds back a sender whose receiver does not read', async () => {
    const { caller, target } = await pair();
    target.pause();
    const size = 32 * 1024 * 1024;
    const written = once(caller, 'drain');
    caller.write(Buffer.alloc(size));
    // Whatever a link without bounds would have taken in while all this went back.
    const news = reading(caller);
    for (let count = 1; count <= 50; count += 1) {
      target.write('.');
      await news.until('.'.repeat(count));
    }
    expect(caller.writableLength).toBe(size);
    let received = 0;
    target.on('data', (chunk: Buffer) => (received += chunk.length)).resume();
    await written;
    await expect.poll(() => received, { timeout: 10_000 }).toBe(size);
  });
});

describe('a partition', () => {
  it('there: what the caller sends arrives after the healing, what comes back arrives at once', async () => {
    const { caller, target } = await pair();
    const [heard, news] = [reading(target), reading(caller)];
    link.partition('there');
    caller.write('lost');
    target.write('news');
    await news.until('news');
    expect(heard.text()).toBe('');
    link.heal();
    await heard.until('lost');
  });

  it('back: what the target sends arrives after the healing, what it is sent arrives at once', async () => {
    const { caller, target } = await pair();
    const [heard, news] = [reading(target), reading(caller)];
    link.partition('back');
    target.write('lost');
    caller.write('a question');
    await heard.until('a question');
    expect(news.text()).toBe('');
    link.heal();
    await news.until('lost');
  });

  it.each(['there', 'back', 'both'] as const)(
    '%s: keeps a new connection waiting until it heals',
    async (direction) => {
      link.partition(direction);
      const caller = await call();
      caller.write('hello');
      // By the time that the target has answered somebody who did not come over the link, it would have come.
      const direct = connect((server.address() as { port: number }).port, '127.0.0.1');
      callers.push(direct);
      await once(server, 'connection');
      const answer = once(direct, 'data');
      arrived[0]!.write('welcome');
      await answer;
      expect(arrived).toHaveLength(1);
      const heard = once(server, 'connection').then(() => reading(arrived[1]!));
      link.heal();
      await (await heard).until('hello');
    },
  );

  it('leaves no trace at the target of a caller that gave up before it healed', async () => {
    const { caller, target } = await pair();
    const news = reading(caller);
    link.partition('there');
    const impatient = await call();
    const gone = once(impatient, 'close');
    impatient.destroy();
    await gone;
    // The link has seen that when it has carried something that was sent later.
    target.write('news');
    await news.until('news');
    const patient = await call();
    link.heal();
    const heard = once(patient, 'data');
    await expect.poll(() => arrived.length).toBe(2);
    arrived[1]!.write('hello');
    await heard;
    expect(arrived).toHaveLength(2);
  });

  it.each([
    ['by a reset', (caller: Socket) => caller.resetAndDestroy(), 'error'],
    ['by its end', (caller: Socket) => caller.end(), 'end'],
  ] as const)('hides %s that a caller gave up, until it heals', async (_how, giveUp, event) => {
    const { caller, target } = await pair();
    target.resume();
    let isTold = false;
    const told = once(target, event).catch((cause: unknown) => cause);
    void told.then(() => (isTold = true));
    link.partition('there');
    giveUp(caller);
    // The other way is open; what goes there shows that the link works on.
    await new Promise<void>((resolve) => target.write('are you there?', () => resolve()));
    expect(isTold).toBe(false);
    link.heal();
    await told;
    expect(isTold).toBe(true);
  });
});

describe('delay', () => {
  it('keeps the order of what it delays unequally', async () => {
    const { caller, target } = await pair();
    const heard = reading(target);
    link.delay({ ms: 1, jitterMs: 10 });
    const chunks = Array.from({ length: 40 }, (_, index) => `${index};`);
    for (const chunk of chunks) await new Promise<void>((resolve) => caller.write(chunk, () => resolve()));
    await heard.until(chunks.join(''));
  });
});

describe('reset', () => {
  it('reaches both ends of every open connection, and new ones work', async () => {
    const { caller, target } = await pair();
    const told = Promise.all([error(caller), error(target)]);
    link.reset();
    expect(await told).toEqual(['ECONNRESET', 'ECONNRESET']);
    const next = await pair();
    const heard = reading(next.target);
    next.caller.write('hello');
    await heard.until('hello');
  });
});

describe('lost replies', () => {
  const answerAll = () =>
    server.on('connection', (socket: Socket) => socket.on('data', (chunk) => socket.write(`re: ${chunk.toString()}`)));

  it('are those to what is sent from then on: the target works, the caller is reset', async () => {
    const { caller, target } = await pair();
    const [heard, news] = [reading(target), reading(caller)];
    caller.write('before');
    await heard.until('before');
    const lost = link.loseReplies(1);
    target.write('re: before');
    await news.until('re: before');
    const told = error(caller);
    caller.write(', after');
    await heard.until('before, after');
    target.write('re: after');
    expect(await told).toBe('ECONNRESET');
    expect(await lost).toBe(1);
    expect(news.text()).toBe('re: before');
  });

  it('are as many as were asked for, after as many as were let through', async () => {
    answerAll();
    const lost = link.loseReplies(2, { after: 1 });
    const outcomes: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const { caller } = await pair();
      const data = new Promise((resolve) => caller.once('data', (chunk: Buffer) => resolve(chunk.toString())));
      const outcome = Promise.race([data, error(caller)]);
      caller.write('1');
      outcomes.push(String(await outcome));
    }
    expect(outcomes).toEqual(['re: 1', 'ECONNRESET', 'ECONNRESET', 're: 1']);
    expect(await lost).toBe(2);
  });

  it('are over when the link heals', async () => {
    answerAll();
    const lost = link.loseReplies(3);
    link.heal();
    expect(await lost).toBe(0);
    const { caller } = await pair();
    const heard = reading(caller);
    caller.write('1');
    await heard.until('re: 1');
  });
});
