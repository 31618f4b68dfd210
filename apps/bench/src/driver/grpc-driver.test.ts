import { GetBookDetailsRequest, GetBookDetailsResponse } from '@bookstore/contracts/inventory/v1/inventory_service';
import { createServer, ServerError, Status } from 'nice-grpc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ECHO, ECHO_PATH } from '../floors/echo-definition.ts';
import { createHttp2Echo } from '../floors/http2-echo.ts';
import { frame, unframe } from './frame.ts';
import { GrpcDriver } from './grpc-driver.ts';

const server = createServer();
server.add(ECHO, {
  getBookDetails: (message: GetBookDetailsResponse, { metadata }) => {
    if (metadata.get('refuse')) throw new ServerError(Status.NOT_FOUND, 'not here');
    return Promise.resolve(message);
  },
});
let driver: GrpcDriver;

beforeAll(async () => {
  const port = await server.listen('127.0.0.1:0');
  driver = await GrpcDriver.connect(`127.0.0.1:${port}`, 3);
});
afterAll(async () => {
  driver.close();
  await server.shutdown();
});

const message = (title: string) => GetBookDetailsResponse.fromPartial({ book: { title } });
const call = (title: string, metadata = {}, by = driver) =>
  by.call(ECHO_PATH, frame(GetBookDetailsResponse.encode(message(title)).finish()), metadata);

describe('the driver', () => {
  it('brings back what a server answers', async () => {
    expect(GetBookDetailsResponse.decode(await call('Emma')).book?.title).toBe('Emma');
  });

  it('keeps answers apart that come at once, and takes long ones', async () => {
    const titles = Array.from({ length: 200 }, (_, index) => `${index}:`.repeat(1 + index * 20));
    const answers = await Promise.all(titles.map((title) => call(title)));
    expect(answers.map((answer) => GetBookDetailsResponse.decode(answer).book?.title)).toEqual(titles);
  });

  it('fails with the status and message of a refusal', async () => {
    await expect(call('Emma', { refuse: 'yes' })).rejects.toMatchObject({ message: 'status 5: not here', code: 5 });
  });

  it('fails when there is nobody', async () => {
    await expect(GrpcDriver.connect('127.0.0.1:1')).rejects.toThrow('ECONNREFUSED');
  });

  it('takes what bare node:http2 gives back for an answer', async () => {
    const other = await GrpcDriver.connect(`127.0.0.1:${await createHttp2Echo()}`);
    const answer = await call('Persuasion', {}, other);
    other.close();
    expect(GetBookDetailsResponse.decode(answer).book?.title).toBe('Persuasion');
  });
});

describe('a frame', () => {
  it('holds a message as it is', () => {
    const bytes = GetBookDetailsRequest.encode({ book: { $case: 'isbn', value: '9780141439587' } }).finish();
    expect([...unframe(frame(bytes))]).toEqual([...bytes]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a torn message', frame(Buffer.alloc(10)).subarray(0, 9)],
    ['two messages', Buffer.concat([frame(Buffer.alloc(1)), frame(Buffer.alloc(1))])],
    ['a compressed message', Buffer.from([1, 0, 0, 0, 0])],
  ])('is not taken from %s', (_, body) => {
    expect(() => unframe(body)).toThrow();
  });
});
