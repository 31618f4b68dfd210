import { DriverProcess } from './driver/driver-process.ts';
import { measureCell, type MeasureOptions } from './measure/measure-cell.ts';
import type { Measurement, Row } from './measure/measurement.ts';
import { settled } from './shop/settled.ts';
import { chosenNames } from './stages/chosen.ts';
import { openSite, type Stage } from './stages/stage.ts';

export interface RunOptions {
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly rounds: number;
  /** Callers of a closed loop, whatever a row asks for. */
  readonly mostAtOnce: number;
  /** Only rows whose names hold this, and what they need. */
  readonly only: string;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

/** Starts everything, measures every row in every round, and leaves nothing behind. */
export async function runBench(stages: readonly Stage[], options: RunOptions): Promise<readonly Row[]> {
  const chosen = chosenNames(
    stages.flatMap(({ cells }) => cells),
    options.only,
  );
  using driver = DriverProcess.start();
  const rows: Row[] = [];
  for (const stage of stages) {
    const cells = stage.cells.filter(({ name }) => chosen.has(name));
    if (cells.length > 0) rows.push(...(await measureStage({ ...stage, cells }, { ...options, driver })));
  }
  return rows;
}

/** Goes through all rows, round by round, so that what slows the machine for a while slows all of them alike. */
async function measureStage(stage: Stage, options: RunOptions & MeasureOptions): Promise<readonly Row[]> {
  const { rounds, signal, onProgress } = options;
  signal.throwIfAborted();
  onProgress(`opening ${stage.name}`);
  await using site = await openSite(stage);
  const measured: Map<string, Measurement>[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const results = new Map<string, Measurement>();
    measured.push(results);
    for (const cell of stage.cells) {
      onProgress(`round ${round} of ${rounds}: ${cell.name}`);
      results.set(cell.name, await measureCell(cell, site, results, options));
      if (!(await settled(site.shop, signal))) onProgress('going on, though orders are still being told about');
    }
  }
  return stage.cells.map(({ name, floor, small, counts }) => ({
    ...{ name, floor, small, unit: counts?.unit },
    rounds: measured.flatMap((results) => results.get(name) ?? []),
  }));
}
