import { Access } from '@bookstore/contracts/type/v1/access';
import { type DescMethod } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { accessByPath } from './access.ts';
import { contractMethods, methodPath } from './contract.ts';

/**
 * What handlers are counted by, so that a flood of the one kind leaves places for the others:
 * what other services ask for, streams of answers, streams of requests, and of the rest what only
 * reads and what writes.
 */
export type HandlerKind = 'serviceCall' | 'stream' | 'upload' | 'read' | 'write';

const kindByPath: ReadonlyMap<string, HandlerKind> = new Map(
  contractMethods().map((method) => [methodPath(method), kindOf(method)]),
);

/** The kind of a method of the contract, by its path. */
export function handlerKind(path: string): HandlerKind {
  const kind = kindByPath.get(path);
  if (kind === undefined) throw new Error(`the contract has no ${path}`);
  return kind;
}

function kindOf(method: DescMethod): HandlerKind {
  if (method.methodKind === 'server_streaming') return 'stream';
  if (method.methodKind !== 'unary') return 'upload';
  if (accessByPath.get(methodPath(method)) === Access.SERVICE) return 'serviceCall';
  return method.idempotency === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS ? 'read' : 'write';
}
