import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

const NEWLINE = 0x0a;

/**
 * A file of JSON lines that only grows. A line that `append` has answered for is on disk, whatever
 * happens to the process afterwards. Lines that wait at the same moment share one write and one sync.
 */
export class Ledger {
  readonly #file: FileHandle;
  #lines: string[] = [];
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /**
   * Opens the file, makes it if it is not there, and hands over what stands in it, first line first.
   * A last line without an end was torn by a crash before anybody was answered: it is cut off.
   * @throws {Error} naming the line that is no JSON.
   */
  static async open(path: string, replay: (entry: unknown) => void): Promise<Ledger> {
    const file = await open(path, 'a+', 0o600);
    try {
      await cutTornLine(file);
      await replayLines(file, path, replay);
      await syncFolder(path);
    } catch (error) {
      await file.close();
      throw error;
    }
    return new Ledger(file);
  }

  /** Writes one entry; resolves when it is on disk. After a failed write every later one fails too. */
  append(entry: unknown): Promise<void> {
    this.#lines.push(`${JSON.stringify(entry)}\n`);
    this.#next ??= this.#running.then(() => this.#write());
    return this.#next;
  }

  /** Resolves when all that was appended so far is on disk. */
  settled(): Promise<void> {
    return this.#next ?? this.#running;
  }

  async close(): Promise<void> {
    await this.settled();
    await this.#file.close();
  }

  #write(): Promise<void> {
    const text = this.#lines.join('');
    this.#lines = [];
    this.#running = this.#file.appendFile(text).then(() => this.#file.datasync());
    this.#next = undefined;
    return this.#running;
  }
}

async function cutTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const block = Buffer.alloc(64 * 1024);
  let end = size;
  while (end > 0) {
    const start = Math.max(0, end - block.length);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const newline = block.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (newline !== -1) {
      end = start + newline + 1;
      break;
    }
    end = start;
  }
  if (end === size) return;
  await file.truncate(end);
  await file.datasync();
}

async function replayLines(file: FileHandle, path: string, replay: (entry: unknown) => void): Promise<void> {
  let number = 0;
  for await (const line of readLines(file)) {
    number += 1;
    replay(parse(line, path, number));
  }
}

/** Node's own `readLines` also breaks at U+2028 and U+2029, which JSON leaves as they are. */
async function* readLines(file: FileHandle): AsyncGenerator<string> {
  let rest = '';
  const chunks = file.createReadStream({ start: 0, autoClose: false, encoding: 'utf8' }) as AsyncIterable<string>;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

function parse(line: string, path: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`the ledger ${path} is damaged: line ${number} is no JSON`, { cause });
  }
}

/** A new file's name is on disk only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
