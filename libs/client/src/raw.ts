/**
 * The generated stubs, bare, for who wants no more than types: definitions, clients and messages as
 * the contract has them. What `Bookstore` adds (tokens, deadlines on the wire, retries, typed errors)
 * is not here.
 *
 *     const inventory = createClient(InventoryServiceDefinition, createChannel('127.0.0.1:50052'));
 *     const { books } = await inventory.searchBooks({ query: 'dune' });
 */

/** InventoryService: its definition, for `createClient`, and the type of its client. */
export {
  type InventoryServiceClient,
  InventoryServiceDefinition,
} from '@bookstore/contracts/inventory/v1/inventory_service';
/** OrderService, likewise. */
export { type OrderServiceClient, OrderServiceDefinition } from '@bookstore/contracts/orders/v1/order_service';
/** UserService, likewise. */
export { type UserServiceClient, UserServiceDefinition } from '@bookstore/contracts/users/v1/user_service';
/** Messages and enums of `bookstore.inventory.v1`: books. */
export * as books from '@bookstore/contracts/inventory/v1/book';
/** Requests and responses of InventoryService. */
export * as inventory from '@bookstore/contracts/inventory/v1/inventory_service';
/** Messages and enums of `bookstore.orders.v1`: orders. */
export * as order from '@bookstore/contracts/orders/v1/order';
/** Requests and responses of OrderService. */
export * as orders from '@bookstore/contracts/orders/v1/order_service';
/** Messages and enums of `bookstore.users.v1`: accounts. */
export * as user from '@bookstore/contracts/users/v1/user';
/** Requests and responses of UserService. */
export * as users from '@bookstore/contracts/users/v1/user_service';
/** The reasons of errors. */
export { ErrorReason } from '@bookstore/contracts/type/v1/error_reason';
/** From nice-grpc, which makes channels and clients of definitions, and the metadata of calls. */
export { createChannel, createClient, createClientFactory, Metadata } from 'nice-grpc';
