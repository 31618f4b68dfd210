import { CreateUserRequest } from '@bookstore/contracts/users/v1/user_service';
import {
  checkMessage,
  checkStore,
  ConfigError,
  databaseUrl,
  invalidFields,
  readConfig,
  runOnce,
  text,
} from '@bookstore/service-kit';
import { DomainError } from '@bookstore/values';
import { argon2Settings } from './config.ts';
import { Argon2Hasher } from './credentials/argon2-hasher.ts';
import { isCommonPassword } from './credentials/common-passwords.ts';
import { MIGRATIONS } from './migrations.ts';
import { appointFirstStaff } from './operations/appoint-first-staff.ts';
import { openStore } from './store/open-store.ts';

/** The contract's fields, as whoever runs this knows them. */
const VARIABLES: Readonly<Record<string, string>> = {
  email: 'BOOKSTORE_ADMIN_EMAIL',
  password: 'BOOKSTORE_ADMIN_PASSWORD',
};

// Makes the shop's first member of staff. Safe to repeat: where there is staff, it does nothing.
await runOnce('users', async () => {
  process.stdout.write(`${await createStaff().catch(inTheirWords)}\n`);
});

async function createStaff(): Promise<string> {
  const settings = {
    DATABASE_URL: databaseUrl(),
    BOOKSTORE_ADMIN_EMAIL: text('an e-mail address'),
    BOOKSTORE_ADMIN_PASSWORD: text('a password of 8 to 128 characters'),
    ...argon2Settings,
  };
  const config = readConfig(settings, process.env);
  const { BOOKSTORE_ADMIN_EMAIL: email, BOOKSTORE_ADMIN_PASSWORD: password } = config;
  checkByContract(email, password);
  const hasher = await Argon2Hasher.create({
    memoryKib: config.ARGON2_MEMORY_KIB,
    timeCost: config.ARGON2_TIME_COST,
    ...{ atOnce: 1, queueLimit: 1 },
  });
  const store = openStore({
    DATABASE_URL: config.DATABASE_URL,
    DATABASE_MAX_CONNECTIONS: 1,
    DATABASE_ACQUIRE_TIMEOUT_MS: 10_000,
    DATABASE_STATEMENT_TIMEOUT_MS: 10_000,
  });
  try {
    await checkStore(store, MIGRATIONS);
    const deps = { users: store.users, hasher, isCommonPassword };
    switch (await appointFirstStaff(deps, email, password)) {
      case 'none needed':
        return 'users: the shop has staff already; nothing was changed';
      case 'promoted':
        return `users: ${email} is staff now, with the password that it had`;
      case 'created':
        return `users: ${email} is staff now`;
    }
  } finally {
    await store.close();
  }
}

/** The same rules as for everybody who registers. */
function checkByContract(email: string, password: string): void {
  const request = CreateUserRequest.encode({ email, password, displayName: 'Staff' }).finish();
  const broken = checkMessage('bookstore.users.v1.CreateUserRequest', request);
  if (broken.length > 0) throw invalidFields(broken);
}

/** A refused field, by the name of the variable that it came from. */
function inTheirWords(error: unknown): never {
  if (!(error instanceof DomainError) || error.fields.length === 0) throw error;
  throw new ConfigError(
    error.fields.map(({ field, description }) => `${VARIABLES[field] ?? field}: ${description}`).join('; '),
  );
}
