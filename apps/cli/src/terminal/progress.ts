import type { SingleBar } from 'cli-progress';

/** Shows how far long work has come. */
export interface Progress {
  /** How much of the whole is done, and what is counted meanwhile. */
  update(done: number, counted: number): void;
  stop(): void;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

/**
 * A bar with rate and time left, on standard error, and only where somebody sees it: not when it shall
 * be quiet, and not where standard error is a file. Without a total it counts, and has no bar.
 */
export async function progressBar(quiet: boolean, total: number | undefined, unit: string): Promise<Progress> {
  if (quiet || !process.stderr.isTTY) return SILENT;
  const { default: cliProgress } = await import('cli-progress');
  const bar: SingleBar = new cliProgress.SingleBar({
    format:
      total === undefined
        ? `{counted} ${unit}  {rate}/s`
        : `{bar} {percentage}%  {counted} ${unit}  {rate}/s  {left} left`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
  });
  const startedAt = performance.now();
  bar.start(total ?? 1, 0, { counted: '0', rate: '0', left: '?' });
  return {
    update: (done, counted) => {
      const seconds = (performance.now() - startedAt) / 1000;
      const left = done > 0 && total !== undefined ? Math.ceil((seconds / done) * (total - done)) : undefined;
      bar.update(done, {
        counted: counted.toLocaleString(),
        rate: Math.round(counted / seconds).toLocaleString(),
        left: left === undefined ? '?' : clock(left),
      });
    },
    stop: () => bar.stop(),
  };
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
