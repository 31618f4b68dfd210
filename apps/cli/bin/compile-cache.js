import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Most of the time until help is there would go into compiling what was compiled before. The folder is
// the user's own: nobody else can put programs there. NODE_COMPILE_CACHE names another, and tells a
// newer Node that is started from here. Plain JavaScript, since even to read TypeScript takes a while.
process.env.NODE_COMPILE_CACHE ??= join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'bookstore/compiled');
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
