import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const EVERY_MS = 500;

/** While the installation of a folder runs, keeps its processes' newest metrics beside its logs, for later review. */
export function keepMetrics(data: string): () => Promise<void> {
  let stopping = false;
  const run = async () => {
    for (; !stopping;) {
      const ports = join(data, 'ports.json');
      const { api, worker } = existsSync(ports)
        ? (JSON.parse(readFileSync(ports, 'utf8')) as Record<string, number>)
        : {};
      for (const [name, port] of Object.entries({ api, worker })) {
        const text = port === undefined ? undefined : await textOf(`http://127.0.0.1:${port}/metrics`);
        if (text) writeFileSync(join(data, 'logs', `${name}-metrics.txt`), text);
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  };
  const running = run();
  return async () => {
    stopping = true;
    await running;
  };
}

async function textOf(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined; // not up yet, or down again
  }
}
