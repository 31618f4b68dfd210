import { aMoney, anOrder, aRefund, refusal, SAMPLE_ID } from '@bookstore/client/testing';
import { describe, expect, it } from 'vitest';
import { commandLineWith } from './command-line.ts';

describe('orders', () => {
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

  it('give back no more than is left, which is said in their own currency', async () => {
    const { line } = await commandLineWith({
      orders: {
        getOrder: () => Promise.resolve({ order: anOrder() }),
        refundOrder: () => {
          const metadata = { order_id: SAMPLE_ID, refundable_minor_units: '350' };
          throw refusal('FAILED_PRECONDITION', 'REFUND_TOO_LARGE', '350 minor units are left', { metadata });
        },
      },
    });
    const command = `order refund ${SAMPLE_ID} --amount 3.51`;
    expect(await line.run(command)).toMatchObject({ code: 3, stderr: 'bookstore: €3.50 are left to give back\n' });
    expect((await line.json(command)).failure).toMatchObject({
      error: { reason: 'REFUND_TOO_LARGE', code: 'FAILED_PRECONDITION', orderId: SAMPLE_ID, refundableMinorUnits: 350 },
    });
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
