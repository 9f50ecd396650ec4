#!/usr/bin/env node
// Runs the `tsunagi` command: compiled when `npm run build` has been run on these sources, else from TypeScript.
import { isCompiled } from './compiled.mjs';

/** Commands that need the sandbox or the benches, which are not part of the compiled product. */
const FROM_SOURCES = ['demo', 'cluster', 'bench'];

if (!FROM_SOURCES.includes(process.argv[2]) && isCompiled()) {
  process.setSourceMapsEnabled(true);
  await import('../dist/cli/main.js');
} else {
  await import('tsx');
  await import('../cli/main.ts');
}
