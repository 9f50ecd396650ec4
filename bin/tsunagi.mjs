#!/usr/bin/env node
// Runs the `tsunagi` command from its TypeScript sources.
import { createRequire } from 'node:module';
import { register } from 'tsx/cjs/api';

register();
createRequire(import.meta.url)('../cli.ts');
