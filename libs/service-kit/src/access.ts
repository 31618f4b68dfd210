import { Access } from '@bookstore/contracts/type/v1/access';
import { DomainError } from '@bookstore/values';
import { getOption } from '@bufbuild/protobuf';
import { contract, contractMethods, methodPath } from './contract.ts';
import { isStaff, type Principal } from './principal.ts';

const ACCESS_OPTION = 'bookstore.type.v1.access';

/** Who may call each method, by its path, as the contract's access options say. */
export const accessByPath: ReadonlyMap<string, Access> = readAccess();

/**
 * Refuses a caller that a method is not for. Whose data a caller may see is its service's to
 * decide; here, `SELF` only means that there is a user.
 * @throws {DomainError} UNAUTHENTICATED or PERMISSION_DENIED.
 */
export function authorize(path: string, principal: Principal): void {
  const access = accessByPath.get(path);
  switch (access) {
    case Access.PUBLIC:
      return;
    case Access.SIGNED_IN:
    case Access.SELF:
    case Access.SELF_OR_STAFF:
      return allow(principal, principal.kind === 'user');
    case Access.STAFF:
      return allow(principal, isStaff(principal));
    case Access.SERVICE:
      return allow(principal, principal.kind === 'service');
    default:
      throw denied();
  }
}

function allow(principal: Principal, condition: boolean): void {
  if (condition) return;
  if (principal.kind === 'anonymous') throw unauthenticated();
  throw denied();
}

/** The refusal of a call that needs a token and has none, or a bad one. */
export function unauthenticated(): DomainError {
  return new DomainError('UNAUTHENTICATED', 'UNAUTHENTICATED', 'sign in first: a valid access token is needed');
}

function denied(): DomainError {
  return new DomainError('PERMISSION_DENIED', 'PERMISSION_DENIED', 'you may not do this');
}

function readAccess(): ReadonlyMap<string, Access> {
  const option = contract.getExtension(ACCESS_OPTION);
  if (!option) throw new Error(`the contract does not declare ${ACCESS_OPTION}`);
  return new Map(
    contractMethods().map((method): [string, Access] => {
      const access = getOption(method, option) as Access | undefined;
      if (!access) throw new Error(`${methodPath(method)} has no access option`);
      return [methodPath(method), access];
    }),
  );
}
