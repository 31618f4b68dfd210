import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { GenericContainer, type StartedTestContainer, type WaitStrategy } from 'testcontainers';
import { lastWords } from '../last-words.ts';
import { MeshError } from '../mesh.ts';
import type { ContainerProgram } from './compose-file.ts';
import type { Engine } from './engine.ts';

const START_TIMEOUT_MS = 60_000;
/** Longer than a service's own grace. */
const STOP_TIMEOUT_MS = 20_000;

export interface MeshContainerOptions {
  /** What the others call it. */
  readonly name: string;
  readonly program: ContainerProgram;
  readonly engine: Engine;
  readonly network: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Its port, and that of this machine (127.0.0.1) by which it can be reached. */
  readonly port?: { readonly container: number; readonly host: number };
  /** By which it is known to serve, or to have ended well. */
  readonly ready: WaitStrategy;
  /** Where all that it writes goes. */
  readonly logFile: string;
}

/** One program of the mesh as a container. */
export class MeshContainer {
  readonly #options: MeshContainerOptions;
  #started: StartedTestContainer | undefined;

  constructor(options: MeshContainerOptions) {
    this.#options = options;
  }

  /** Makes and starts it. Resolves when it is ready. @throws {MeshError} with its last words when it ends. */
  async start(): Promise<void> {
    const definition = new ProgramContainer(this.#options).withLogConsumer((stream) => this.#keep(stream));
    try {
      this.#started = await definition.start();
    } catch (cause) {
      throw this.#failure(cause);
    }
  }

  /** Ends it at once (SIGKILL). */
  async kill(): Promise<void> {
    const container = this.#container();
    const ended = container.wait();
    await container.kill();
    await ended;
  }

  /** Holds all its processes still (cgroup freezer). */
  async pause(): Promise<void> {
    await this.#container().pause();
  }

  /** Lets it go on, if it is held. */
  async resume(): Promise<void> {
    if (!this.#started) return;
    if ((await this.#container().inspect()).State.Paused) await this.#container().unpause();
  }

  /** Starts it again at its old address; ends it in order first if it runs. */
  async restart(): Promise<void> {
    await this.resume();
    const started = this.#running();
    const since = Date.now() / 1000;
    try {
      await started.restart({ timeout: STOP_TIMEOUT_MS });
    } catch (cause) {
      throw this.#failure(cause);
    }
    this.#keep(await started.logs({ since }));
  }

  /** Ends it in order and removes it with its volumes. */
  async stop(): Promise<void> {
    if (!this.#started) return;
    await this.resume();
    await this.#started.stop({ timeout: STOP_TIMEOUT_MS, remove: true, removeVolumes: true });
    this.#started = undefined;
  }

  logs(): string {
    return existsSync(this.#options.logFile) ? readFileSync(this.#options.logFile, 'utf8') : '';
  }

  #running(): StartedTestContainer {
    if (!this.#started) throw new MeshError(`${this.#options.name} was never started`);
    return this.#started;
  }

  #container() {
    return this.#options.engine.container.getById(this.#running().getId());
  }

  #keep(stream: Readable): void {
    stream.on('data', (chunk: Buffer | string) => appendFileSync(this.#options.logFile, chunk));
    stream.on('error', () => undefined);
  }

  /** Its last words, or the engine's. */
  #failure(cause: unknown): MeshError {
    const engine = cause instanceof Error ? cause.message : String(cause);
    return new MeshError(`${this.#options.name} did not start: ${lastWords(this.logs()) || engine}`, { cause });
  }
}

/** What Testcontainers has no words for: a file system that cannot be written, and one network alone. */
class ProgramContainer extends GenericContainer {
  constructor({ name, program, network, labels, port, ready }: MeshContainerOptions) {
    super(program.image);
    // The watch over the mesh removes it, if need be.
    this.withAutoCleanup(false)
      .withAutoRemove(true)
      .withLabels({ ...labels });
    this.withEnvironment({ ...program.environment })
      .withWaitStrategy(ready)
      .withStartupTimeout(START_TIMEOUT_MS);
    this.withDroppedCapabilities(...program.droppedCapabilities).withSecurityOpt(...program.securityOptions);
    this.withBindMounts(
      program.binds.map(({ source, target, readOnly }) => ({ source, target, mode: readOnly ? 'ro' : 'rw' })),
    );
    if (program.command) this.withCommand([...program.command]);
    if (program.user !== undefined) this.withUser(program.user);
    if (port) this.withExposedPorts(port);
    this.hostConfig.ReadonlyRootfs = program.readOnly;
    this.networkMode = network;
    this.createOpts.NetworkingConfig = { EndpointsConfig: { [network]: { Aliases: [name] } } };
  }
}
