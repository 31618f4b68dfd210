import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SECRET_KEY, SimulatorProcess } from './simulator-process.ts';

let simulator: SimulatorProcess;
let stripe: Stripe;
beforeEach(async () => {
  simulator = new SimulatorProcess();
  await simulator.start();
  stripe = simulator.stripe();
});
afterEach(() => simulator.remove());

async function restart(): Promise<void> {
  await simulator.start();
  stripe = simulator.stripe();
}

const order: Stripe.PaymentIntentCreateParams = {
  amount: 1_234,
  currency: 'usd',
  allowed_payment_method_types: ['card'],
  payment_method: 'pm_card_visa',
  confirm: true,
};

describe('after kill -9', () => {
  it('payments, refunds, pending authentications and answers under their keys are what they were', async () => {
    const paid = await stripe.paymentIntents.create(order, { idempotencyKey: 'paid' });
    const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 34 }, { idempotencyKey: 'refund' });
    const waiting = await stripe.paymentIntents.create({
      ...order,
      payment_method: 'pm_card_authenticationRequired',
      return_url: 'https://shop.example/',
    });
    await simulator.end('SIGKILL');
    await restart();

    expect(await stripe.paymentIntents.retrieve(paid.id)).toEqual(paid);
    expect(await stripe.refunds.retrieve(refund.id)).toEqual(refund);
    expect((await stripe.refunds.list({ payment_intent: paid.id })).data).toEqual([refund]);
    const repeated = await stripe.paymentIntents.create(order, { idempotencyKey: 'paid' });
    expect(repeated.id).toBe(paid.id);
    expect(repeated.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await stripe.refunds.create({ payment_intent: paid.id })).toMatchObject({ amount: 1_200 });

    const url = new URL(waiting.next_action!.redirect_to_url!.url!);
    const body = new URLSearchParams({ decision: 'confirm' });
    await fetch(`${simulator.url}${url.pathname}`, { method: 'POST', body, redirect: 'manual' });
    expect(await stripe.paymentIntents.retrieve(waiting.id)).toMatchObject({ status: 'succeeded' });
  });

  it('in the middle of traffic, every payment that was acknowledged is there', async () => {
    const acknowledged: string[] = [];
    const buyers = Array.from({ length: 16 }, async () => {
      for (;;) acknowledged.push((await stripe.paymentIntents.create(order)).id);
    });
    const served = Promise.allSettled(buyers);
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(100);
    await simulator.end('SIGKILL');
    await served;
    await restart();
    const kept = new Map<string, string>();
    for await (const { id, status } of stripe.paymentIntents.list({ limit: 100 })) kept.set(id, status);
    expect(acknowledged.filter((id) => kept.get(id) !== 'succeeded')).toEqual([]);
  });

  it('a line that was torn is cut off, and the ledger goes on behind it', async () => {
    const before = await stripe.paymentIntents.create(order);
    await simulator.end('SIGKILL');
    const whole = readFileSync(simulator.ledgerFile, 'utf8');
    appendFileSync(simulator.ledgerFile, whole.slice(0, 100));
    await restart();
    const after = await stripe.paymentIntents.create(order);
    await simulator.end('SIGKILL');
    await restart();
    const { data } = await stripe.paymentIntents.list();
    expect(data.map(({ id }) => id)).toEqual([after.id, before.id]);
    expect(readFileSync(simulator.ledgerFile, 'utf8').startsWith(whole)).toBe(true);
  });
});

describe('the process', () => {
  it.each([
    ['SIGTERM', () => simulator.end('SIGTERM')],
    ['SIGINT', () => simulator.end('SIGINT')],
    ['the loss of its parent', () => simulator.disconnect()],
  ])('ends in order on %s, even with a payment that hangs', async (_, end) => {
    const hanging = expect(
      stripe.paymentIntents.create({ ...order, payment_method: 'pm_simulator_hang' }),
    ).rejects.toThrow();
    const late = expect(
      stripe.paymentIntents.create({ ...order, payment_method: 'pm_simulator_slow_60000' }),
    ).rejects.toThrow();
    await stripe.paymentIntents.create(order);
    expect(await end()).toBe(0);
    await Promise.all([hanging, late]);
  });

  it('prints where it listens, and nothing of what it is told', async () => {
    await stripe.paymentIntents.create({ ...order, metadata: { note: 'canary' } });
    await expect(stripe.paymentIntents.create({ ...order, payment_method: 'pm_card_canary' })).rejects.toThrow();
    await simulator.end();
    expect(simulator.output).toBe(`payment simulator on ${simulator.url}\n`);
  });

  it('refuses a damaged ledger and names the line', async () => {
    await stripe.paymentIntents.create(order);
    await simulator.end();
    const whole = readFileSync(simulator.ledgerFile, 'utf8');
    writeFileSync(simulator.ledgerFile, `${whole}{"intent":\n${whole}`);
    await expect(simulator.start()).rejects.toThrow(/line 2 is no JSON/);
  });

  it.each([
    ['LISTEN_ADDRESS', 'nowhere'],
    ['LISTEN_ADDRESS', '127.0.0.1:65536'],
    ['LEDGER_FILE', ''],
    ['SECRET_KEY_FILE', '/nonexistent'],
    ['PUBLIC_URL', 'ftp://here'],
    ['REFUND_SETTLEMENT_MS', '1.5'],
  ])('says in one line that %s cannot be "%s"', async (name, value) => {
    const other = new SimulatorProcess();
    await expect(other.start({ [name]: value })).rejects.toThrow(new RegExp(`^the simulator ended: .*${name}.*\n$`));
    await other.remove();
  });

  it('leaves the ledger alone when its port is taken', async () => {
    const before = readFileSync(simulator.ledgerFile, 'utf8');
    appendFileSync(simulator.ledgerFile, 'as if being written');
    const other = new SimulatorProcess();
    const settings = { LISTEN_ADDRESS: new URL(simulator.url).host, LEDGER_FILE: simulator.ledgerFile };
    await expect(other.start(settings)).rejects.toThrow(/LISTEN_ADDRESS.*EADDRINUSE/);
    await other.remove();
    expect(readFileSync(simulator.ledgerFile, 'utf8')).toBe(`${before}as if being written`);
  });

  it('keeps its key to itself', async () => {
    await stripe.paymentIntents.create(order);
    await simulator.end();
    expect(simulator.output + readFileSync(simulator.ledgerFile, 'utf8')).not.toContain(SECRET_KEY);
  });
});
