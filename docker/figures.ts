// Prints what images and containers cost: sizes, starts of services, the start of a whole mesh.
// `npx nx run docker:figures`; nothing is asserted, a machine is as fast as it is.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICE_NAMES, type ServiceName } from '@bookstore/mesh';
import { startContainerMesh } from '@bookstore/mesh/containers';
import { BASE_IMAGES, IMAGE_NAMES, imageTag } from '@bookstore/mesh/images';

const ROUNDS = 3;

const docker = (...args: readonly string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();
const sizeOf = (tag: string) => Number(docker('image', 'inspect', '--format', '{{.Size}}', tag));
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const print = (line: string) => process.stdout.write(`${line}\n`);

printSizes();
await printStarts();

function printSizes(): void {
  print(`Node base: ${megabytes(sizeOf(BASE_IMAGES.node))} (${BASE_IMAGES.node})`);
  for (const name of IMAGE_NAMES) {
    const tag = imageTag(name);
    print(`${name}: ${megabytes(sizeOf(tag))}, of which ${megabytes(addedTo(tag))} on top of Node and its runtime`);
  }
}

/** Bytes of the layers above the one that brings Node. */
function addedTo(tag: string): number {
  const layers = docker('history', '--human=false', '--no-trunc', '--format', '{{.Size}} {{.CreatedBy}}', tag).split(
    '\n',
  );
  const node = layers.findIndex((layer) => layer.includes('COPY') && layer.includes('/usr/local/bin/node'));
  return layers.slice(0, node).reduce((sum, layer) => sum + Number.parseInt(layer), 0);
}

async function printStarts(): Promise<void> {
  const meshes: number[] = [];
  const services: Record<ServiceName, number[]> = { users: [], inventory: [], orders: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'bookstore-figures-'));
    const begin = performance.now();
    const staff = { email: 'staff@shop.example', password: 'a long enough passphrase' };
    const mesh = await startContainerMesh({ dataDirectory, staff });
    meshes.push(performance.now() - begin);
    for (const name of SERVICE_NAMES) services[name].push(startOf(mesh.addresses[name]));
    await mesh.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  }
  for (const name of SERVICE_NAMES) print(`${name} serves after ${seconds(services[name])} of its container's start`);
  print(`a whole mesh serves after ${seconds(meshes)}`);
}

/** Milliseconds from the start of the container that listens there to the line by which it says that it serves. */
function startOf(address: string): number {
  const container = docker('ps', '--quiet', '--filter', `publish=${address.split(':')[1] ?? ''}`);
  const begin = Date.parse(docker('inspect', '--format', '{{.State.StartedAt}}', container));
  const line = docker('logs', '--timestamps', container)
    .split('\n')
    .find((text) => text.includes('"serving"'));
  return Date.parse(line?.split(' ')[0] ?? '') - begin;
}

/** The median, and from what to what. */
function seconds(milliseconds: readonly number[]): string {
  const sorted = milliseconds.map((ms) => (ms / 1000).toFixed(1)).sort((a, b) => Number(a) - Number(b));
  return `${sorted[Math.floor(sorted.length / 2)]} s (${sorted[0]} to ${sorted.at(-1)}, ${ROUNDS} rounds)`;
}
