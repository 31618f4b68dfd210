import { ACCESS_TOKEN_ALGORITHM } from '@bookstore/service-kit';
import { CompactEncrypt, compactDecrypt, type CryptoKey, errors, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { SigningKey } from '../domain/signing-key.ts';
import { randomUUID } from 'node:crypto';

const MANAGEMENT = 'dir';
const ENCRYPTION = 'A256GCM';

/** Makes a key pair whose private half only who has the secret (32 bytes) can read. */
export async function makeSealedKey(secret: Uint8Array, signsFrom: Date): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(ACCESS_TOKEN_ALGORITHM, { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  if (jwk.x === undefined) throw new Error('an Ed25519 key has no public half');
  const kid = randomUUID();
  const sealedPrivateKey = await new CompactEncrypt(Buffer.from(JSON.stringify(jwk)))
    .setProtectedHeader({ alg: MANAGEMENT, enc: ENCRYPTION, kid })
    .encrypt(secret);
  return { kid, publicKey: jwk.x, sealedPrivateKey, signsFrom };
}

/** The private key; undefined when it was sealed with another secret, or for another key id. */
export async function unsealKey(secret: Uint8Array, key: SigningKey): Promise<CryptoKey | Uint8Array | undefined> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(key.sealedPrivateKey, secret, {
      keyManagementAlgorithms: [MANAGEMENT],
      contentEncryptionAlgorithms: [ENCRYPTION],
    });
    const jwk: unknown = JSON.parse(Buffer.from(plaintext).toString());
    if (protectedHeader.kid !== key.kid || typeof jwk !== 'object' || jwk === null) return undefined;
    return await importJWK(jwk, ACCESS_TOKEN_ALGORITHM);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
