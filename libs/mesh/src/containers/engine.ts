import { setTimeout as sleep } from 'node:timers/promises';
import { type ContainerRuntimeClient, getContainerRuntimeClient } from 'testcontainers';
import { MeshError } from '../mesh.ts';
import { isNode } from '../owner.ts';

/** What talks to the Docker engine, as Testcontainers found it. */
export type Engine = ContainerRuntimeClient;

/** On everything that a mesh makes: which mesh, and which process owns it. */
const MESH = 'org.bookstore.mesh';
const OWNER = 'org.bookstore.mesh.owner';

/** @throws {MeshError} when no engine answers. */
export async function findEngine(): Promise<Engine> {
  try {
    return await getContainerRuntimeClient();
  } catch (cause) {
    throw new MeshError('no Docker engine answers; start one, or name it by DOCKER_HOST', { cause });
  }
}

/** The labels of what a mesh of this process makes. */
export function labelsOf(mesh: string): Readonly<Record<string, string>> {
  return { [MESH]: mesh, [OWNER]: String(process.pid) };
}

/** A label that everything has which belongs together. */
export interface Label {
  readonly name: string;
  readonly value: string;
}

/** What everything has that a mesh has made. */
export function labelOf(mesh: string): Label {
  return { name: MESH, value: mesh };
}

/** Removes containers, networks and volumes that have a label. */
export function removeLabelled(engine: Engine, { name, value }: Label): Promise<void> {
  return removeWhere(engine, name, (labels) => labels[name] === value);
}

/** Removes what meshes left behind whose owners are gone. */
export function removeLeftovers(engine: Engine): Promise<void> {
  return removeWhere(engine, MESH, (labels) => !isNode(Number(labels[OWNER])) && labels[OWNER] !== String(process.pid));
}

type Labels = Readonly<Record<string, string>>;

const TRIES = 40;
const PAUSE_MS = 250;

/** Several may be at it at once: what one of them cannot remove yet, it looks for again. */
async function removeWhere(engine: Engine, label: string, isMeant: (labels: Labels) => boolean): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await removeOnce(engine, label, isMeant);
      return;
    } catch (error) {
      const { statusCode = 0 } = error as { readonly statusCode?: number };
      if (![403, 404, 409].includes(statusCode) || tries === TRIES) throw error;
    }
    await sleep(PAUSE_MS);
  }
}

async function removeOnce(
  { container: { dockerode } }: Engine,
  label: string,
  isMeant: (labels: Labels) => boolean,
): Promise<void> {
  const filters = { label: [label] };
  const containers = (await dockerode.listContainers({ all: true, filters })).filter((each) => isMeant(each.Labels));
  await Promise.all(containers.map(({ Id }) => dockerode.getContainer(Id).remove({ force: true, v: true })));
  const networks = (await dockerode.listNetworks({ filters })).filter((each) => isMeant(each.Labels ?? {}));
  await Promise.all(networks.map(({ Id }) => dockerode.getNetwork(Id).remove()));
  const volumes = (await dockerode.listVolumes({ filters })).Volumes.filter((each) => isMeant(each.Labels));
  await Promise.all(volumes.map(({ Name }) => dockerode.getVolume(Name).remove()));
}
