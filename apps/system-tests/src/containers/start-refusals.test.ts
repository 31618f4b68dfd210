// What keeps an image from starting: one line that names the file or the version and what to do.
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Authority } from '@bookstore/certificates';
import { keepContainerSecrets } from '@bookstore/mesh/containers';
import { imageTag } from '@bookstore/mesh/images';
import pg from 'pg';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { type Ended, HARDENED, tryDocker } from './docker.ts';

const base = mkdtempSync(join(tmpdir(), 'bookstore-refusals-'));
const superuser = readFileSync(join(inject('dataDirectory'), 'secrets/superuser-password'), 'utf8');
const url = new URL(inject('databaseUrls').users);
const databases: string[] = [];

/** Runs SQL as PostgreSQL's superuser. */
async function execute(database: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({
    host: url.hostname,
    port: Number(url.port),
    user: 'postgres',
    password: superuser,
    database,
  });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** A database of its own; gives its connection string. */
async function newDatabase(): Promise<string> {
  const name = `refusals_${randomUUID().slice(0, 8)}`;
  databases.push(name);
  await execute('postgres', `CREATE DATABASE ${name} OWNER users`);
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

/** Runs users on secrets that a test may first damage. */
async function run(options: {
  readonly databaseUrl?: string;
  readonly program?: string;
  readonly damage?: (secrets: string) => void | Promise<void>;
}): Promise<Ended> {
  const secrets = join(mkdtempSync(join(base, 'shop-')), 'secrets');
  await keepContainerSecrets(secrets);
  rmSync(join(secrets, 'users-database-url'));
  writeFileSync(join(secrets, 'users-database-url'), options.databaseUrl ?? url.href, { mode: 0o444 });
  await options.damage?.(secrets);
  const mount = (source: string, target: string) => `--volume=${join(secrets, source)}:${target}:ro`;
  const environment = {
    DATABASE_URL_FILE: '/run/secrets/users-database-url',
    SERVICE_KEY_FILE: '/run/secrets/users-key.pem',
    TRUSTED_SERVICES_DIR: '/run/trusted',
    TLS_CERT_FILE: '/run/certificates/certificate.pem',
    TLS_KEY_FILE: '/run/certificates/certificate.pem.key',
    TLS_CA_FILE: '/run/certificates/ca.pem',
    ORDERS_ADDRESS: 'orders:50053',
    MAIL_DIRECTORY: '/tmp/mail',
    LISTEN_ADDRESS: '127.0.0.1:0',
  };
  return tryDocker(
    ...['run', '--rm', '--network=host', '--tmpfs=/tmp', ...HARDENED],
    ...Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`),
    ...['users-database-url', 'users-key.pem'].map((file) => mount(file, `/run/secrets/${file}`)),
    ...[mount('trusted/users', '/run/trusted'), mount('certificates/users', '/run/certificates')],
    ...[imageTag('users'), options.program ?? 'bundle/main.js'],
  );
}

afterAll(async () => {
  for (const name of databases) await execute('postgres', `DROP DATABASE ${name} WITH (FORCE)`);
  rmSync(base, { recursive: true, force: true });
});

/** One line on standard error, nothing else, exit code 1. */
function expectRefusal({ code, stdout, stderr }: Ended, line: RegExp): void {
  expect(stderr).toMatch(line);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
}

describe('the image of users does not start', () => {
  const certificate = 'certificates/users/certificate.pem';
  const put = (secrets: string, file: string, text: string, mode = 0o444) => {
    rmSync(join(secrets, file), { force: true });
    writeFileSync(join(secrets, file), text, { mode });
    chmodSync(join(secrets, file), mode);
  };
  const issue = async (authority: Authority, secrets: string, days?: number) => {
    const issued = await authority.issue({ name: 'users', ...(days !== undefined && { days }) });
    put(secrets, certificate, issued.certificate);
    put(secrets, `${certificate}.key`, issued.key);
  };

  it.each<[string, (secrets: string) => void | Promise<void>, RegExp]>([
    [
      'without its key',
      (secrets) => rmSync(join(secrets, 'users-key.pem')),
      /^SERVICE_KEY_FILE: .*\/run\/secrets\/users-key\.pem/,
    ],
    [
      'when it may not read a secret',
      (secrets) => put(secrets, 'users-database-url', 'postgresql://', 0o600),
      /^DATABASE_URL_FILE: .*\/run\/secrets\/users-database-url/,
    ],
    [
      'without a certificate',
      (secrets) => rmSync(join(secrets, certificate)),
      /^TLS_CERT_FILE: .*\/run\/certificates\/certificate\.pem/,
    ],
    [
      'with a certificate of another authority',
      async (secrets) => issue(await Authority.create(), secrets),
      /\/run\/certificates\/certificate\.pem.*\/run\/certificates\/ca\.pem/,
    ],
    [
      'with a certificate that has expired',
      async (secrets) => {
        const read = (file: string) => readFileSync(join(secrets, 'certificates', file), 'utf8');
        const authority = await Authority.fromPem({ certificate: read('ca.pem'), key: read('ca-key.pem') });
        await issue(authority, secrets, -1);
      },
      /\/run\/certificates\/certificate\.pem.*expired/,
    ],
    [
      'with the certificate of another service',
      (secrets) => {
        for (const end of ['', '.key'])
          put(
            secrets,
            `${certificate}${end}`,
            readFileSync(join(secrets, `certificates/orders/certificate.pem${end}`), 'utf8'),
          );
      },
      /\/run\/certificates\/certificate\.pem.*users/,
    ],
  ])('%s', async (_what, damage, line) => {
    expectRefusal(await run({ damage }), line);
  });

  it('on a database that is not migrated', async () => {
    expectRefusal(await run({ databaseUrl: await newDatabase() }), /^DATABASE_URL: .*migrat/);
  });

  it('on a database of a newer release, and neither do its migrations', async () => {
    const databaseUrl = await newDatabase();
    expect((await run({ databaseUrl, program: 'bundle/migrate.js' })).code).toBe(0);
    await execute(
      new URL(databaseUrl).pathname.slice(1),
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ('of-tomorrow', 'x', '20990101000000_of_tomorrow', now(), 1)`,
    );
    expectRefusal(await run({ databaseUrl }), /newer release.*20990101000000_of_tomorrow/);
    expectRefusal(
      await run({ databaseUrl, program: 'bundle/migrate.js' }),
      /newer release.*20990101000000_of_tomorrow/,
    );
  });
});
