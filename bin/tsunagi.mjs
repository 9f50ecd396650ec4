#!/usr/bin/env node
// Runs the `tsunagi` command from its TypeScript sources.
import 'tsx';

await import('../cli/main.ts');
