import { createServer, type Server, type Socket } from 'node:net';

/** The least of a mail server (RFC 5321): takes mails for all but one address. */
export class SmtpStandIn {
  readonly mails: string[] = [];
  readonly #server: Server;
  #port = 0;

  private constructor(refused: string) {
    this.#server = createServer((socket) => this.#converse(socket, refused));
  }

  static async start(refused: string): Promise<SmtpStandIn> {
    const smtp = new SmtpStandIn(refused);
    await smtp.startAgain();
    const address = smtp.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    smtp.#port = address.port;
    return smtp;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  /** Listens where it did before it was stopped. */
  async startAgain(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #converse(socket: Socket, refused: string): void {
    let mail: string | undefined;
    let rest = '';
    const answer = (line: string): string => {
      if (/^DATA/i.test(line)) mail = '';
      if (/^DATA/i.test(line)) return '354 go on';
      if (/^QUIT/i.test(line)) return '221 bye';
      return line.includes(refused) ? `550 no mailbox ${refused}` : '250 ok';
    };
    const take = (line: string): void => {
      if (mail === undefined) socket.write(`${answer(line)}\r\n`);
      else if (line !== '.') mail += `${line}\n`;
      else {
        this.mails.push(mail);
        mail = undefined;
        socket.write('250 taken\r\n');
      }
    };
    socket.write('220 ready\r\n');
    socket.on('data', (chunk) => {
      const lines = `${rest}${chunk.toString()}`.split('\r\n');
      rest = lines.pop() ?? '';
      lines.forEach(take);
    });
  }
}
