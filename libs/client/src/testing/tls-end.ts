import { type AddressInfo, connect } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';

/** A certificate and its private key, both in PEM. */
export interface ServerCertificate {
  /** The certificate, and those between it and its authority. */
  readonly certificate: string;
  /** Its private key. */
  readonly key: string;
}

/** The two addresses of a computer itself. */
export type Loopback = '127.0.0.1' | '::1';

/**
 * Where TLS ends before a stand-in, as it does at a shop's gateway: a real handshake on a port of its
 * own, and what comes through it goes on in plain text.
 */
export class TlsEnd {
  readonly #server: Server;
  readonly #host: Loopback;
  readonly #sockets = new Set<TLSSocket>();
  #connections = 0;
  #port = 0;
  #plainPort = 0;

  constructor({ certificate, key }: ServerCertificate, host: Loopback) {
    this.#host = host;
    this.#server = createServer({ cert: certificate, key, ALPNProtocols: ['h2'] }, (socket) => this.#handOn(socket));
    // A client that does not trust the certificate leaves in the middle of the handshake.
    this.#server.on('tlsClientError', () => undefined);
  }

  /** Connections whose handshake came to its end. */
  get connections(): number {
    return this.#connections;
  }

  /** https://host:port. */
  get address(): string {
    return `https://${this.#host === '::1' ? '[::1]' : this.#host}:${this.#port}`;
  }

  /** Begins to hand on what comes in to a port that speaks plain text. */
  async listen(port: number, plainPort: number): Promise<void> {
    this.#plainPort = plainPort;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(port, this.#host, resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Stops at once. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #handOn(socket: TLSSocket): void {
    this.#connections += 1;
    this.#sockets.add(socket);
    const plain = connect(this.#plainPort, '127.0.0.1');
    socket.on('error', () => plain.destroy()).on('close', () => this.#sockets.delete(socket));
    plain.on('error', () => socket.destroy());
    socket.pipe(plain).pipe(socket);
  }
}
