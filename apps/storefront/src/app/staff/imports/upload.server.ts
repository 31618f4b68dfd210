import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Busboy } from '@fastify/busboy';

/** Bytes of the largest list; half a million books or so. */
export const LARGEST_LIST = 64 * 1024 * 1024;

/** What a form with a file came with. */
export interface Upload {
  readonly fields: ReadonlyMap<string, string>;
  /** The file's own name; undefined where none was chosen. */
  readonly name: string | undefined;
  /** Bytes that were put down. */
  readonly size: number;
  readonly isTooLarge: boolean;
}

const LIMITS = { files: 1, fileSize: LARGEST_LIST, fields: 20, fieldSize: 2_000, headerPairs: 20 };

/** Reads a form (RFC 7578) as it comes, and puts its file down at a path; never more of it than the limit. */
export async function receiveUpload(request: Request, path: string): Promise<Upload> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('multipart/form-data') || !request.body) throw new Response(null, { status: 415 });
  const form = beginForm(type);
  const fields = new Map<string, string>();
  let name: string | undefined;
  let size = 0;
  let isTooLarge = false;
  let written: Promise<void> | undefined;
  form.on('field', (field, value) => void fields.set(field, value.trim()));
  form.on('file', (_field, file, fileName) => {
    file.once('limit', () => {
      isTooLarge = true;
    });
    file.on('data', (chunk: Buffer) => (size += chunk.length));
    name = fileName === '' ? undefined : fileName;
    written = pipeline(file, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    written.catch((error: unknown) => form.destroy(error as Error));
  });
  await pipeline(Readable.fromWeb(request.body as ReadableStream), form).catch(asRefusal);
  await written;
  return { fields, name, size, isTooLarge };
}

function beginForm(type: string) {
  try {
    const form = new Busboy({ headers: { 'content-type': type }, limits: LIMITS });
    return form.once('fieldsLimit', () => form.destroy(new Error('more fields than the form has')));
  } catch (error) {
    return asRefusal(error);
  }
}

/** What is wrong with the form itself is no fault of the shop; faults of the disk and connections that end have codes. */
function asRefusal(error: unknown): never {
  if (error instanceof Error && !('code' in error)) throw new Response(null, { status: 400 });
  throw error as Error;
}
