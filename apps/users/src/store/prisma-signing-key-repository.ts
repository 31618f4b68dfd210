import { retrying } from '@bookstore/database';
import type { KeyRotation, SigningKey, SigningKeyRepository } from '../domain/signing-key.ts';
import type { PrismaClient } from './gen/client.ts';

/** Any number: replicas that start or rotate take turns. */
const ROTATION_LOCK = 7_302_117;

export class PrismaSigningKeyRepository implements SigningKeyRepository {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async list(): Promise<readonly SigningKey[]> {
    return await this.#prisma.signingKey.findMany({ orderBy: [{ signsFrom: 'asc' }, { kid: 'asc' }] });
  }

  async rotate(decide: (keys: readonly SigningKey[]) => Promise<KeyRotation>): Promise<void> {
    await retrying(() =>
      this.#prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ROTATION_LOCK})`;
        const { add, remove } = await decide(await tx.signingKey.findMany());
        if (add) await tx.signingKey.create({ data: add });
        await tx.signingKey.deleteMany({ where: { kid: { in: remove.map(({ kid }) => kid) } } });
      }),
    );
  }
}
