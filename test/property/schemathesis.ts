import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { program } from 'commander';
import { type Api, openApi, ROLES } from '../support/api';
import { openTestBase } from '../support/base';

/*
 * Schemathesis against the running API: every operation of the OpenAPI document, by every role and without a key. It looks
 * for answers from 500 on, and for statuses, content types, headers and bodies that the document does not name.
 *
 *   python3 -m venv /tmp/schemathesis && /tmp/schemathesis/bin/pip install schemathesis
 *   npm run test:schema -- --schemathesis /tmp/schemathesis/bin/schemathesis
 */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

interface Options {
  schemathesis: string;
  examples: number;
  seed: number;
  seconds: number;
  only?: string;
}

async function main({ schemathesis, examples, seed, seconds, only }: Options): Promise<void> {
  const { base, close } = await openTestBase(() => undefined);
  process.env.TEST_BASE = JSON.stringify(base);
  const api = await openApi({ RATE_SCALE: '10000' });
  try {
    const { keys } = await api.client({ status: 'running', customers: [{ channels: ['phone', 'post'] }, {}] });
    const server = createServer(api.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const callers = [...ROLES.map((role) => [role, keys[role].key] as const), ['anonymous', undefined] as const];
    const failed: string[] = [];
    for (const [who, key] of callers.filter(([name]) => only === undefined || only === name)) {
      process.stdout.write(`== ${who}\n`);
      const code = await run(schemathesis, url, { key, examples, seed, seconds });
      if (code !== 0) failed.push(who);
      report(api);
    }
    server.close();
    server.closeAllConnections();
    process.stdout.write(`${JSON.stringify({ callers: callers.length, failed })}\n`);
    process.exitCode = failed.length === 0 ? 0 : 1;
  } finally {
    await api.t.close();
    await close();
  }
}

async function run(
  command: string,
  url: string,
  { key, examples, seed, seconds }: { key: string | undefined; examples: number; seed: number; seconds: number },
): Promise<number> {
  const args = ['run', `${url}/api/openapi.json`, '--url', url, '--checks', CHECKS.join(',')];
  args.push('--phases', 'coverage,fuzzing', '--max-examples', String(examples), '--seed', String(seed));
  args.push(
    '--continue-on-failure',
    '--no-color',
    '--request-timeout',
    '60',
    '--no-shrink',
    '--max-time',
    String(seconds),
    '--generation-database',
    ':memory:',
  );
  args.push('--exclude-path', '/readyz'); // 503 is its answer where Temporal is away, as here
  if (key) args.push('--header', `Authorization: Bearer ${key}`);
  const child = spawn(command, args, { cwd: tmpdir(), stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'close')) as [number];
  return code;
}

/** Answers by status, and the routes that failed, as the API itself counted them. */
function report(api: Api): void {
  const lines = api.logged.splice(0).map((line) => JSON.parse(line) as { status?: number; route?: string });
  const counts: Record<string, number> = {};
  for (const { status } of lines) if (status) counts[status] = (counts[status] ?? 0) + 1;
  const faults = new Set(lines.filter(({ status = 0 }) => status >= 500).map(({ route }) => route));
  process.stdout.write(`${JSON.stringify({ requests: lines.length, statuses: counts, faults: [...faults] })}\n`);
}

program
  .option('--schemathesis <command>', 'its command', 'schemathesis')
  .option('--examples <count>', 'for each operation', Number, 10)
  .option('--seed <number>', 'same seed, same requests', Number, 1)
  .option('--seconds <number>', 'at most, for each caller', Number, 3600)
  .option('--only <role>', 'one role, or anonymous')
  .action(main)
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
