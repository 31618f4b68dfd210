/**
 * Makes a UUID out of another one and a name (RFC 9562, version 5): whoever makes it, whenever,
 * makes the same, so that what is repeated under it happens once.
 */
export type DeriveId = (namespace: string, name: string) => string;
