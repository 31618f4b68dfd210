import { retrying } from '@bookstore/database';
import { lastStaff } from '../domain/user.ts';
import type { DeletionRepository } from '../domain/user-repository.ts';
import type { PrismaClient } from './gen/client.ts';
import { lockStaffAnd } from './locks.ts';

export class PrismaDeletionRepository implements DeletionRepository {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async request(userId: string): Promise<void> {
    await retrying(() =>
      this.#prisma.$transaction(async (tx) => {
        const staff = await lockStaffAnd(tx, userId);
        if (staff.size === 1 && staff.has(userId)) throw lastStaff();
        const where = { id: userId, deletionRequestedAt: null };
        await tx.user.updateMany({ where, data: { deletionRequestedAt: new Date() } });
      }),
    );
  }

  async withdraw(userId: string): Promise<void> {
    await this.#prisma.user.updateMany({ where: { id: userId }, data: { deletionRequestedAt: null } });
  }

  /** All that is personal hangs on the row by foreign keys that cascade. */
  async erase(userId: string): Promise<void> {
    await this.#prisma.user.deleteMany({ where: { id: userId } });
  }

  async listUnfinished(requestedBefore: Date, limit: number): Promise<readonly string[]> {
    const rows = await this.#prisma.user.findMany({
      where: { deletionRequestedAt: { lt: requestedBefore } },
      orderBy: { deletionRequestedAt: 'asc' },
      select: { id: true },
      take: limit,
    });
    return rows.map(({ id }) => id);
  }
}
