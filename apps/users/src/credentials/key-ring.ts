import { runOutsideCalls, type VerificationKey } from '@bookstore/service-kit';
import {
  currentKey,
  nextKeyStart,
  type RotationPolicy,
  type SigningKey,
  type SigningKeyRepository,
  spentKeys,
} from '../domain/signing-key.ts';
import { makeSealedKey, unsealKey } from './key-sealing.ts';

type PrivateKey = NonNullable<Awaited<ReturnType<typeof unsealKey>>>;
type UsableKey = SigningKey & { readonly privateKey: PrivateKey };

interface Loaded {
  readonly all: readonly SigningKey[];
  readonly usable: readonly UsableKey[];
}

export interface KeyRingOptions {
  readonly repository: SigningKeyRepository;
  /** 32 bytes that seal the private keys in the database. */
  readonly secret: Uint8Array;
  readonly policy: RotationPolicy;
}

/** Keys are read again after so long, or sooner if they are published for less before they sign. */
const RELOAD_AFTER_MS = 30_000;

/** The signing keys, shared by all replicas through the database and kept in memory for a while. */
export class KeyRing {
  readonly #options: KeyRingOptions;
  readonly #reloadAfterMs: number;
  #loaded: { readonly keys: Promise<Loaded>; readonly until: number } | undefined;

  constructor(options: KeyRingOptions) {
    this.#options = options;
    this.#reloadAfterMs = Math.min(RELOAD_AFTER_MS, options.policy.leadMs / 4);
  }

  /** Makes the next key when it is time, the first one at once; removes keys of which no token can be alive. */
  async rotate(): Promise<void> {
    const { repository, secret, policy } = this.#options;
    await repository.rotate(async (keys) => {
      const now = new Date();
      const start = nextKeyStart(await this.#usable(keys), now, policy);
      return {
        add: start && (await makeSealedKey(secret, start)),
        remove: spentKeys(keys, now, policy),
      };
    });
    this.#loaded = undefined;
  }

  /** The public keys that tokens may be signed with now, or are about to be. */
  async published(): Promise<readonly VerificationKey[]> {
    const { all } = await this.#load();
    return all.map(({ kid, publicKey }) => ({ kid, publicKey }));
  }

  /** The key that signs now. */
  async signer(): Promise<UsableKey> {
    const { usable } = await this.#load();
    const key = currentKey(usable, new Date());
    if (!key) throw new Error('there is no signing key that this service can use');
    return key;
  }

  /** One reading is for all who need it: the deadline of the call that happens to ask first must not end it. */
  #load(): Promise<Loaded> {
    if (this.#loaded && Date.now() < this.#loaded.until) return this.#loaded.keys;
    const until = Date.now() + this.#reloadAfterMs;
    const loading = { keys: runOutsideCalls(() => this.#read()), until };
    this.#loaded = loading;
    // What could not be read is read again by the next; this one hears of it.
    loading.keys.catch(() => {
      if (this.#loaded === loading) this.#loaded = undefined;
    });
    return loading.keys;
  }

  async #read(): Promise<Loaded> {
    const all = await this.#options.repository.list();
    return { all, usable: await this.#usable(all) };
  }

  /** A key that an older identity of this service sealed is of no use, but its tokens live on. */
  async #usable(keys: readonly SigningKey[]): Promise<readonly UsableKey[]> {
    const opened = await Promise.all(
      keys.map(async (key) => ({ ...key, privateKey: await unsealKey(this.#options.secret, key) })),
    );
    return opened.filter((key): key is UsableKey => key.privateKey !== undefined);
  }
}
