import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Of what browsers load; fonts are compressed as they are. */
const TEXT = /\.(js|css|svg)$/;

/** Writes each script and style sheet a second and a third time, by Brotli and gzip at their best, for the server to send. */
export function compressedAssets(): Plugin {
  return {
    name: 'compressed-assets',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    // After the files of `public`, which are copied before the bundle is written.
    writeBundle: ({ dir = '.' }) => {
      for (const file of readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((each) => TEXT.test(each))) {
        const content = readFileSync(join(dir, file));
        writeFileSync(join(dir, `${file}.br`), brotliCompressSync(content));
        writeFileSync(join(dir, `${file}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}
