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

/** Removes what a mesh has made: containers, networks, volumes. */
export function removeMesh(engine: Engine, mesh: string): Promise<void> {
  return removeWhere(engine, (labels) => labels[MESH] === mesh);
}

/** Removes what meshes left behind whose owners are gone. */
export function removeLeftovers(engine: Engine): Promise<void> {
  return removeWhere(engine, (labels) => !isNode(Number(labels[OWNER])) && labels[OWNER] !== String(process.pid));
}

type Labels = Readonly<Record<string, string>>;

async function removeWhere({ container: { dockerode } }: Engine, isMeant: (labels: Labels) => boolean): Promise<void> {
  const filters = { label: [MESH] };
  const containers = await dockerode.listContainers({ all: true, filters });
  await each(
    containers.filter(({ Labels: labels }) => isMeant(labels)),
    ({ Id }) => dockerode.getContainer(Id).remove({ force: true, v: true }),
  );
  const networks = await dockerode.listNetworks({ filters });
  await each(
    networks.filter(({ Labels: labels = {} }) => isMeant(labels)),
    ({ Id }) => dockerode.getNetwork(Id).remove(),
  );
  const { Volumes: volumes } = await dockerode.listVolumes({ filters });
  await each(
    volumes.filter(({ Labels: labels }) => isMeant(labels)),
    ({ Name }) => dockerode.getVolume(Name).remove(),
  );
}

/** What somebody else removed in the meantime is gone, too. */
async function each<T>(items: readonly T[], remove: (item: T) => Promise<unknown>): Promise<void> {
  await Promise.all(
    items.map((item) =>
      remove(item).catch((error: unknown) => {
        const status = (error as { statusCode?: number }).statusCode;
        if (status !== 404 && status !== 409) throw error;
      }),
    ),
  );
}
