import { retrying } from '@bookstore/database';
import type { NewResetToken, Redemption, ResetTokenRepository } from '../domain/password-reset.ts';
import type { Prisma, PrismaClient } from './gen/client.ts';

export class PrismaResetTokenRepository implements ResetTokenRepository {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async add({ tokenHash, userId, expiresAt }: NewResetToken): Promise<void> {
    await this.#prisma.passwordResetToken.create({ data: { tokenHash, userId, expiresAt } });
  }

  async isValid(tokenHash: string, now: Date): Promise<boolean> {
    return (await this.#prisma.passwordResetToken.count({ where: { tokenHash, expiresAt: { gt: now } } })) > 0;
  }

  redeem(redemption: Redemption): Promise<boolean> {
    return retrying(() => this.#prisma.$transaction((tx) => redeemIn(tx, redemption)));
  }
}

/** The account first, then its tokens, as in every transaction that touches both: of two at once, one waits. */
async function redeemIn(tx: Prisma.TransactionClient, redemption: Redemption): Promise<boolean> {
  const { tokenHash, passwordHash, sourceAddress, now } = redemption;
  const [owner] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM users
    WHERE id = (SELECT user_id FROM password_reset_tokens WHERE token_hash = ${tokenHash}) FOR UPDATE`;
  if (!owner) return false;
  const userId = owner.id;
  const { count } = await tx.passwordResetToken.deleteMany({ where: { tokenHash, expiresAt: { gt: now } } });
  if (count === 0) return false;
  await tx.user.update({ where: { id: userId }, data: { passwordHash, version: { increment: 1 }, updatedAt: now } });
  await tx.session.deleteMany({ where: { userId } });
  await tx.passwordResetToken.deleteMany({ where: { userId } });
  const source = { userId, address: sourceAddress };
  await tx.signInSource.upsert({
    where: { userId_address: source },
    create: { ...source, lastUsedAt: now },
    update: { lastUsedAt: now },
  });
  return true;
}
