import { openTestBase } from './base';

declare global {
  var tsunagiTestBase: { close(): Promise<void> } | undefined;
}

/** Starts (or attaches to) real servers once; tests find them in the environment. */
// eslint-disable-next-line import-x/no-default-export -- jest wants one
export default async function globalSetup(): Promise<void> {
  const opened = await openTestBase((line) => process.stderr.write(`${line}\n`));
  process.env.TEST_BASE = JSON.stringify(opened.base);
  globalThis.tsunagiTestBase = opened;
}
