import { CreateUserRequest } from '@bookstore/contracts/users/v1/user_service';
import { checkMessage, ConfigError, databaseUrl, readConfig, text } from '@bookstore/service-kit';
import { argon2Settings } from './config.ts';
import { Argon2Hasher } from './credentials/argon2-hasher.ts';
import { isCommonPassword } from './credentials/common-passwords.ts';
import { appointFirstStaff } from './operations/appoint-first-staff.ts';
import { openStore } from './store/open-store.ts';

/** The contract's fields, as whoever runs this knows them. */
const VARIABLES: Readonly<Record<string, string>> = {
  email: 'BOOKSTORE_ADMIN_EMAIL',
  password: 'BOOKSTORE_ADMIN_PASSWORD',
};

// Makes the shop's first member of staff. Safe to repeat: where there is staff, it does nothing.
try {
  process.stdout.write(`${await createStaff()}\n`);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const named = message.replace(/^password:/, 'BOOKSTORE_ADMIN_PASSWORD:');
  process.stderr.write(`${named.replaceAll(/\s*\n\s*/g, ' ')}\n`);
  process.exitCode = 1;
}

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
    const problem = await store.findProblem();
    if (problem !== undefined) throw new ConfigError(`DATABASE_URL: ${problem}`);
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
  if (broken.length === 0) return;
  throw new ConfigError(
    broken.map(({ field, description }) => `${VARIABLES[field] ?? field}: ${description}`).join('; '),
  );
}
