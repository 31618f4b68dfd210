import {
  AuthenticateUserRequest,
  AuthenticateUserResponse,
  UserServiceDefinition,
} from '@bookstore/contracts/users/v1/user_service';
import { frame } from '../driver/frame.ts';
import type { Buyer } from '../shop/bench-shop.ts';
import { chanceFrom } from '../shop/chance.ts';
import type { Workload } from './workload.ts';

/** Signs in with the right password, as one buyer after the other. */
export function authenticateUser(buyers: readonly Buyer[]): Workload {
  const chance = chanceFrom(5);
  const requests = buyers.map(({ email, password }) =>
    frame(AuthenticateUserRequest.encode({ email, password, clientName: 'bench' }).finish()),
  );
  return {
    name: 'AuthenticateUser',
    service: 'users',
    path: `/${UserServiceDefinition.fullName}/AuthenticateUser`,
    next: () => ({ framed: chance(requests) }),
    check: (answer) => {
      if (AuthenticateUserResponse.decode(answer).tokens === undefined) throw new Error('no tokens');
    },
  };
}
