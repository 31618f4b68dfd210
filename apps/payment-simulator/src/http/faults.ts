import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, findPaymentMethod } from '../domain/payment-methods.ts';
import { serverError } from '../domain/refusal.ts';

/** Thrown when a request is to get no answer: its connection is closed. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The ways in which waiting ends early. */
export interface Ends {
  /** Resolves when the client is gone. */
  readonly gone: Promise<unknown>;
  /** Aborted when the simulator stops. */
  readonly closing: AbortSignal;
}

/** The fault that a payment method brings, if it is one of this moment. */
export function faultOf(paymentMethod: string | null | undefined, when: Fault['when']): Fault | undefined {
  const fault = findPaymentMethod(paymentMethod ?? '')?.fault;
  return fault?.when === when ? fault : undefined;
}

/**
 * Lets a fault happen. A slow payment goes on though its client has left: that is what makes it late.
 * @throws {NoAnswer | Refusal} as the fault wants it.
 */
export async function strike(fault: Fault | undefined, { gone, closing }: Ends): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return;
    case 'slow':
      await sleep(fault.delayMs, undefined, { signal: closing }).catch(() => {
        throw new NoAnswer();
      });
      return;
    case 'hang':
      await gone;
      throw new NoAnswer();
    case 'dropConnection':
      throw new NoAnswer();
    case 'serverError':
      throw serverError();
  }
}
