import { anOrder, aTokenPair, aUser, refusal, SAMPLE_ID } from '@bookstore/client/testing';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { commandLineWith } from './command-line.ts';

const address = ['--recipient', 'Ada', '--street', '12 St James Square', '--city', 'London', '--country', 'gb'];
const place = ['order', 'place', '9780140449136:2', '--payment-method', 'pm_card_visa', ...address];

describe('orders', () => {
  it('are placed by ISBN, and sent to the address that was named', async () => {
    const { line, standIn } = await commandLineWith({
      inventory: catalogue,
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
      inventory: catalogue,
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

  it('whose answer was lost are told how to be repeated, under the same request id', async () => {
    const { line, standIn } = await commandLineWith({
      inventory: catalogue,
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
      inventory: catalogue,
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
});
