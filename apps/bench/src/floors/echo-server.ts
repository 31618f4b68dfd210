// The floor of a call: nice-grpc with nothing behind it, as a process of its own. Started with IPC.
import { createServer } from 'nice-grpc';
import { EchoDefinition } from './echo-definition.ts';

const server = createServer();
server.add(EchoDefinition, {
  getBookDetails: (message) => Promise.resolve(message),
  searchBooks: (message) => Promise.resolve(message),
  authenticateUser: (message) => Promise.resolve(message),
});
const port = await server.listen('127.0.0.1:0');
process.once('disconnect', () => process.exit(0));
process.send?.({ address: `127.0.0.1:${port}` });
