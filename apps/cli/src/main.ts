import { getSystemErrorMessage } from 'node:util';
import { runProgram } from './program.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough, such as `head`, is no failure.
  if (error.code === 'EPIPE') process.exit(0);
  const why = error.errno === undefined ? error.message : getSystemErrorMessage(error.errno);
  process.stderr.write(`bookstore: the result cannot be written: ${why}\n`);
  process.exit(1);
});
// Nobody hears what is said there, so there is nobody to tell; the exit code says it, too.
process.stderr.on('error', () => undefined);

process.exitCode = await runProgram(process.argv.slice(2), process.env);
