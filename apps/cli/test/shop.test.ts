import {
  aBook,
  aMoney,
  anOrder,
  aRefund,
  aTokenPair,
  aUser,
  type Handlers,
  refusal,
  SAMPLE_ID,
} from '@bookstore/client/testing';
import { describe, expect, it } from 'vitest';
import { type CommandLine, commandLineAlone, commandLineWith } from './command-line.ts';

const inventory: Handlers['inventory'] = {
  getBookDetails: ({ book }) => {
    if (book?.value === '9780140449137') {
      throw refusal('INVALID_ARGUMENT', 'INVALID_ISBN', 'the check digit does not fit', {
        metadata: { isbn: book.value },
      });
    }
    if (book?.$case === 'isbn' && book.value !== '9780140449136') {
      throw refusal('NOT_FOUND', 'BOOK_NOT_FOUND', `no book ${book.value}`, { metadata: { isbn: book.value } });
    }
    return Promise.resolve({ book: aBook() });
  },
  searchBooks: () => Promise.resolve({ books: [aBook()], nextPageToken: 'next', correctedQuery: 'odyssey' }),
};

const address = ['--recipient', 'Ada', '--street', '12 St James Square', '--city', 'London', '--country', 'gb'];
const place = ['order', 'place', '9780140449136:2', '--payment-method', 'pm_card_visa', ...address];

