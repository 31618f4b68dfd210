import { isUtf8 } from 'node:buffer';
import { CsvFault } from './csv-fault.ts';

/** Whole lines that are UTF-8, and what is wrong after them. */
export interface Utf8Block {
  readonly bytes: Buffer;
  readonly fault?: CsvFault;
}

const LINE_FEED = 0x0a;
/** No line of a list of books is longer; one that is has lost its line ends. */
const LONGEST_LINE = 1024 * 1024;

/** Hands bytes on in whole lines, up to the first line that is not UTF-8, which it names. */
export async function* utf8Blocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Utf8Block, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    const block = checked(bytes.subarray(0, end), line);
    yield block;
    if (block.fault) return;
    line += linesIn(block.bytes);
    rest = bytes.subarray(end);
    if (rest.length > LONGEST_LINE) {
      const fault = new CsvFault(line, 'character 1', `the line is longer than ${LONGEST_LINE} bytes`);
      return yield { bytes: Buffer.alloc(0), fault };
    }
  }
  if (rest.length > 0) yield checked(rest, line);
}

function checked(bytes: Buffer, firstLine: number): Utf8Block {
  if (isUtf8(bytes)) return { bytes };
  let line = firstLine;
  for (let start = 0; ; line += 1) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found < 0 ? bytes.length : found + 1;
    const text = bytes.subarray(start, end);
    if (!isUtf8(text)) return { bytes: bytes.subarray(0, start), fault: encodingFault(line, text) };
    start = end;
  }
}

function encodingFault(line: number, text: Buffer): CsvFault {
  const problem = 'this is not UTF-8; save the file in that encoding';
  return new CsvFault(line, `character ${goodCharacters(text) + 1}`, problem);
}

/** A strict decoder that is fed byte by byte stops at the one that is wrong. */
function goodCharacters(text: Buffer): number {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let good = '';
  try {
    for (const byte of text) good += decoder.decode(Uint8Array.of(byte), { stream: true });
  } catch {
    // What came before is what counts.
  }
  return Array.from(good).length;
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}
