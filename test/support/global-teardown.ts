// eslint-disable-next-line import-x/no-default-export -- jest wants one
export default async function globalTeardown(): Promise<void> {
  await globalThis.tsunagiTestBase?.close();
}