describe('books', () => {
  it('are shown as a table for people', async () => {
    const { line } = await commandLineWith({ inventory });
    const { code, stdout, stderr } = await line.run('books search odissey');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Book           Title        Authors    Year   Price  In stock',
      '9780140449136  The Odyssey  Homer    720 BC  €12.99         8',
      '',
    ]);
    expect(stderr).toContain('Showing what was found for: odyssey');
    expect(stderr).toContain('more with --page-token next');
  });

  it('are JSON for programs, with names for states and numbers for amounts', async () => {
    const { line } = await commandLineWith({ inventory });
    const { result } = await line.json('books search odissey');
    expect(result).toMatchObject({
      books: [
        {
          bookId: SAMPLE_ID,
          status: 'ACTIVE',
          price: { currencyCode: 'EUR', minorUnits: 1299 },
          stock: { onHand: 10, reserved: 2, available: 8 },
          createTime: '2026-11-22T12:00:00.000Z',
        },
      ],
      correctedQuery: 'odyssey',
      nextPageToken: 'next',
    });
  });

  it('cannot draw on the terminal by their titles', async () => {
    const title = 'Evil\u001b[2J\u202Ekoob\nTitle';
    const { line } = await commandLineWith({
      inventory: { getBookDetails: () => Promise.resolve({ book: aBook({ title }) }) },
    });
    const { stdout } = await line.run(`books show ${SAMPLE_ID}`);
    expect(stdout).toContain('Evil\uFFFD[2J\uFFFDkoob Title');
    expect(stdout).not.toMatch(/[\u001b\u202E]/);
  });

  it('are changed in what was named, in the currency that they have', async () => {
    const { line, standIn } = await commandLineWith({
      inventory: { ...inventory, updateBook: () => Promise.resolve({ book: aBook() }) },
    });
    await line.run('books update 9780140449136 --price 11.99 --stock 7 --etag e1');
    expect(standIn.calls('UpdateBook')[0]?.request).toMatchObject({
      bookId: SAMPLE_ID,
      etag: 'e1',
      updateMask: ['price', 'on_hand'],
      book: { price: { currencyCode: 'EUR', minorUnits: 1199n } },
      onHand: 7n,
    });
  });

  it('are suggested as somebody types, the words as they are', async () => {
    const suggestions = [{ bookId: SAMPLE_ID, title: 'The Odyssey', authors: ['Homer'] }];
    const { line, standIn } = await commandLineWith({
      inventory: { suggestBooks: () => Promise.resolve({ suggestions }) },
    });
    expect((await line.run('books suggest the ody --limit 3')).stdout).toMatch(/\nThe Odyssey +Homer +0198c2f0/);
    expect((await line.json('books suggest the ody')).result).toEqual({ suggestions });
    expect(standIn.calls('SuggestBooks')[0]?.request).toMatchObject({ prefix: 'the ody', limit: 3 });
  });

  it('say whether so many copies can be ordered', async () => {
    const answer = { bookId: SAMPLE_ID, requested: 9, available: 8n, sufficient: false, price: aMoney(1299n) };
    const { line, standIn } = await commandLineWith({
      inventory: { ...inventory, checkAvailability: () => Promise.resolve({ availabilities: [answer] }) },
    });
    const { stdout } = await line.run('books availability 9780140449136:9');
    expect(stdout).toMatch(/\n9780140449136 +9 +8 +€12.99 +too few\n/);
    expect(standIn.calls('CheckAvailability')[0]?.request).toMatchObject({
      queries: [{ bookId: SAMPLE_ID, quantity: 9 }],
    });
    expect((await line.json(`books availability ${SAMPLE_ID}:9`)).result).toMatchObject({
      availabilities: [{ bookId: SAMPLE_ID, requested: 9, available: 8, sufficient: false }],
    });
  });

  it('are listed where few copies are left', async () => {
    const low = aBook({ stock: { onHand: 3n, reserved: 2n, available: 1n } });
    const listLowStock = () => Promise.resolve({ books: [low], nextPageToken: '' });
    const { line, standIn } = await commandLineWith({ inventory: { ...inventory, listLowStock } });
    const { stdout } = await line.run('books low-stock --at-most 2');
    expect(stdout).toMatch(/\n9780140449136 +The Odyssey +Homer .* 1\n/);
    expect(standIn.calls('ListLowStock')[0]?.request).toMatchObject({ atMost: 2n });
  });

  it('are watched line by line until Ctrl-C', async () => {
    const watchAvailability = async function* () {
      yield { bookId: SAMPLE_ID, available: 1n, version: 1n };
      yield { bookId: SAMPLE_ID, available: 0n, version: 2n };
      await new Promise(() => undefined);
    };
    const { line } = await commandLineWith({ inventory: { ...inventory, watchAvailability } });
    const { child, ended } = line.start(['books', 'watch', '9780140449136']);
    let lines = 0;
    child.stdout?.on('data', (text: Buffer) => (lines += text.toString().split('\n').length - 1));
    await expect.poll(() => lines).toBe(2);
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/ {2}9780140449136 {2}1 copy to order\n.* {2}9780140449136 {2}0 copies to order\n$/);
  });

  it.each([
    ['books show 9780140449130', 5, 'BOOK_NOT_FOUND'],
    ['books show 9780140449137', 3, 'INVALID_ISBN'],
    ['books show odyssey', 2, 'USAGE'],
    ['users show ada', 2, 'USAGE'],
    ['books list', 1, 'UNRECOGNIZED'],
    ['books list --min-price 3', 2, 'USAGE'],
    ['books list --min-price 3.999 --currency EUR', 2, 'INVALID_FIELD'],
    ['books list --page-size 0', 2, 'USAGE'],
    ['books stock 9780140449136 --remove 1', 2, 'USAGE'],
    ['books', 2, 'USAGE'],
    ['bokos', 2, 'USAGE'],
  ])('end "%s" with exit code %i and the reason %s', async (args, code, reason) => {
    const { line } = await commandLineWith({ inventory });
    const outcome = await line.json(args);
    expect(outcome).toMatchObject({ code, result: undefined, failure: { error: { reason, exitCode: code } } });
  });
});

