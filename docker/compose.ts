// `npm run compose -- up`: makes what the Compose file needs (bases, images, secrets), starts it and waits
// until all of it is healthy. Everything else (`down`, `ps`, `logs orders`) goes to Compose as it is.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepContainerSecrets } from '@bookstore/mesh/containers';
import { findEngineProblem } from '@bookstore/mesh/engine-problem';

const ROOT = join(import.meta.dirname, '..');
const PROJECT = process.env['COMPOSE_PROJECT_NAME'] ?? 'bookstore';
const SECRETS = join(import.meta.dirname, 'secrets');
const HEALTHY_WITHIN_MS = 180_000;
const HELP = `Runs the shop in containers: npm run compose -- <command>

  up          make what is missing, start everything, wait until it is healthy
  down        stop it; the data stays (down --volumes removes that, too)
  secrets     make what is missing of docker/secrets, renew certificates that end soon
  ps, logs orders, restart users, ...   as Compose has them

Variables: SHOP_ADDRESS (127.0.0.1:8443), SHOP_ORIGIN (https://localhost:8443: what browsers know the shop by),
PAYMENT_SIMULATOR_ADDRESS (127.0.0.1:50054), STRIPE_API_URL, STRIPE_PUBLISHABLE_KEY,
BOOKSTORE_ADMIN_EMAIL (admin@bookstore.example), COMPOSE_PROJECT_NAME (bookstore), SHOP_NAMES (localhost,127.0.0.1,::1: whom the
gateway's certificate is for), POSTGRES_SHARED_BUFFERS (512MB; a quarter of the memory for a large shop)
`;

const [command, ...rest] = process.argv.slice(2);
if (command === undefined || ['help', '--help', '-h'].includes(command)) {
  process.stdout.write(HELP);
} else if (command === 'secrets') {
  await makeSecrets();
} else {
  const problem = findEngineProblem();
  if (problem !== undefined) fail(problem);
  if (command === 'up') await up(rest);
  else process.exitCode = compose([command, ...rest]);
}

async function up(options: readonly string[]): Promise<void> {
  say('making images');
  const nx = join(ROOT, 'node_modules', '.bin', 'nx');
  const images = spawnSync(nx, ['run-many', '--targets=image', '--output-style=static'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (images.status !== 0) fail(`images could not be made:\n${images.stdout}${images.stderr}`);
  await makeSecrets();
  say('starting');
  if (compose(['up', '--detach', ...options]) !== 0) fail('Compose could not start it; see above');
  await untilHealthy();
  process.stdout.write(`
  browser  ${process.env['SHOP_ORIGIN'] ?? 'https://localhost:8443'}
  clients  https://${process.env['SHOP_ADDRESS'] ?? 'localhost:8443'}, both by the certificates of docker/secrets/certificates/ca.pem
  staff    ${process.env['BOOKSTORE_ADMIN_EMAIL'] ?? 'admin@bookstore.example'}, password in docker/secrets/staff-password

bookstore is ready
`);
}

async function makeSecrets(): Promise<void> {
  const names = process.env['SHOP_NAMES']?.split(',').filter(Boolean);
  await keepContainerSecrets(SECRETS, names ? { shopNames: names } : {});
  say('secrets are in docker/secrets');
}

interface Container {
  readonly Name: string;
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Health?: { readonly Status: string };
  };
}

/** Waits for every container: those with a health check to be healthy, those that run once to have ended well. */
async function untilHealthy(): Promise<void> {
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  for (let told = ''; ;) {
    const containers = inspect();
    const bad = containers.find(hasFailed);
    if (bad) fail(`${bad.Name.slice(1)} failed; see: docker logs ${bad.Name.slice(1)}`);
    const waiting = containers.filter((container) => !isWell(container)).map(({ Name }) => Name.slice(1));
    if (waiting.length === 0) return;
    if (Date.now() > deadline) fail(`not healthy within ${HEALTHY_WITHIN_MS / 1000} s: ${waiting.join(', ')}`);
    const news = `waiting for ${waiting.join(', ')}`;
    if (news !== told) say((told = news));
    await sleep(500);
  }
}

function isWell({ State: { Status, ExitCode, Health } }: Container): boolean {
  if (Status === 'exited') return ExitCode === 0;
  return Status === 'running' && (Health === undefined || Health.Status === 'healthy');
}

function hasFailed({ State: { Status, ExitCode, Health } }: Container): boolean {
  return Status === 'exited' ? ExitCode !== 0 : Health?.Status === 'unhealthy';
}

function inspect(): readonly Container[] {
  const filter = `label=com.docker.compose.project=${PROJECT}`;
  const ids = execFileSync('docker', ['ps', '--all', '--quiet', '--filter', filter], { encoding: 'utf8' }).split('\n');
  const all = execFileSync('docker', ['inspect', ...ids.filter(Boolean)], { encoding: 'utf8' });
  return JSON.parse(all) as readonly Container[];
}

/** Compose as it is installed: the plugin, or docker-compose. */
function compose(options: readonly string[]): number {
  const plugin = spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status === 0;
  const [program, ...before] = plugin ? ['docker', 'compose'] : ['docker-compose'];
  const file = join(import.meta.dirname, 'compose.yaml');
  const { status, error } = spawnSync(program, [...before, '--project-name', PROJECT, '--file', file, ...options], {
    stdio: 'inherit',
  });
  if (error) fail('neither the Compose plugin of Docker nor docker-compose is installed');
  return status ?? 1;
}

function say(what: string): void {
  process.stdout.write(`compose: ${what}\n`);
}

function fail(what: string): never {
  process.stderr.write(`compose: ${what}\n`);
  process.exit(1);
}
