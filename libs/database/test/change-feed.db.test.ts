import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ChangeFeed } from '../src/index.ts';
import { cloneDatabase, type ClonedDatabase } from '../src/testing/index.ts';

type Heard = readonly string[] | undefined;

describe('a change feed', () => {
  let database: ClonedDatabase;
  let observer: pg.Client;
  const feeds: ChangeFeed[] = [];
  beforeAll(async () => {
    database = await cloneDatabase();
    observer = new pg.Client(database.url);
    await observer.connect();
  });
  afterEach(() => Promise.all(feeds.splice(0).map((feed) => feed.stop())));
  afterAll(async () => {
    await observer.end();
    await database.drop();
  });

  const connections = async () => {
    const rows = await observer.query(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'feed' AND query ILIKE '%listen%'",
    );
    return rows.rowCount;
  };

  /** A process that listens; `heard` is what it has been told since it began to. */
  async function listening(url = database.url): Promise<{ feed: ChangeFeed; heard: Heard[] }> {
    const heard: Heard[] = [];
    const onChange = (ids: Heard) => heard.push(ids);
    const options = { url, applicationName: 'feed', channel: 'things', onError: () => undefined };
    const feed = new ChangeFeed({ ...options, onChange });
    feeds.push(feed);
    feed.start();
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(1);
    heard.length = 0;
    return { feed, heard };
  }

  it('tells every process what one of them changed, itself at once and only once', async () => {
    const [here, there] = [await listening(), await listening()];
    here.feed.announce(['a', 'b']);
    expect(here.heard).toEqual([['a', 'b']]);
    await expect.poll(() => there.heard).toEqual([['a', 'b']]);
    there.feed.announce(['c']);
    await expect.poll(() => here.heard).toEqual([['a', 'b'], ['c']]);
  });

  it('joins what changes while it speaks, and names no more things than fit', async () => {
    const [here, there] = [await listening(), await listening()];
    const few = Array.from({ length: 50 }, (_, index) => `few-${index}`);
    for (const id of few) here.feed.announce([id]);
    await expect.poll(() => there.heard.flat()).toEqual(few);
    expect(there.heard.length).toBeLessThanOrEqual(2);
    for (let index = 0; index < 1_000; index += 1) here.feed.announce([`many-${index}-${'x'.repeat(30)}`]);
    await expect.poll(() => there.heard.at(-1)).toBeUndefined();
    expect(there.heard.length).toBeLessThanOrEqual(5);
  });

  it('listens again after its connection was ended, and says that anything may have changed meanwhile', async () => {
    const [here, there] = [await listening(), await listening()];
    await observer.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'feed'");
    await expect.poll(() => [...here.heard, ...there.heard], { timeout: 10_000 }).toEqual([undefined, undefined]);
    here.feed.announce(['after']);
    await expect.poll(() => there.heard).toEqual([undefined, ['after']]);
  });

  it('says it over another connection when the one that it has falls silent', async () => {
    const wire = await silenceable(database.url);
    const [here, there] = [await listening(wire.url), await listening()];
    wire.silence();
    here.feed.announce(['a']);
    await expect.poll(() => there.heard, { timeout: 20_000 }).toEqual([['a']]);
    expect(here.heard).toEqual([['a'], undefined]);
    wire.close();
  });

  it('leaves no connection behind', async () => {
    const { feed } = await listening();
    expect(await connections()).toBe(1);
    await feed.stop();
    await expect.poll(connections).toBe(0);
  });

  it('can be stopped while there is no database', async () => {
    const errors: unknown[] = [];
    const options = { url: 'postgresql://nobody@127.0.0.1:1/none', applicationName: 'feed', channel: 'things' };
    const onError = (error: unknown) => errors.push(error);
    const feed = new ChangeFeed({ ...options, onChange: () => undefined, onError });
    feed.start();
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    feed.announce(['lost']);
    await feed.stop();
  });
});

/** A way to the database on which nothing comes through any more, once it is silenced, but over new connections. */
async function silenceable(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: through.href,
    silence() {
      for (const socket of sockets) socket.unpipe();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
