/**
 * Keys that access tokens are signed with. A key's life follows from times alone: published from
 * when it is made, it signs from `signsFrom` until the next one does, and stays published until
 * the last token that it signed has ended. Whoever verifies has thus seen a key before it signs.
 */
export interface SigningKey {
  readonly kid: string;
  /** The Ed25519 public key, base64url. */
  readonly publicKey: string;
  /** Opaque here: the private key, encrypted. */
  readonly sealedPrivateKey: string;
  readonly signsFrom: Date;
}

export interface RotationPolicy {
  /** Milliseconds that a key signs. */
  readonly signsMs: number;
  /** Milliseconds that a key is published before it signs. */
  readonly leadMs: number;
  /** Milliseconds that a key stays published after it signed last: no token lives longer. */
  readonly lingerMs: number;
}

/** The key that signs now. */
export function currentKey<K extends SigningKey>(keys: readonly K[], now: Date): K | undefined {
  return byStart(keys).findLast((key) => key.signsFrom <= now);
}

/** When the next key is to sign from, if it is time to make one; `keys` are those that can be used. */
export function nextKeyStart(keys: readonly SigningKey[], now: Date, policy: RotationPolicy): Date | undefined {
  const current = currentKey(keys, now);
  if (!current) return now;
  if (keys.some((key) => key.signsFrom > now)) return undefined;
  const due = current.signsFrom.getTime() + policy.signsMs;
  if (now.getTime() < due - policy.leadMs) return undefined;
  return new Date(Math.max(due, now.getTime() + policy.leadMs));
}

/** Keys of which no token can be alive. */
export function spentKeys(keys: readonly SigningKey[], now: Date, policy: RotationPolicy): readonly SigningKey[] {
  const sorted = byStart(keys);
  return sorted.filter((_key, index) => {
    const successor = sorted[index + 1];
    return successor !== undefined && successor.signsFrom.getTime() + policy.lingerMs < now.getTime();
  });
}

function byStart<K extends SigningKey>(keys: readonly K[]): readonly K[] {
  return keys.toSorted((a, b) => a.signsFrom.getTime() - b.signsFrom.getTime() || (a.kid < b.kid ? -1 : 1));
}

export interface SigningKeyRepository {
  list(): Promise<readonly SigningKey[]>;
  /** Lets one process at a time look at all keys and decide what to add and what to remove. */
  rotate(decide: (keys: readonly SigningKey[]) => Promise<KeyRotation>): Promise<void>;
}

export interface KeyRotation {
  readonly add: SigningKey | undefined;
  readonly remove: readonly SigningKey[];
}
