import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serveFiles } from './files.ts';

describe('files', () => {
  const opened: Readable[] = [];
  let folder: ReturnType<typeof mkdtempDisposableSync>;
  let server: Server;
  let port: number;
  beforeEach(async () => {
    folder = mkdtempDisposableSync(join(tmpdir(), 'bookstore-files-'));
    writeFileSync(join(folder.path, 'large.js'), Buffer.alloc(8 * 1024 * 1024, 'x'));
    const files = serveFiles(folder.path);
    server = createServer((request, response) => {
      response.once('pipe', (file: Readable) => opened.push(file));
      files(request, response, () => response.writeHead(404).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
    folder.remove();
  });

  it('are closed when whoever asked goes away, also those whose turn had not come', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.pause().write('GET /large.js HTTP/1.1\r\nHost: shop.example\r\n\r\n'.repeat(30));
    await expect.poll(() => opened.length).toBe(30);
    socket.resetAndDestroy();
    await expect.poll(() => opened.filter(({ destroyed }) => !destroyed).length).toBe(0);
  });

  it('are sent whole, whatever range is asked for', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/large.js`, { headers: { range: 'bytes=5-2' } });
    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBe(8 * 1024 * 1024);
  });
});
