// Makes sure that the public images which this shop builds on are here: those that are not are pulled,
// and where none can be pulled, stand-ins are made under the same tags, from Debian's packages and the
// registry's Node and PostgreSQL (README.md). Done once; what is here already is left alone, but for stand-ins of
// another recipe or Node, which are made anew.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { BASE_IMAGES } from '@bookstore/mesh/images';
import { findBinaries } from '@bookstore/postgres/binaries';

const here = import.meta.dirname;
const DEBIAN = 'bookstore-stand-in/debian:bookworm';
/** On every stand-in: what it was made from. A public image does not have it. */
const LABEL = 'org.bookstore.stand-in';

interface StandIn {
  readonly dockerfile: string;
  /** Folders and files that its Dockerfile copies, by the name it knows them by. */
  readonly context: Readonly<Record<string, string>>;
}

async function standIns(): Promise<Readonly<Record<keyof typeof BASE_IMAGES, StandIn>>> {
  const { postgres } = await findBinaries();
  const programs = join(dirname(postgres), '..');
  return {
    node: { dockerfile: 'node.Dockerfile', context: { node: process.execPath } },
    runtime: { dockerfile: 'cc-debian12.Dockerfile', context: {} },
    postgres: {
      dockerfile: 'postgres.Dockerfile',
      context: {
        bin: join(programs, 'bin'),
        lib: join(programs, 'lib'),
        share: join(programs, 'share'),
        'entrypoint.sh': join(here, 'postgres-entrypoint.sh'),
      },
    },
    gateway: { dockerfile: 'haproxy.Dockerfile', context: {} },
  };
}

for (const [name, standIn] of Object.entries(await standIns())) {
  const tag = BASE_IMAGES[name as keyof typeof BASE_IMAGES];
  const recipe = digestOf([join(here, standIn.dockerfile), ...scriptsOf(standIn)]);
  if (isHere(tag, recipe)) continue;
  if (!isHere(tag) && docker(['pull', '--quiet', tag])) {
    say(`${tag}: pulled`);
    continue;
  }
  say(`${tag}: cannot be pulled; making a stand-in`);
  makeDebian();
  make(tag, standIn, recipe);
}

/** Whether the image is here: a public one, or a stand-in of this recipe. */
function isHere(tag: string, recipe?: string): boolean {
  const { status, stdout } = spawnSync(
    'docker',
    ['image', 'inspect', '--format', `{{index .Config.Labels "${LABEL}"}}`, tag],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) return false;
  return recipe === undefined || ['', '<no value>', recipe].includes(stdout.trim());
}

function make(tag: string, { dockerfile, context }: StandIn, recipe: string): void {
  const directory = mkdtempSync(join(tmpdir(), 'bookstore-base-'));
  try {
    for (const [name, from] of Object.entries(context))
      cpSync(from, join(directory, name), { recursive: true, verbatimSymlinks: true });
    const options = ['--quiet', '--tag', tag, '--label', `${LABEL}=${recipe}`, '--file', join(here, dockerfile)];
    const { status, stderr } = spawnSync('docker', ['build', ...options, directory], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${tag} could not be built: ${stderr}`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A small Debian, by the mirror that this machine's own apt uses. */
function makeDebian(): void {
  if (isHere(DEBIAN)) return;
  say('installing a small Debian for stand-ins (once; about half a minute)');
  const directory = mkdtempSync(join(tmpdir(), 'bookstore-debian-'));
  try {
    execFileSync('debootstrap', ['--variant=minbase', 'bookworm', directory, mirror()], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const left = ['./var/cache/apt', './var/lib/apt/lists', './usr/share/doc', './usr/share/man', './usr/share/locale'];
    const archive = execFileSync('tar', ['-C', directory, ...left.map((path) => `--exclude=${path}/*`), '-c', '.'], {
      maxBuffer: 1024 ** 3,
    });
    execFileSync('docker', ['import', '--change', 'CMD ["bash"]', '-', DEBIAN], {
      input: archive,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
  } catch (cause) {
    throw new Error('stand-ins need root and debootstrap (apt-get install debootstrap)', { cause });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function mirror(): string {
  const format = ['indextargets', 'Created-By: Packages', '--format', '$(RELEASE) $(REPO_URI)'];
  const { stdout } = spawnSync('apt-get', format, { encoding: 'utf8' });
  return /^bookworm (\S+)$/m.exec(stdout)?.[1] ?? 'http://deb.debian.org/debian';
}

function docker(args: readonly string[]): boolean {
  return spawnSync('docker', args, { stdio: 'ignore' }).status === 0;
}

function scriptsOf({ context }: StandIn): readonly string[] {
  return Object.values(context).filter((file) => file.endsWith('.sh'));
}

function digestOf(files: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(`${basename(file)}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function say(what: string): void {
  process.stdout.write(`bases: ${what}\n`);
}
