import { createServer } from 'node:net';
import { readJson, writeJson } from '../config/files';
import { sleep } from '../config/sleep';

// below the range of ephemeral ports, so that a port stays free while its server is down
const LOWEST = 21_000;
const HIGHEST = 31_999;

/** Whether this process can listen on the loopback port now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A free loopback port that is not in `taken`. */
export async function freePort(taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (!taken.has(port) && (await isPortFree(port))) return port;
  }
  throw new Error(`No free loopback port between ${LOWEST} and ${HIGHEST}`);
}

const RELEASE_MS = 5_000;

/** Whether the port is free or becomes free soon; a killed server can still hold it briefly. */
async function becomesFree(port: number, deadline: number): Promise<boolean> {
  while (!(await isPortFree(port))) {
    if (Date.now() > deadline) return false;
    await sleep(100);
  }
  return true;
}

/** One free port per name. Ports stored in `file` are reused if free, so addresses survive a restart. */
export async function rememberedPorts<Name extends string>(
  file: string,
  names: readonly Name[],
  wanted: Partial<Record<Name, number>> = {},
): Promise<Record<Name, number>> {
  const before: Partial<Record<Name, number>> = readJson(file) ?? {};
  const chosen = {} as Record<Name, number>;
  const taken = new Set<number>();
  const deadline = Date.now() + RELEASE_MS;
  for (const name of names) {
    const fixed = wanted[name];
    const old = before[name];
    const again = old !== undefined && !taken.has(old) && (await becomesFree(old, deadline));
    chosen[name] = fixed ?? (again ? old : await freePort(taken));
    taken.add(chosen[name]);
  }
  writeJson(file, chosen);
  return chosen;
}
