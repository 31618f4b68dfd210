import { isUniqueViolation, retrying } from '@bookstore/database';
import { invalidCredentials } from '../domain/password.ts';
import {
  checkEtag,
  emailKey,
  emailTaken,
  lastStaff,
  type User,
  type UserChange,
  userNotFound,
} from '../domain/user.ts';
import type {
  Claimant,
  NewUser,
  RoleUpdate,
  UserFilter,
  UserRepository,
  UserUpdate,
} from '../domain/user-repository.ts';
import type { Prisma, PrismaClient } from './gen/client.ts';
import { lockAsStaff, lockUser } from './locks.ts';
import { fromAddress, toUser } from './user-row.ts';

/** Any number: who appoints the first staff takes turns. */
const FIRST_STAFF_LOCK = 7_302_118;
/** Behind every text in the order of code points. */
const LAST = '\u{10FFFF}';

export class PrismaUserRepository implements UserRepository {
  readonly #prisma: PrismaClient;

  constructor(prisma: PrismaClient) {
    this.#prisma = prisma;
  }

  async create(user: NewUser): Promise<User> {
    return toUser(await unlessTaken(this.#prisma.user.create({ data: newRow(user) })));
  }

  async find(userId: string): Promise<User | undefined> {
    const row = await this.#prisma.user.findUnique({ where: { id: userId } });
    return row ? toUser(row) : undefined;
  }

  async findByEmail(email: string): Promise<User | undefined> {
    const row = await this.#prisma.user.findUnique({ where: { emailKey: emailKey(email) } });
    return row ? toUser(row) : undefined;
  }

  async findClaimant(email: string, sourceAddress: string): Promise<Claimant> {
    const [user, source] = await Promise.all([
      this.findByEmail(email),
      this.#prisma.signInSource.findFirst({ where: { address: sourceAddress, user: { emailKey: emailKey(email) } } }),
    ]);
    return { user, knownSource: source !== null };
  }

  async list({ emailPrefix, role }: UserFilter, after: string | undefined, limit: number): Promise<readonly User[]> {
    const prefix = emailKey(emailPrefix);
    const rows = await this.#prisma.user.findMany({
      where: {
        // A range, because LIKE would take % and _ in the prefix for wildcards.
        AND: [
          { emailKey: { gte: prefix, lt: `${prefix}${LAST}` } },
          after === undefined ? {} : { emailKey: { gt: after } },
        ],
        ...(role && { role }),
      },
      orderBy: { emailKey: 'asc' },
      take: limit,
    });
    return rows.map(toUser);
  }

  update({ userId, etag, change, staffId }: UserUpdate): Promise<User> {
    return this.#transaction(async (tx) => {
      if (staffId !== undefined) await lockAsStaff(tx, staffId, userId);
      checkEtag(await lockUser(tx, userId), etag);
      const row = await unlessTaken(tx.user.update({ where: { id: userId }, data: changedRow(change) }));
      // A mail on its way to the old address must not set the password any more.
      if (change.email !== undefined) await tx.passwordResetToken.deleteMany({ where: { userId } });
      if (staffId !== undefined) {
        await audit(tx, staffId, 'UpdateUser', userId, { fields: Object.keys(change) });
      }
      return toUser(row);
    });
  }

  setRole({ userId, etag, role, staffId }: RoleUpdate): Promise<User> {
    return this.#transaction(async (tx) => {
      const staff = await lockAsStaff(tx, staffId, userId);
      const before = await tx.user.findUnique({ where: { id: userId } });
      if (!before) throw userNotFound(userId);
      checkEtag(before, etag);
      if (role !== 'staff' && staff.size === 1 && staff.has(userId)) throw lastStaff();
      const row = await tx.user.update({ where: { id: userId }, data: { role, ...touched() } });
      await audit(tx, staffId, 'SetUserRole', userId, { from: before.role, to: role });
      return toUser(row);
    });
  }

  async replaceHash(userId: string, oldHash: string, newHash: string): Promise<void> {
    await this.#prisma.user.updateMany({
      where: { id: userId, passwordHash: oldHash },
      data: { passwordHash: newHash },
    });
  }

  changePassword(
    { userId, version }: Pick<User, 'userId' | 'version'>,
    passwordHash: string,
    exceptSessionId: string,
  ): Promise<void> {
    return this.#transaction(async (tx) => {
      const { count } = await tx.user.updateMany({
        where: { id: userId, version },
        data: { passwordHash, ...touched() },
      });
      if (count === 0) throw invalidCredentials();
      await tx.session.deleteMany({ where: { userId, id: { not: exceptSessionId } } });
      await tx.passwordResetToken.deleteMany({ where: { userId } });
    });
  }

  appointFirstStaff(user: NewUser): Promise<'none needed' | 'promoted' | 'created'> {
    return this.#transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_STAFF_LOCK})`;
      if (await tx.user.findFirst({ where: { role: 'staff' } })) return 'none needed';
      const known = await tx.user.findUnique({ where: { emailKey: emailKey(user.email) } });
      const { id } = known
        ? await tx.user.update({ where: { id: known.id }, data: { role: 'staff', ...touched() } })
        : await tx.user.create({ data: newRow(user) });
      await audit(tx, 'create-staff', 'SetUserRole', id, { from: known?.role ?? null, to: 'staff' });
      return known ? 'promoted' : 'created';
    });
  }

  #transaction<T>(work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
    return retrying(() => this.#prisma.$transaction(work));
  }
}

function newRow({ userId, email, displayName, passwordHash, role }: NewUser) {
  const now = new Date();
  return {
    id: userId,
    email,
    emailKey: emailKey(email),
    displayName,
    passwordHash,
    role,
    createdAt: now,
    updatedAt: now,
  };
}

function changedRow({ email, displayName, shippingAddress }: UserChange) {
  return {
    ...(email !== undefined && { email, emailKey: emailKey(email) }),
    ...(displayName !== undefined && { displayName }),
    ...(shippingAddress !== undefined && { shippingAddress: fromAddress(shippingAddress) }),
    ...touched(),
  };
}

function touched() {
  return { version: { increment: 1 }, updatedAt: new Date() };
}

/** Writes what staff did: names of fields, never what stood in them. */
async function audit(
  tx: Prisma.TransactionClient,
  actor: string,
  action: string,
  subject: string,
  details: Prisma.InputJsonObject,
): Promise<void> {
  await tx.auditEntry.create({ data: { actor, action, subject, details } });
}

async function unlessTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (isUniqueViolation(error, 'users_email_key_key')) throw emailTaken();
    throw error;
  }
}
