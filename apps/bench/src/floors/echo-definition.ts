import { InventoryServiceDefinition } from '@bookstore/contracts/inventory/v1/inventory_service';
import { UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';

const SERVICE = 'bookstore.bench.Echo';

interface MessageCodec<Message> {
  encode(message: Message): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
}

/** One that takes the answer of an RPC and gives it back. */
const echoOf = <Message>(rpc: { readonly name: string; readonly responseType: MessageCodec<Message> }) => ({
  name: rpc.name,
  requestType: rpc.responseType,
  requestStream: false as const,
  responseType: rpc.responseType,
  responseStream: false as const,
  options: {},
});

/** A service that does nothing but read and write the messages of the RPCs that are measured. */
export const EchoDefinition = {
  name: 'Echo',
  fullName: SERVICE,
  methods: {
    getBookDetails: echoOf(InventoryServiceDefinition.methods.getBookDetails),
    searchBooks: echoOf(InventoryServiceDefinition.methods.searchBooks),
    authenticateUser: echoOf(UserServiceDefinition.methods.authenticateUser),
  },
} as const;

export type EchoedRpc = keyof typeof EchoDefinition.methods;

/** Where the echo of an RPC is called. */
export function echoPath(rpc: EchoedRpc): string {
  return `/${SERVICE}/${EchoDefinition.methods[rpc].name}`;
}
