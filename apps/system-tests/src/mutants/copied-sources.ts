import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as mesh from '@bookstore/mesh';
import type { Patch } from './mutants.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const OWN_PACKAGES = '@bookstore';
const LEFT_OUT = new Set(['node_modules', 'dist', 'test']);

/** A copy of the services' sources, to be changed; it goes when it is disposed of. */
export class CopiedSources implements Disposable {
  readonly #directory = mkdtempSync(join(tmpdir(), 'bookstore-mutant-'));

  constructor() {
    writeFileSync(join(this.#directory, 'package.json'), readFileSync(join(ROOT, 'package.json')));
    for (const folder of ['apps', 'libs']) {
      const filter = (source: string) => !LEFT_OUT.has(basename(source));
      cpSync(join(ROOT, folder), join(this.#directory, folder), { recursive: true, filter });
    }
    this.#linkPackages();
  }

  /** @throws when what is to be replaced is not there exactly once: then the mutant is out of date. */
  patch({ file, find, replace }: Patch): void {
    const path = join(this.#directory, file);
    const parts = readFileSync(path, 'utf8').split(find);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times, not once: ${find}`);
    writeFileSync(path, parts.join(replace));
  }

  /** The copy's own maker of meshes, which runs the copy's services. */
  async mesh(): Promise<Pick<typeof mesh, 'startEmbeddedMesh'>> {
    const { href } = pathToFileURL(join(this.#directory, 'libs/mesh/src/index.ts'));
    return (await import(href)) as typeof mesh;
  }

  [Symbol.dispose](): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Packages of others are where they are; those of this workspace are the copy's. */
  #linkPackages(): void {
    const workspaces = ['apps', 'libs'].flatMap((folder) =>
      readdirSync(join(ROOT, folder)).map((name) => join(folder, name)),
    );
    for (const folder of ['.', ...workspaces]) {
      const packages = join(ROOT, folder, 'node_modules');
      if (!existsSync(packages)) continue;
      const target = join(this.#directory, folder, 'node_modules');
      mkdirSync(target, { recursive: true });
      for (const name of readdirSync(packages)) {
        if (name !== OWN_PACKAGES) symlinkSync(join(packages, name), join(target, name));
      }
    }
    const own = join('node_modules', OWN_PACKAGES);
    mkdirSync(join(this.#directory, own));
    for (const name of readdirSync(join(ROOT, own))) {
      const workspace = join(ROOT, own, readlinkSync(join(ROOT, own, name)));
      symlinkSync(join(this.#directory, relative(ROOT, workspace)), join(this.#directory, own, name));
    }
  }
}
