import type { PrismaClient } from './gen/client.ts';

/** How long an address is remembered that nobody signed in from since. */
const SOURCE_KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** Deletes what has run out and what nobody will ask for again. */
export async function deleteExpiredRows(prisma: PrismaClient, now: Date): Promise<void> {
  const expired = { where: { expiresAt: { lt: now } } };
  await prisma.session.deleteMany(expired);
  await prisma.refreshToken.deleteMany(expired);
  await prisma.passwordResetToken.deleteMany(expired);
  await prisma.throttle.deleteMany({ where: { expire: { lt: BigInt(now.getTime()) } } });
  const forgotten = new Date(now.getTime() - SOURCE_KEPT_MS);
  await prisma.signInSource.deleteMany({ where: { lastUsedAt: { lt: forgotten } } });
}
