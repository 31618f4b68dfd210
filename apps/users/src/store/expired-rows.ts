import type { PrismaClient } from './gen/client.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long an address is remembered that nobody signed in from since. */
const SOURCE_KEPT_MS = 90 * DAY_MS;

/** How long a mail is known by its id: who hands in a notice again does so within hours. */
const ORDER_MAIL_KEPT_MS = 30 * DAY_MS;

/** Deletes what has run out and what nobody will ask for again. */
export async function deleteExpiredRows(prisma: PrismaClient, now: Date): Promise<void> {
  const expired = { where: { expiresAt: { lt: now } } };
  await prisma.session.deleteMany(expired);
  await prisma.refreshToken.deleteMany(expired);
  await prisma.passwordResetToken.deleteMany(expired);
  await prisma.throttle.deleteMany({ where: { expire: { lt: BigInt(now.getTime()) } } });
  const forgotten = new Date(now.getTime() - SOURCE_KEPT_MS);
  await prisma.signInSource.deleteMany({ where: { lastUsedAt: { lt: forgotten } } });
  const unlikely = new Date(now.getTime() - ORDER_MAIL_KEPT_MS);
  await prisma.orderMail.deleteMany({ where: { createdAt: { lt: unlikely } } });
}
