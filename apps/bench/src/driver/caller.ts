import { type OrderStatements, openOrderStatements } from '../floors/order-statements.ts';
import { openPasswordCheck, type PasswordCheck } from '../floors/password-check.ts';
import { openPreparedReads, type PreparedReads } from '../floors/prepared-reads.ts';
import type { Call } from '../load/load.ts';
import { openRpcCalls, type RpcCalls } from './rpc-calls.ts';

/** What is to be called, as data, so that another process can be told. */
export type CallerSpec = RpcCalls | OrderStatements | PreparedReads | PasswordCheck;

/** Something that can be called, ready to be. */
export interface Caller extends AsyncDisposable {
  readonly call: Call;
}

/** Connects so many callers. */
export function openCaller(spec: CallerSpec, atOnce: number): Promise<Caller> {
  switch (spec.kind) {
    case 'rpc':
      return openRpcCalls(spec, atOnce);
    case 'order statements':
      return openOrderStatements(spec, atOnce);
    case 'prepared reads':
      return openPreparedReads(spec, atOnce);
    case 'password check':
      return openPasswordCheck(spec);
  }
}
