import type { Mesh } from '@bookstore/mesh';
import { withConnection } from '@bookstore/postgres/with-connection';
import { tryDurability } from '../durability/durability.ts';
import { runCampaign } from '../histories/campaign.ts';
import type { Violation } from '../histories/check/violation.ts';
import { settingsOfHistories } from '../histories/mesh-of-histories.ts';
import { type MeshOptions, startMesh } from '../mesh-for-tests.ts';
import { CopiedSources } from './copied-sources.ts';
import type { Mutant } from './mutants.ts';

export interface MutantResult {
  /** What caught it first; undefined if nothing did. */
  readonly caught: string | undefined;
  readonly histories: number;
}

interface TryOptions {
  /** Histories that it has to show itself in. */
  readonly histories: number;
  readonly seed: number;
  readonly directory: string;
}

/** Runs a bookstore with a bug in it, until somebody notices. */
export async function tryMutant(mutant: Mutant, options: TryOptions): Promise<MutantResult> {
  using sources = new CopiedSources();
  for (const patch of mutant.patches) sources.patch(patch);
  const { startEmbeddedMesh } = await sources.mesh();
  const start = async (meshOptions: MeshOptions) => {
    const mesh = await startMesh('mutant', meshOptions, startEmbeddedMesh);
    await corrupt(mesh, mutant.sql);
    return mesh;
  };
  return mutant.caughtBy === 'histories' ? await byHistories(start, options) : await byDurability(start);
}

type Start = (options: MeshOptions) => Promise<Mesh>;

async function byHistories(start: Start, { histories, seed, directory }: TryOptions): Promise<MutantResult> {
  const found: Violation[] = [];
  const figures = await runCampaign({
    ...{ directory, stopsAtViolation: true },
    seeds: Array.from({ length: histories }, (_, index) => seed + index),
    startMesh: (first) => start(settingsOfHistories(first)),
    onHistory: (_seed, _figures, violations) => found.push(...violations),
  });
  return { caught: found[0] && `${found[0].invariant}: ${found[0].what}`, histories: figures.histories };
}

async function byDurability(start: Start): Promise<MutantResult> {
  const mesh = await start({});
  try {
    const { lost } = await tryDurability({ mesh, kills: 3, ordersPerKill: 100, buyers: 16 });
    return { caught: lost > 0 ? `durability: ${lost} acknowledged orders lost` : undefined, histories: 0 };
  } catch (error) {
    return { caught: `durability: ${error instanceof Error ? error.message : String(error)}`, histories: 0 };
  } finally {
    await mesh.stop();
  }
}

async function corrupt(mesh: Mesh, sql: Mutant['sql']): Promise<void> {
  for (const { service, statement } of sql) {
    await withConnection(mesh.databaseUrl(service), (client) => client.query(statement));
  }
}
