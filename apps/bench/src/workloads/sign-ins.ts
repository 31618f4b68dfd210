import { AuthenticateUserRequest, UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
import type { RpcCalls } from '../driver/rpc-calls.ts';
import type { BenchShop } from '../shop/bench-shop.ts';
import { callsTo } from './workload.ts';

/** Signs in with the right password, as one buyer after the other. */
export function authenticateUser(shop: BenchShop): RpcCalls {
  return callsTo(shop, {
    service: 'users',
    serviceName: UserServiceDefinition.fullName,
    rpc: UserServiceDefinition.methods.authenticateUser,
    requests: shop.buyers.map(({ email, password }) =>
      AuthenticateUserRequest.fromPartial({ email, password, clientName: 'bench' }),
    ),
    answer: 'tokens',
  });
}

/** More sign-ins than can be hashed: most are refused. */
export function floodOfSignIns(shop: BenchShop): RpcCalls {
  return { ...authenticateUser(shop), mayBeRefused: true };
}
