/** Public images that the containers are made from; `docker/bases` stands in for them where none can be pulled. */
export const BASE_IMAGES = {
  /** Where the Node that services run on is taken from. */
  node: 'node:26.10.0-bookworm-slim',
  /** What a service's image holds besides: C and C++ runtime, certificates, user 65532; no shell. */
  runtime: 'gcr.io/distroless/cc-debian12:nonroot',
  postgres: 'postgres:18.4-bookworm',
  gateway: 'haproxy:2.6-bookworm',
} as const;

/** Programs that have an image of their own, each a target of `docker/Dockerfile`. */
export const IMAGE_NAMES = ['users', 'inventory', 'orders', 'payment-simulator', 'storefront'] as const;
export type ImageName = (typeof IMAGE_NAMES)[number];

/** The tag of a program's image, as `nx run <name>:image` makes it. */
export function imageTag(name: ImageName): string {
  return `bookstore/${name}:latest`;
}
