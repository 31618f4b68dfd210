import { retrying } from '@bookstore/database';
import { invalidCredentials } from '../domain/password.ts';
import {
  decideTrade,
  type NewSession,
  type Session,
  type SessionRepository,
  type Trade,
  type Traded,
} from '../domain/session.ts';
import type { Role } from '../domain/user.ts';
import { type Prisma, type PrismaClient, type Session as SessionRow } from './gen/client.ts';

interface TradedRow {
  readonly session_id: string;
  readonly user_id: string;
  readonly role: Role;
  readonly generation: number;
  readonly token_expires_at: Date;
  readonly used_generation: number;
  readonly used_token_hash: string | null;
  readonly last_used_at: Date;
}

export class PrismaSessionRepository implements SessionRepository {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  open(opened: NewSession): Promise<void> {
    return retrying(() => this.#prisma.$transaction((tx) => openIn(tx, opened)));
  }

  trade(trade: Trade): Promise<Traded | undefined> {
    return retrying(() => this.#prisma.$transaction((tx) => tradeIn(tx, trade)));
  }

  async revoke(userId: string, sessionId: string): Promise<boolean> {
    const { count } = await this.#prisma.session.deleteMany({
      where: { id: sessionId, userId, expiresAt: { gt: new Date() } },
    });
    return count > 0;
  }

  async list(
    userId: string,
    after: Pick<Session, 'createdAt' | 'sessionId'> | undefined,
    limit: number,
  ): Promise<readonly Session[]> {
    const older = after && [
      { createdAt: { lt: after.createdAt } },
      { createdAt: after.createdAt, id: { lt: after.sessionId } },
    ];
    const rows = await this.#prisma.session.findMany({
      where: { userId, expiresAt: { gt: new Date() }, ...(older && { OR: older }) },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: limit,
    });
    return rows.map(toSession);
  }
}

async function tradeIn(tx: Prisma.TransactionClient, trade: Trade): Promise<Traded | undefined> {
  const [row] = await tx.$queryRaw<TradedRow[]>`
    SELECT s.id AS session_id, s.user_id, u.role, t.generation, t.expires_at AS token_expires_at,
           s.used_generation, s.used_token_hash, s.last_used_at
    FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
    WHERE t.token_hash = ${trade.tokenHash} FOR UPDATE OF s`;
  if (!row) return undefined;
  const traded = { sessionId: row.session_id, userId: row.user_id, role: row.role };
  switch (decideTrade(stateOf(row, trade.tokenHash), trade.now, trade.graceMs)) {
    case 'expired':
      return undefined;
    case 'reuse':
      await tx.session.delete({ where: { id: row.session_id } });
      return undefined;
    case 'trade':
      await useUp(tx, row, trade);
      await issueNext(tx, row, trade);
      return traded;
    case 'repeat':
      await issueNext(tx, row, trade);
      return traded;
  }
}

async function useUp(tx: Prisma.TransactionClient, row: TradedRow, trade: Trade): Promise<void> {
  await tx.session.update({
    where: { id: row.session_id },
    data: {
      usedGeneration: row.generation,
      usedTokenHash: trade.tokenHash,
      lastUsedAt: trade.now,
      expiresAt: trade.nextExpiresAt,
      clientAddress: trade.clientAddress,
    },
  });
}

async function issueNext(tx: Prisma.TransactionClient, row: TradedRow, trade: Trade): Promise<void> {
  const { nextTokenHash: tokenHash, nextExpiresAt: expiresAt } = trade;
  await tx.refreshToken.create({
    data: { tokenHash, sessionId: row.session_id, generation: row.generation + 1, expiresAt },
  });
}

function stateOf(row: TradedRow, tokenHash: string) {
  return {
    tokenHash,
    generation: row.generation,
    tokenExpiresAt: row.token_expires_at,
    usedGeneration: row.used_generation,
    usedTokenHash: row.used_token_hash ?? undefined,
    usedAt: row.last_used_at,
  };
}

function toSession(row: SessionRow): Session {
  const { id, userId, clientName, clientAddress, createdAt, lastUsedAt, expiresAt } = row;
  return { sessionId: id, userId, clientName, clientAddress, createdAt, lastUsedAt, expiresAt };
}

/** A password that was reset or changed since it was checked opens no session any more. */
async function openIn(tx: Prisma.TransactionClient, opened: NewSession): Promise<void> {
  const { sessionId, userId, clientName, clientAddress, sourceAddress, tokenHash, now, expiresAt } = opened;
  const proven = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM users WHERE id = ${userId}::uuid AND version = ${opened.userVersion} FOR SHARE`;
  if (proven.length === 0) throw invalidCredentials();
  const session = { id: sessionId, userId, clientName, clientAddress, createdAt: now, lastUsedAt: now, expiresAt };
  await tx.session.create({ data: session });
  await tx.refreshToken.create({ data: { tokenHash, sessionId, generation: 1, expiresAt } });
  const source = { userId, address: sourceAddress };
  await tx.signInSource.upsert({
    where: { userId_address: source },
    create: { ...source, lastUsedAt: now },
    update: { lastUsedAt: now },
  });
}