describe('orders', () => {
  it('are placed by ISBN, and sent to the address that was named', async () => {
    const { line, standIn } = await commandLineWith({
      inventory,
      orders: { placeOrder: () => Promise.resolve({ order: anOrder() }) },
    });
    const { code, stdout } = await line.run([...place, '--expected-total', '25.98', '--currency', 'EUR']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Order +0198c2f0.*\nStatus +paid\n +2 x The Odyssey, €25.98\nTotal +€25.98\n/);
    expect(standIn.calls('PlaceOrder')[0]?.request).toMatchObject({
      lines: [{ bookId: SAMPLE_ID, quantity: 2 }],
      paymentMethod: 'pm_card_visa',
      expectedTotal: { currencyCode: 'EUR', minorUnits: 2598n },
      shippingAddress: { recipient: 'Ada', addressLines: ['12 St James Square'], regionCode: 'GB' },
    });
  });

  it("go to the account's address if none is named, and are refused if it has none", async () => {
    let user = aUser();
    const { line, standIn } = await commandLineWith({
      inventory,
      orders: { placeOrder: () => Promise.resolve({ order: anOrder() }) },
      users: {
        authenticateUser: () => Promise.resolve({ user, tokens: aTokenPair(1) }),
        getUser: () => Promise.resolve({ user }),
      },
    });
    await line.run('login --email ada@example.org --password-stdin', 'whatever it is');
    const unaddressed = ['order', 'place', SAMPLE_ID, '--payment-method', 'pm_card_visa'];
    expect(await line.run(unaddressed)).toMatchObject({ code: 2 });
    user = aUser({ shippingAddress: anOrder().shippingAddress! });
    expect(await line.run(unaddressed)).toMatchObject({ code: 0 });
    expect(standIn.calls('PlaceOrder')[0]?.request).toMatchObject({ shippingAddress: { locality: 'London' } });
  });

  it('are refunded by amount, in their own currency, or by all that is left, each once', async () => {
    const amount = aMoney(350n);
    const { line, standIn } = await commandLineWith({
      orders: {
        getOrder: () => Promise.resolve({ order: anOrder() }),
        refundOrder: () => Promise.resolve({ refund: aRefund({ amount }), order: anOrder() }),
      },
    });
    const { code, stdout } = await line.run(`order refund ${SAMPLE_ID} --amount 3.5 --reason torn`);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\nRefund +€3.50, pending\n/)]);
    await line.run(`order refund ${SAMPLE_ID} --request-id ${SAMPLE_ID}`);
    expect(standIn.calls('RefundOrder').map(({ request }) => request)).toMatchObject([
      { orderId: SAMPLE_ID, amount, reason: 'torn' },
      { orderId: SAMPLE_ID, amount: undefined, requestId: SAMPLE_ID },
    ]);
    expect(await line.run(`order refund ${SAMPLE_ID} --amount 3.999`)).toMatchObject({ code: 2 });
  });

  it('whose answer was lost are told how to be repeated, under the same request id', async () => {
    const { line, standIn } = await commandLineWith({
      inventory,
      orders: {
        placeOrder: () => {
          throw refusal('UNAVAILABLE', 'DEPENDENCY_UNAVAILABLE', 'payments cannot be reached now', {
            retryAfterMs: 20,
          });
        },
      },
    });
    const { code, stderr } = await line.run(place);
    const sent = standIn.calls('PlaceOrder').map(({ request }) => (request as { requestId: string }).requestId);
    expect(code).toBe(6);
    expect(new Set(sent).size).toBe(1);
    expect(stderr).toBe(
      `bookstore: payments cannot be reached now; whether the order went through is not known: repeat the command with --request-id ${sent[0]}, and it is done once\n`,
    );
  });

  it('that are refused say why, with the figures', async () => {
    const metadata = {
      book_id: SAMPLE_ID,
      requested: '2',
      available: '1',
      shortages: JSON.stringify([{ book_id: SAMPLE_ID, requested: '2', available: '1' }]),
    };
    const { line } = await commandLineWith({
      inventory,
      orders: {
        placeOrder: () => {
          throw refusal('FAILED_PRECONDITION', 'INSUFFICIENT_STOCK', 'not enough copies', { metadata });
        },
      },
    });
    const { code, failure } = await line.json(place);
    expect(code).toBe(3);
    expect(failure).toMatchObject({
      error: { reason: 'INSUFFICIENT_STOCK', shortages: [{ bookId: SAMPLE_ID, requested: 2, available: 1 }] },
    });
    expect((await line.run(place)).stderr).toBe(
      'bookstore: too few copies: of 9780140449136 2 asked for, 1 available\n',
    );
  });

  it('are followed line by line until nothing but money can move', async () => {
    // By their numbers in the contract, which this program never sees.
    const [PAID, SHIPPED, COMPLETED] = [2, 3, 4] as const;
    const watchOrder = async function* () {
      const shipment = { carrier: 'Post', trackingNumber: 'T-1', shipTime: new Date() };
      yield { order: anOrder({ version: 2n, status: PAID }) };
      yield { order: anOrder({ version: 3n, status: SHIPPED, shipment }) };
      yield { order: anOrder({ version: 4n, status: COMPLETED, shipment, refunded: aMoney(100n) }) };
      await new Promise(() => undefined);
    };
    const { line } = await commandLineWith({ orders: { watchOrder } });
    const forPeople = await line.run(['order', 'watch', SAMPLE_ID]);
    expect(forPeople.code).toBe(0);
    expect(forPeople.stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/ {2}paid$/),
      expect.stringMatching(/ {2}shipped {2}Post T-1$/),
      expect.stringMatching(/ {2}completed {2}Post T-1 {2}€1.00 refunded$/),
    ]);
    const forPrograms = await line.run(['order', 'watch', SAMPLE_ID, '--json']);
    const lines = forPrograms.stdout.trimEnd().split('\n');
    const orders = lines.map((text) => (JSON.parse(text) as { order: { version: number; status: string } }).order);
    expect(orders.map(({ version, status }) => [version, status])).toEqual([
      [2, 'PAID'],
      [3, 'SHIPPED'],
      [4, 'COMPLETED'],
    ]);
  });

  it('of others are for staff', async () => {
    const { line } = await commandLineWith({
      orders: {
        listOrders: () => {
          throw refusal('PERMISSION_DENIED', 'PERMISSION_DENIED', 'this is for staff');
        },
      },
    });
    expect(await line.run('order list')).toMatchObject({ code: 4, stdout: '' });
  });

  it('are listed to the end with --all', async () => {
    const { line } = await commandLineWith({
      orders: {
        getOrderHistory: ({ pageToken }) =>
          Promise.resolve({ orders: [anOrder()], nextPageToken: pageToken === '' ? 'second' : '' }),
      },
    });
    const { result } = await line.json('order history --all');
    expect((result as { orders: unknown[] }).orders).toHaveLength(2);
    expect(result).not.toHaveProperty('nextPageToken');
  });

  it('end with 130 when Ctrl-C is pressed while the shop does not answer', async () => {
    const { line, standIn } = await commandLineWith({ orders: { getOrder: () => new Promise(() => undefined) } });
    const { child, ended } = line.start(['order', 'show', SAMPLE_ID]);
    while (standIn.calls().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, stdout: '', stderr: 'bookstore: interrupted\n' });
  });
});

