import { DomainError } from '@bookstore/values';
import type { PlaceOrderCommand } from '../../src/operations/place-order.ts';
import type { CrashSite, Process } from './crash-site.ts';
import { type Failpoint, type Fault, type Strike } from './failpoints.ts';
import { comeToRest, problemsAtRest, stateOf } from './rest.ts';
import type { Scenario } from './scenarios.ts';

/**
 * What those do who hear nothing. `retry`: ask again, once the struck process is done or held up.
 * `give up`: nothing; the sweeps finish it. `two at once`: two ask again from the moment of the strike.
 */
export const BEHAVIOURS = ['retry', 'give up', 'two at once'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

export interface Cell extends Strike {
  readonly behaviour: Behaviour;
}

/** Every cell of some failpoints. */
export function cellsOf(failpoints: readonly Failpoint[], faults: readonly Fault[], behaviours: readonly Behaviour[]) {
  return failpoints.flatMap((failpoint) =>
    faults.flatMap((fault) => behaviours.map((behaviour): Cell => ({ ...failpoint, fault, behaviour }))),
  );
}

export function nameOf({ name }: Scenario, { side, call, fault, behaviour }: Cell): string {
  return `${name}: ${fault} ${side} ${call}, ${behaviour}`;
}

/** Before and after each call. */
export function failpointsOf(calls: readonly string[]): readonly Failpoint[] {
  return calls.flatMap((call) => (['before', 'after'] as const).map((side) => ({ call, side })));
}

/** The calls of a scenario when nothing strikes. */
export async function callsOf(site: CrashSite, scenario: Scenario): Promise<readonly string[]> {
  const command = await scenario.prepare(site);
  const process = site.process();
  await attempt({ site, scenario, command }, process);
  return process.life.calls;
}

/** Something that is done once under a cell, for one order. */
interface Trial {
  readonly site: CrashSite;
  readonly scenario: Scenario;
  readonly command: PlaceOrderCommand;
}

/** Lets a fault strike, everybody behave, and all come to rest; gives what is wrong then. */
export async function runCell(site: CrashSite, scenario: Scenario, cell: Cell): Promise<readonly string[]> {
  await site.postgresServes();
  const trial = { site, scenario, command: await scenario.prepare(site) };
  const struck = site.process(cell);
  const first = attempt(trial, struck);
  const reached = await Promise.race([struck.life.reached.then(() => true), first.then(() => false)]);
  if (!reached) return ['the failpoint was never reached'];
  const answers = await behave(trial, cell, first);
  struck.life.release();
  answers.push(await first);
  await site.postgresServes();
  return [
    ...(await comeToRest(site, trial.command)),
    ...(await problemsOfEnd(trial, cell, answers)),
    ...(await problemsOfRepeat(trial)),
  ];
}

/** What those who heard nothing do, and what they are told. */
async function behave(trial: Trial, { behaviour, fault }: Cell, first: Promise<string>): Promise<string[]> {
  if (behaviour === 'two at once') return Promise.all([untilAnswered(trial), untilAnswered(trial)]);
  if (fault !== 'late') await first;
  if (behaviour === 'retry') return [await untilAnswered(trial)];
  const { site, command } = trial;
  await site.postgresServes();
  const charged = await site.charged(command.orderId);
  await comeToRest(site, command);
  return (await site.charged(command.orderId)) === charged ? [] : [CHARGED_BY_SWEEPS];
}

/** Nothing was heard that one could rely on. */
const SILENCE = '';

const CHARGED_BY_SWEEPS = 'the sweeps charged';

/** Asks once; gives the state that was told, the reason of a refusal, or silence. */
async function attempt({ site, scenario, command }: Trial, process: Process): Promise<string> {
  try {
    const order = await scenario.act(process, command, site);
    return order?.status ?? 'swept';
  } catch (error) {
    return error instanceof DomainError && error.kind !== 'UNAVAILABLE' ? error.reason : SILENCE;
  } finally {
    await process.idle();
  }
}

/** PostgreSQL may be away for a moment. */
const MAX_TRIES = 10;

async function untilAnswered(trial: Trial): Promise<string> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    await trial.site.postgresServes();
    const answer = await attempt(trial, trial.site.process());
    if (answer !== SILENCE) return answer;
  }
  return SILENCE;
}

async function problemsOfEnd(trial: Trial, { behaviour }: Cell, answers: readonly string[]): Promise<string[]> {
  const { ends } = trial.scenario;
  const { status } = await stateOf(trial.site, trial.command.orderId);
  const allowed = behaviour === 'give up' ? [...ends, 'nothing'] : ends.slice(0, 1);
  const toldPaid = answers.includes('PAID') && !['PAID', 'CANCELLED'].includes(status);
  return [
    ...(allowed.includes(status) ? [] : [`the order is ${status}, not ${allowed.join(' or ')}`]),
    ...(toldPaid ? [`told as PAID, and is ${status}`] : []),
    ...(answers.includes(CHARGED_BY_SWEEPS) ? [CHARGED_BY_SWEEPS] : []),
  ];
}

/** Whoever asks at rest gets an answer, and it breaks nothing. */
async function problemsOfRepeat(trial: Trial): Promise<string[]> {
  const { site, command } = trial;
  const before = await stateOf(site, command.orderId);
  const answer = await untilAnswered(trial);
  const after = await stateOf(site, command.orderId);
  const silent = answer === SILENCE ? ['a repeat at rest gets no answer'] : [];
  const changed = after.version !== before.version;
  return [...silent, ...(await (changed ? comeToRest : problemsAtRest)(site, command))];
}
