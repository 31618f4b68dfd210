import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/** What V8 writes with `--cpu-prof`: samples of what was run, microseconds apart. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
      readonly columnNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const IDLE = '(idle)';
const IN_PACKAGE = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/;
const IN_WORKSPACE = /(libs\/[^/]+)/;
const OF_NODE = /^node:(?:internal\/)?([^/]+)/;

/** Share of the time in which a process was not idle, by where what it ran was written. */
export function sharesOf(file: string): ReadonlyMap<string, number> {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const origins = new Map(nodes.map(({ id, callFrame }) => [id, originOf(callFrame)]));
  const times = new Map<string, number>();
  samples.forEach((id, index) => {
    const origin = origins.get(id) ?? IDLE;
    times.set(origin, (times.get(origin) ?? 0) + (timeDeltas[index] ?? 0));
  });
  times.delete(IDLE);
  const busy = [...times.values()].reduce((sum, time) => sum + time, 0);
  return new Map([...times].map(([origin, time]) => [origin, time / busy]));
}

/** A package, a library of this workspace, a module of Node, or what V8 names in brackets. */
function originOf({ functionName, url, lineNumber, columnNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  if (url === '') return functionName.startsWith('(') ? functionName : "Node's native functions";
  const [, ofNode] = OF_NODE.exec(url) ?? [];
  if (ofNode !== undefined) return `node:${ofNode}`;
  if (!url.startsWith('file:')) return url.startsWith('wasm:') ? 'WebAssembly' : url;
  const source = mapOf(fileURLToPath(url))?.findEntry(lineNumber, columnNumber);
  const path = source && 'originalSource' in source ? source.originalSource : url;
  return IN_PACKAGE.exec(path)?.[1] ?? IN_WORKSPACE.exec(path)?.[1] ?? 'the service itself';
}

const maps = new Map<string, SourceMap | undefined>();

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(`${file}.map`));
  return maps.get(file);
}

function readMap(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload);
  } catch {
    return undefined;
  }
}
