// Writes src/gen: the ts-proto stubs, and the descriptor image as a module, so that one image
// feeds reflection, validation and authorization from source and from a bundle alike.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const buf = (...args: string[]) => execFileSync('buf', args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });

buf('generate');
const image = buf('build', '--exclude-source-info', '--as-file-descriptor-set', '--output', '-');
writeFileSync(
  join(import.meta.dirname, 'src/gen/descriptors.ts'),
  `/** The contract as a \`google.protobuf.FileDescriptorSet\`. */
export const descriptorSet: Uint8Array = Buffer.from('${image.toString('base64')}', 'base64');
`,
);
