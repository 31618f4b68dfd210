/** What a client asked of the bookstore, or what was done to it (`fault`). */
export type FunctionName =
  ('place' | 'get' | 'cancel' | 'ship' | 'complete' | 'refund' | 'price' | 'adjust') | ('authenticate' | 'fault');

/** An order as a client was shown it; money in minor units. */
export interface OrderSeen {
  readonly orderId: string;
  readonly status: string;
  readonly version: number;
  readonly total: number;
  readonly captured: number;
  readonly refunded: number;
  readonly lines: readonly LineSeen[];
}

export interface LineSeen {
  readonly bookId: string;
  readonly quantity: number;
  readonly unitPrice: number;
}

/** What was asked for, or what was answered; each function uses some of it. */
export interface EventValue {
  readonly lines?: readonly { readonly bookId: string; readonly quantity: number }[];
  readonly paymentMethod?: string;
  readonly expectedTotal?: number;
  readonly bookId?: string;
  readonly price?: number;
  readonly quantity?: number;
  readonly amount?: number;
  readonly order?: OrderSeen;
  /** gRPC status and reason of what was not answered well. */
  readonly code?: string;
  readonly reason?: string;
  /** Books of which there were not enough copies. */
  readonly shortOf?: readonly string[];
  /** What a fault was. */
  readonly fault?: string;
}

/**
 * One line of a history. `fail` is a refusal that the contract documents, and says that nothing was
 * done; `info` says nothing: it may have happened, may still happen, or never. A process does one
 * thing at a time, so an event ends the last `invoke` of its process.
 */
export interface HistoryEvent {
  readonly index: number;
  readonly process: string;
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly function: FunctionName;
  /** What must happen once: `user/request id` of a placing, else the request id or the order's or book's id. */
  readonly key: string;
  /** Hash of what was asked for, without the payment method. */
  readonly payload: string;
  readonly value: EventValue;
  /** Milliseconds since the history began, monotonic. */
  readonly time: number;
  readonly seed: number;
}

/** What was asked, and what came of it; without an end it never came back. */
export interface Operation {
  readonly invoke: HistoryEvent;
  readonly end: HistoryEvent | undefined;
}

/** Pairs what was asked with what was answered, in the order of asking. */
export function operationsOf(events: readonly HistoryEvent[]): readonly Operation[] {
  const ends = new Map<number, HistoryEvent>();
  const open = new Map<string, HistoryEvent>();
  for (const event of events) {
    const invoke = open.get(event.process);
    if (event.type === 'invoke') open.set(event.process, event);
    else if (invoke) {
      ends.set(invoke.index, event);
      open.delete(event.process);
    }
  }
  return events.filter(({ type }) => type === 'invoke').map((invoke) => ({ invoke, end: ends.get(invoke.index) }));
}

/** Whether the one was answered before the other was asked. */
export function precedes({ end }: Operation, { invoke }: Operation): boolean {
  return end !== undefined && end.index < invoke.index;
}
