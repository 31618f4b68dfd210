import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Half of the time until help is there would go into compiling what was compiled before. The folder is
// the user's own: nobody else can put programs there. NODE_COMPILE_CACHE names another.
const cacheDirectory = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
enableCompileCache(join(cacheDirectory, 'bookstore', 'compiled'));
const { runProgram } = await import('./program.ts');

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await runProgram(process.argv.slice(2), process.env);
