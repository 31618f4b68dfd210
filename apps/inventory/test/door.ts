import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to the database that can be closed. */
export class Door {
  readonly url: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #port: number;

  private constructor(server: Server, databaseUrl: string) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    const url = new URL(databaseUrl);
    const port = Number(url.port);
    server.on('connection', (socket: Socket) => {
      const behind = connect(port, '127.0.0.1');
      for (const end of [socket, behind]) {
        this.#sockets.add(end);
        end.on('error', () => undefined);
      }
      socket.pipe(behind).pipe(socket);
    });
    url.port = String(this.#port);
    this.url = url.href;
  }

  static async before(databaseUrl: string): Promise<Door> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Door(server, databaseUrl);
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await closed;
  }
}