describe('accounts', () => {
  it('are shown by id, or by the address in any case of its letters', async () => {
    const { line, standIn } = await commandLineWith({
      users: {
        getUser: () => Promise.resolve({ user: aUser() }),
        listUsers: () => Promise.resolve({ users: [aUser({ email: 'ada@example.organisation' }), aUser()] }),
      },
    });
    for (const who of [SAMPLE_ID, 'Ada@example.org']) {
      const { code, stdout } = await line.run(['users', 'show', who]);
      expect([code, stdout]).toEqual([0, expect.stringMatching(/^Name +Ada\nE-mail +ada@example.org\n/)]);
    }
    expect(standIn.calls().map(({ method }) => method)).toEqual(['GetUser', 'ListUsers']);
    expect(await line.run('users show eve@example.org')).toMatchObject({
      code: 5,
      stderr: 'bookstore: no account has the address eve@example.org; see: bookstore users list\n',
    });
  });
});

describe('help', () => {
  it('has examples for every command, and names exit codes and variables', async () => {
    const line = commandLineAlone();
    const { code, stdout } = await line.run('--help');
    expect(code).toBe(0);
    for (const words of [
      'Exit codes:',
      '130  interrupted',
      'USERS_ADDRESS',
      'BOOKSTORE_ADDRESS',
      'BOOKSTORE_CA_FILE',
      'Examples:',
    ])
      expect(stdout).toContain(words);
    const named: string[] = [];
    for (const each of commandsIn(stdout)) named.push(...(await helped(line, each)));
    expect(named).toEqual(
      expect.arrayContaining(['up', 'doctor', 'books import', 'books low-stock', 'order watch', 'users role']),
    );
  }, 60_000);
});

/** The names of a command and of all below it, each of which has shown its help. */
async function helped(line: CommandLine, name: string): Promise<string[]> {
  const help = await line.run(`${name} --help`);
  expect(help, name).toMatchObject({ code: 0 });
  expect(help.stdout, name).toContain('--json');
  const below = commandsIn(help.stdout);
  if (below.length === 0) expect(help.stdout, name).toContain(`Examples:\n  `);
  return [name, ...(await Promise.all(below.map((each) => helped(line, `${name} ${each}`)))).flat()];
}

/** The commands that a help text names, but for `help` itself. */
function commandsIn(help: string): string[] {
  const [, list = ''] = /^Commands:\n((?: {2}.*\n)+)/m.exec(help) ?? [];
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].flatMap(([, name = '']) => (name === 'help' ? [] : name));
}
