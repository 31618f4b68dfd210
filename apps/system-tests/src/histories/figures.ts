import type { Evidence } from './check/evidence.ts';
import { type Operation, operationsOf } from './history-event.ts';

/** What a history has seen: a run whose faults hit nothing proves nothing. */
export interface Figures {
  readonly histories: number;
  /** Things that clients asked for. */
  readonly operations: number;
  readonly faults: number;
  /** Faults during which an order was being placed whose caller learnt nothing. */
  readonly strikes: number;
  /** Requests to place an order, each counted once however often it was asked. */
  readonly requests: number;
  /** Those of which somebody was told that they are paid. */
  readonly acknowledged: number;
  /** Orders whose copies, or money and copies, went back. */
  readonly compensations: number;
  readonly expiries: number;
  /** Requests that were asked more than once. */
  readonly repeatedKeys: number;
  /** Transactions that PostgreSQL gave up for a deadlock, and that were run again. */
  readonly serializationRetries: number;
  /** Answers INTERNAL or UNKNOWN: faults that a service has no name for. */
  readonly unexplained: number;
  readonly violations: number;
}

const UNEXPLAINED = new Set(['INTERNAL', 'UNKNOWN']);

export const NOTHING: Figures = {
  ...{ histories: 0, operations: 0, faults: 0, strikes: 0, requests: 0, acknowledged: 0, compensations: 0 },
  ...{ expiries: 0, repeatedKeys: 0, serializationRetries: 0, unexplained: 0, violations: 0 },
};

export function addFigures(one: Figures, other: Figures): Figures {
  const sum: Record<keyof Figures, number> = { ...one };
  for (const name of Object.keys(NOTHING) as (keyof Figures)[]) sum[name] += other[name];
  return sum;
}

/** Counts what a history has seen. */
export function figuresOf(evidence: Evidence, violations: number, serializationRetries: number): Figures {
  const operations = operationsOf(evidence.events);
  const placings = operations.filter(({ invoke }) => invoke.function === 'place');
  const faults = operations.filter(({ invoke }) => invoke.function === 'fault');
  const keys = [...Map.groupBy(placings, ({ invoke }) => invoke.key).values()];
  const isAcknowledged = (tries: readonly Operation[]) =>
    tries.some(({ end }) => (end?.value.order?.captured ?? 0) > 0);
  const outcomes = (...names: readonly string[]) =>
    evidence.orders.filter(({ stockOutcome }) => names.includes(stockOutcome)).length;
  return {
    histories: 1,
    operations: operations.length - faults.length,
    faults: faults.length,
    strikes: faults.filter((fault) => placings.some((placing) => struck(fault, placing))).length,
    requests: keys.length,
    acknowledged: keys.filter(isAcknowledged).length,
    compensations: outcomes('RELEASE', 'RETURN'),
    expiries: evidence.orders.filter(({ status }) => status === 'EXPIRED').length,
    repeatedKeys: keys.filter((tries) => tries.length > 1).length,
    serializationRetries,
    unexplained: operations.filter(({ end }) => UNEXPLAINED.has(end?.value.code ?? '')).length,
    violations,
  };
}

function struck(fault: Operation, placing: Operation): boolean {
  const endOf = ({ end }: Operation) => end?.index ?? Number.POSITIVE_INFINITY;
  const overlaps = fault.invoke.index < endOf(placing) && placing.invoke.index < endOf(fault);
  return overlaps && placing.end?.type === 'info';
}

/** One line, and what is missing for it to prove anything. */
export function summarize(figures: Figures): { readonly line: string; readonly vacuous: readonly string[] } {
  const share = figures.requests === 0 ? 0 : Math.round((100 * figures.acknowledged) / figures.requests);
  const line =
    `${figures.histories} histories, ${figures.operations} operations, ${figures.strikes} of ${figures.faults} faults ` +
    `struck an order in flight, ${share}% acknowledged, ${figures.compensations} compensations, ` +
    `${figures.expiries} expiries, ${figures.repeatedKeys} repeated keys, ` +
    `${figures.serializationRetries} serialization retries, ${figures.unexplained} unexplained answers, ` +
    `${figures.violations} violations`;
  const { histories } = figures;
  const vacuous = [
    ...(figures.operations < 200 * histories ? ['fewer than 200 operations a history'] : []),
    ...(figures.strikes < histories ? ['fewer strikes than histories'] : []),
    // On a machine with ten other things to do a tenth is a lot; on its own it is two fifths.
    ...(share < 5 ? ['fewer than one in twenty acknowledged'] : []),
    ...(figures.compensations < histories ? ['fewer compensations than histories'] : []),
    ...(figures.expiries === 0 ? ['nothing expired'] : []),
    ...(figures.repeatedKeys < 10 * histories ? ['fewer than ten repeated keys a history'] : []),
    // A short run may be out of luck; see the plan's `deadlock`.
    ...(histories >= 20 && figures.serializationRetries === 0 ? ['no serialization retry'] : []),
  ];
  return { line, vacuous };
}
