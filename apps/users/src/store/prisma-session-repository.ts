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
    return retrying(() => open(this.#prisma, opened));
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

/** A password that was reset or changed since it was checked opens no session any more. One statement, one commit. */
async function open(prisma: PrismaClient, opened: NewSession): Promise<void> {
  const { sessionId, userId, userVersion, clientName, clientAddress, sourceAddress, tokenHash, now, expiresAt } =
    opened;
  const written = await prisma.$queryRaw<object[]>`
    WITH proven AS (
      SELECT id FROM users WHERE id = ${userId}::uuid AND version = ${userVersion} FOR SHARE
    ), session AS (
      INSERT INTO sessions (id, user_id, client_name, client_address, created_at, last_used_at, expires_at)
      SELECT ${sessionId}::uuid, id, ${clientName}, ${clientAddress}, ${now}, ${now}, ${expiresAt} FROM proven
      RETURNING id
    ), token AS (
      INSERT INTO refresh_tokens (token_hash, session_id, generation, expires_at)
      SELECT ${tokenHash}, id, 1, ${expiresAt} FROM session
    ), source AS (
      INSERT INTO sign_in_sources (user_id, address, last_used_at)
      SELECT id, ${sourceAddress}, ${now} FROM proven
      ON CONFLICT (user_id, address) DO UPDATE SET last_used_at = excluded.last_used_at
    )
    SELECT id FROM session`;
  if (written.length === 0) throw invalidCredentials();
}
