import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { openTestBase } from './base';

declare global {
  var tsunagiTestBase: { close(): Promise<void> } | undefined;
}

/** Builds the console if its sources changed, and starts (or attaches to) real servers once; tests find them in the environment. */
// eslint-disable-next-line import-x/no-default-export -- jest wants one
export default async function globalSetup(): Promise<void> {
  execFileSync(process.execPath, [join(__dirname, '..', '..', 'bin', 'build-console.mjs')], { stdio: 'inherit' });
  const opened = await openTestBase((line) => process.stderr.write(`${line}\n`));
  process.env.TEST_BASE = JSON.stringify(opened.base);
  globalThis.tsunagiTestBase = opened;
}
