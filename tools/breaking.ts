// Compares the contract with that of main (`buf breaking`, rules of buf.yaml). The other side is
// unpacked from git into a folder, because Buf cannot read a shallow clone; where main is not
// there at all, as in a clone of one branch at depth 1, it is fetched at depth 1.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const git = (...args: string[]) => spawnSync('git', args, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 });
const exists = (ref: string) => git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`).status === 0;

function findMain(): string {
  const found = ['refs/remotes/origin/main', 'refs/heads/main'].find(exists);
  if (found !== undefined) return found;
  git('fetch', '--depth=1', 'origin', 'main:refs/remotes/origin/main');
  if (exists('refs/remotes/origin/main')) return 'refs/remotes/origin/main';
  throw new Error('there is no branch main, here or at origin, to compare the contract with');
}

const main = findMain();
const archive = git('archive', '--format=tar', main, 'protos', 'buf.yaml');
if (archive.status !== 0) {
  process.stdout.write(`main has no contract yet; nothing to compare with\n`);
} else {
  const directory = mkdtempSync(join(tmpdir(), 'bookstore-main-'));
  try {
    execFileSync('tar', ['-x', '-C', directory], { input: archive.stdout });
    const { status } = spawnSync('buf', ['breaking', '--against', directory], { stdio: 'inherit' });
    process.stdout.write(`the contract breaks ${status === 0 ? 'nothing' : 'what stands above'} of ${main}\n`);
    process.exitCode = status ?? 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
