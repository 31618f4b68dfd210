// What one file says of an image, every other says too.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BASE_IMAGES, IMAGE_NAMES, imageTag } from '@bookstore/mesh/images';
import { describe, expect, it } from 'vitest';

const read = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8');
const dockerfile = read('Dockerfile');
const compose = read('compose.yaml');

describe('the images', () => {
  it('come from the bases that stand-ins are made for', () => {
    const bases = [...dockerfile.matchAll(/^ARG \w+_IMAGE=(\S+)$/gm)].map(([, tag]) => tag);
    expect(bases).toEqual([BASE_IMAGES.node, BASE_IMAGES.runtime]);
  });

  it('run on the Node that development and tests run on', () => {
    expect(BASE_IMAGES.node).toBe(`node:${process.versions.node}-bookworm-slim`);
  });

  it('are those that the Compose file starts', () => {
    const used = new Set([...compose.matchAll(/^ +image: (\S+)$/gm)].map(([, tag]) => tag));
    expect(used).toEqual(new Set([...IMAGE_NAMES.map(imageTag), BASE_IMAGES.postgres, BASE_IMAGES.gateway]));
  });

  it('are each a target of the Dockerfile', () => {
    const targets = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => name);
    expect(targets).toEqual(expect.arrayContaining([...IMAGE_NAMES]));
  });
});
