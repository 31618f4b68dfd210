import { mkdtempDisposableSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ImportDesk } from './import-desk.server.ts';
import { readImportForm } from './import-form.server.ts';
import { LARGEST_LIST, receiveUpload } from './upload.server.ts';

function formWith(fields: Readonly<Record<string, string | File>>): Request {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return new Request('http://shop.example/staff/imports', { method: 'POST', body });
}

async function receive(fields: Readonly<Record<string, string | File>>) {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'bookstore-upload-'));
  const path = join(folder.path, 'list.csv');
  const upload = await receiveUpload(formWith(fields), path);
  return { upload, written: readFileSync(path) };
}

const field = (boundary: string) => `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\ntext\r\n`;

describe('an upload', () => {
  it('is put down byte by byte, beside what the form says', async () => {
    const bytes = Buffer.from('title\r\n"Œuvres"\r\n');
    const { upload, written } = await receive({ source: ' acme ', file: new File([bytes], 'spring.csv') });
    expect(upload).toMatchObject({ name: 'spring.csv', size: bytes.length, isTooLarge: false });
    expect(upload.fields.get('source')).toBe('acme');
    expect(written.equals(bytes)).toBe(true);
  });

  it('is cut off at the limit, and says so', async () => {
    const { upload, written } = await receive({ file: new File([Buffer.alloc(LARGEST_LIST + 1)], 'large.csv') });
    expect(upload.isTooLarge).toBe(true);
    expect(written.length).toBe(LARGEST_LIST);
  });

  it.each([
    ['without a boundary', 'multipart/form-data', 'x'],
    [
      'that breaks off',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\ntext',
    ],
    ['that is none', 'multipart/form-data; boundary=x', 'nothing of the kind'],
    ['of a thousand fields', 'multipart/form-data; boundary=x', `${field('x').repeat(1_000)}--x--\r\n`],
  ])('%s is refused', async (_, type, body) => {
    const request = new Request('http://shop.example', { method: 'POST', body, headers: { 'content-type': type } });
    const refusal: unknown = await receiveUpload(request, join(tmpdir(), 'never-written.csv')).catch(
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({ status: 400 });
  });
});

describe('the form of an import', () => {
  const read = (fields: Readonly<Record<string, string>>) =>
    readImportForm({ fields: new Map(Object.entries(fields)), name: 'spring.csv', size: 1, isTooLarge: false });

  it('names the source for the file, unless it is said', () => {
    expect(read({ format: 'default' })).toMatchObject({ source: 'spring' });
    expect(read({ format: 'default', source: 'acme' })).toMatchObject({ source: 'acme' });
  });

  it('wants price and copies where the list has none', () => {
    expect(Object.keys((read({ format: 'goodbooks' }) as { faults: object }).faults)).toEqual(['price', 'stock']);
    expect(read({ format: 'goodbooks', price: '12,99', currency: 'usd', stock: '20' })).toMatchObject({
      source: 'goodbooks-10k',
    });
  });
});

describe('the desk of imports', () => {
  it('has one place for each member of staff, and four in all', () => {
    const desk = new ImportDesk();
    const first = desk.take('ada');
    expect(desk.take('ada')).toBeUndefined();
    expect(['grace', 'mary', 'emilie', 'late'].map((user) => desk.take(user) !== undefined)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    first?.leave();
    expect(desk.take('late')).toBeDefined();
    desk.stop();
  });
});
