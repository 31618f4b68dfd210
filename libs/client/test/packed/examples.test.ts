import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Handlers, refusal, StandIn } from '../../src/testing/index.ts';
import { compile, type Project, projectWithPackage, run } from './installed-package.ts';
import { PRINTED, writeProgram } from './program.ts';
import { inventory, ORDER_ID, orders, users } from './shop-of-examples.ts';

// npm, TypeScript and a process for each example take their time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 });

let project: Project;

beforeAll(async () => {
  project = await projectWithPackage('module');
  await cp(join(project.installed, 'examples'), join(project.folder, 'examples'), { recursive: true });
});
afterAll(async () => {
  await rm(project.folder, { recursive: true, force: true });
});

describe('in an empty project of ES modules', () => {
  it('a program compiles and runs', async () => {
    await writeProgram(project.folder);
    await compile(project.folder, { include: ['main.ts'], outDir: 'built' });
    expect(await run(process.execPath, ['built/main.js'], project.folder)).toBe(PRINTED);
  });

  it('the examples compile', async () => {
    await compile(project.folder, { include: ['examples'] });
  });
});

describe('the example', () => {
  const standIns: StandIn[] = [];
  afterAll(() => {
    for (const standIn of standIns) standIn.stop();
  });

  /** A stand-in, and what examples print when they run at it. */
  async function atShop(handlers: Handlers = { users, inventory, orders }) {
    const standIn = await new StandIn(handlers).start();
    standIns.push(standIn);
    const { folder } = project;
    const env = { BOOKSTORE_ADDRESS: standIn.address, BOOKSTORE_PASSWORD: 'correct horse battery', HOME: folder };
    const example = async (name: string, ...args: string[]) =>
      (await run(process.execPath, [`examples/${name}.ts`, ...args], folder, env)).trimEnd().split('\n');
    return { standIn, example };
  }

  it('sign-in.ts signs in once for all runs', async () => {
    const { standIn, example } = await atShop();
    expect(await example('sign-in')).toEqual(['Signed in as Ada']);
    expect(await example('sign-in')).toEqual(['Signed in as Ada']);
    expect(standIn.calls('AuthenticateUser')).toHaveLength(1);
  });

  it('browse.ts shows pages and all', async () => {
    const { example } = await atShop();
    expect(await example('browse')).toEqual([
      'Showing results for odyssey homer',
      'author: Homer (3)',
      '2 on the first page, 1 on the second',
      'The Odyssey by Homer, €12.99',
      'The Iliad by Homer, €12.99',
      'The Homeric Hymns by Homer, €12.99',
    ]);
  });

  it('place-order.ts asks for one order, over a restart of itself and of the shop', async () => {
    const placeOrder = (): never => {
      throw refusal('UNAVAILABLE', 'SHUTTING_DOWN', 'going away');
    };
    const before = await atShop({ users, inventory, orders: { placeOrder } });
    await expect(before.example('place-order')).rejects.toThrow('run this again');
    const after = await atShop();
    expect(await after.example('place-order')).toEqual([`${ORDER_ID} is PAID: €12.99`]);
    const tries = [before, after].map(({ standIn }) => standIn.calls('PlaceOrder'));
    expect(tries.map(({ length }) => length)).toEqual([4, 1]);
    expect(new Set(tries.flat().map(({ request }) => (request as { requestId: string }).requestId)).size).toBe(1);
  });

  it('follow-order.ts tells each step once, over a shop that goes away', async () => {
    const { standIn, example } = await atShop();
    expect(await example('follow-order', ORDER_ID)).toEqual([
      'version 2: PAID',
      'version 3: SHIPPED with Post (P1)',
      'version 4: COMPLETED',
    ]);
    expect(standIn.calls('WatchOrder')).toHaveLength(2);
  });

  it('errors.ts says what went wrong', async () => {
    const { example } = await atShop();
    expect(await example('errors')).toEqual(['978-0-14-044913-7 is no ISBN']);
  });

  it('import-books.ts says how far it is', async () => {
    const { example } = await atShop();
    const printed = await example('import-books');
    expect(printed.slice(0, 3)).toEqual([
      expect.stringMatching(/^1000 rows, to line 1001, \d+ a second$/),
      expect.stringMatching(/^2000 rows, to line 2001, \d+ a second$/),
      expect.stringMatching(/^2500 rows, to line 2501, \d+ a second$/),
    ]);
    expect(printed[3]).toBe('2497 added, 0 updated, 0 as they were, 3 refused');
    expect(printed[4]).toBe('line 7: INVALID_ISBN: the check digit');
  });

  it('money.ts adds without a float', async () => {
    const { example } = await atShop();
    expect(await example('money')).toEqual([
      '€42.47 42,47\u00a0€ ￥1,299',
      'No postage',
      '978-0140449136',
      'INVALID_ISBN: the check digit of ISBN "0-14-044913-3" does not fit the digits before it',
    ]);
  });

  it('tracing.ts sends the trace along, and says how long the call took', async () => {
    const { standIn, example } = await atShop();
    const [line = ''] = await example('tracing');
    const [spanId = '', ...rest] = line.split(' ');
    expect(rest.join(' ')).toMatch(/^bookstore\.inventory\.v1\.InventoryService\/GetBookDetails OK 1 \d+\.\d ms$/);
    const sent = standIn.calls('GetBookDetails')[0]?.metadata.get('traceparent');
    expect(sent).toMatch(new RegExp(`^00-[0-9a-f]{32}-${spanId}-01$`));
  });
});
