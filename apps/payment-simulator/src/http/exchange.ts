import { timingSafeEqual } from 'node:crypto';
import { type StoredAnswer } from '../books.ts';
import { Refusal } from '../domain/refusal.ts';
import { type Desk } from './desk.ts';
import { endpoints, type Outcome, type Prepared } from './endpoints.ts';
import { type Ends, faultOf, strike } from './faults.ts';
import { parseForm } from './form.ts';
import { fingerprint, idempotencyKey, type IdempotencyKeys } from './idempotency.ts';
import { renderRefusal } from './rendering.ts';

/** A request to the API, as it came. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What goes back. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Carries one request out. Everything that an answer tells is on disk before it is given.
 * @throws {NoAnswer} when there is to be none.
 */
export async function exchange(desk: Desk, keys: IdempotencyKeys, request: ApiRequest, ends: Ends): Promise<Answer> {
  try {
    authenticate(request, desk.secretKey);
    const prepared = prepare(desk, request);
    if (request.method === 'POST') return await write(desk, keys, request, prepared, ends);
    const answer = answerOf(desk, attempt(prepared).answer);
    await desk.settled();
    return answer;
  } catch (error) {
    if (error instanceof Refusal) return answerOf(desk, error);
    throw error;
  }
}

async function write(
  desk: Desk,
  keys: IdempotencyKeys,
  request: ApiRequest,
  prepared: Prepared,
  ends: Ends,
): Promise<Answer> {
  const key = idempotencyKey(request.headers['idempotency-key']);
  if (key === undefined) return await carryOut(desk, prepared, ends, () => undefined);
  const print = fingerprint(request.path, request.body);
  const stored = keys.claim(key, print);
  if (stored !== undefined) {
    await desk.settled();
    return replayed(stored);
  }
  try {
    return await carryOut(desk, prepared, ends, ({ status, body }) => {
      return { key, fingerprint: print, at: desk.now(), status, body };
    });
  } finally {
    keys.release(key);
  }
}

async function carryOut(
  desk: Desk,
  prepared: Prepared,
  ends: Ends,
  keep: (answer: Answer) => StoredAnswer | undefined,
): Promise<Answer> {
  const { charging } = prepared;
  const early = await refusalFrom(() => strike(faultOf(charging, 'before'), ends));
  const outcome = early === undefined ? attempt(prepared) : { answer: early };
  // A fault after the capture strikes only where something was captured.
  const late = outcome.answer instanceof Refusal ? undefined : faultOf(charging, 'after');
  const spoilt = late?.kind === 'serverError' ? await refusalFrom(() => strike(late, ends)) : undefined;
  const answer = answerOf(desk, spoilt ?? outcome.answer);
  await desk.record({ intent: outcome.intent, refund: outcome.refund, answer: keep(answer) });
  if (spoilt === undefined) await strike(late, ends);
  return answer;
}

function attempt(prepared: Prepared): Outcome {
  try {
    return prepared.run();
  } catch (error) {
    if (error instanceof Refusal) return { answer: error };
    throw error;
  }
}

async function refusalFrom(action: () => Promise<void>): Promise<Refusal | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function prepare(desk: Desk, { method, path, query, body }: ApiRequest): Prepared {
  for (const endpoint of endpoints) {
    const match = endpoint.method === method ? endpoint.path.exec(path) : null;
    if (match !== null) return endpoint.prepare(desk, parseForm(method === 'POST' ? body : query), match[1] ?? '');
  }
  throw new Refusal(404, 'invalid_request_error', `Unrecognized request URL (${method}: ${path}).`);
}

function authenticate({ headers }: ApiRequest, secretKey: string): void {
  const given = Buffer.from(String(headers['authorization'] ?? ''));
  const expected = Buffer.from(`Bearer ${secretKey}`);
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  const what = given.length === 0 ? 'You did not provide an API key' : 'Invalid API Key provided';
  throw new Refusal(401, 'invalid_request_error', `${what}: send it as "Authorization: Bearer YOUR_SECRET_KEY".`);
}

function answerOf(desk: Desk, answer: object | Refusal): Answer {
  if (!(answer instanceof Refusal)) return { status: 200, body: JSON.stringify(answer), headers: {} };
  // Its answer is stored under the key, so to repeat the request would be of no use.
  const headers: Record<string, string> = answer.status === 500 ? { 'stripe-should-retry': 'false' } : {};
  return { status: answer.status, body: JSON.stringify(renderRefusal(answer, desk.publicUrl)), headers };
}

function replayed({ status, body }: StoredAnswer): Answer {
  return { status, body, headers: { 'idempotent-replayed': 'true' } };
}
