import type { NewResetToken, Redemption, ResetTokenRepository } from '../domain/password-reset.ts';
import type { PrismaClient } from './gen/client.ts';

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

  redeem({ tokenHash, passwordHash, sourceAddress, now }: Redemption): Promise<boolean> {
    return this.#prisma.$transaction(async (tx) => {
      // Of two at once, one deletes the row and the other finds none.
      const [redeemed] = await tx.$queryRaw<{ user_id: string }[]>`
        DELETE FROM password_reset_tokens WHERE token_hash = ${tokenHash} AND expires_at > ${now} RETURNING user_id`;
      if (!redeemed) return false;
      const userId = redeemed.user_id;
      await tx.user.update({
        where: { id: userId },
        data: { passwordHash, version: { increment: 1 }, updatedAt: now },
      });
      await tx.session.deleteMany({ where: { userId } });
      await tx.passwordResetToken.deleteMany({ where: { userId } });
      const source = { userId, address: sourceAddress };
      await tx.signInSource.upsert({
        where: { userId_address: source },
        create: { ...source, lastUsedAt: now },
        update: { lastUsedAt: now },
      });
      return true;
    });
  }
}
