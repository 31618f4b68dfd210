import { descriptorSet } from '@bookstore/contracts/descriptors';
import { type DescMethod, createFileRegistry, type FileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

/** The whole contract, as descriptors. */
export const contract: FileRegistry = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet));

/** The bytes that server reflection hands out. */
export const contractBytes: Uint8Array = descriptorSet;

/** Every method of the bookstore's own services. */
export function contractMethods(): DescMethod[] {
  return [...contract].filter((type) => type.kind === 'service').flatMap((service) => service.methods);
}

/** A method's path on the wire, for example `/bookstore.users.v1.UserService/GetUser`. */
export function methodPath(method: DescMethod): string {
  return `/${method.parent.typeName}/${method.name}`;
}
