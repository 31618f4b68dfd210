#!/usr/bin/env node
// Plain JavaScript for whatever Node is there: one that is too old to run the sources starts this file
// again by the workspace's own, which is the `node` package.
import './compile-cache.js';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import('../src/main.ts');
} else {
  const newer = workspaceNode();
  if (newer === undefined) {
    process.stderr.write(
      `bookstore: Node 24 or later is needed, this is ${process.versions.node}; run "npm install" first\n`,
    );
    process.exit(1);
  }
  // Ctrl-C reaches the child by itself; this process only waits for what it makes of it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  const { status, signal } = spawnSync(newer, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

function workspaceNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    const binary = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}
