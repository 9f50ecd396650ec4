import { readdirSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { workflowBundle } from '../../temporal/bundle';
import { BREAKING, editedCode, HARMLESS } from './edited-bundle';

// What is refused is refused loudly by the SDK; here it is expected.
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'off' } } });

const folder = join(__dirname, '..', 'histories');
const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
const histories = names.map((name) => ({ workflowId: name, history: historyFromJSON(read(name)) }));

/** Names of the committed histories that do not fit the code. */
async function failing(codePath: string): Promise<string[]> {
  const failed: string[] = [];
  let replayed = 0;
  for await (const result of Worker.runReplayHistories({ workflowBundle: { codePath } }, histories)) {
    replayed += 1;
    if (result.error) failed.push(result.workflowId);
  }
  expect(replayed).toBe(names.length);
  return failed;
}

test('every committed history replays against the present code', async () => {
  expect(names.length).toBeGreaterThanOrEqual(8);
  expect(await failing((await workflowBundle()).codePath)).toEqual([]);
});

describe('edited code', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-edited-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const bundle = async (edits: Parameters<typeof editedCode>[0]) => {
    const file = join(dir, 'edited.js');
    writeFileSync(file, await editedCode(edits));
    return file;
  };

  test.each(BREAKING)('is refused by the committed histories: %s', async (_, edits) => {
    expect(await failing(await bundle(edits))).toContain('notice-reminder-answer');
  });

  test.each(HARMLESS)('passes: %s', async (_, edits) => {
    expect(await failing(await bundle(edits))).toEqual([]);
  });
});

/** Events that a path may cost; what is not named here is a journey without detours. */
const BUDGETS: Record<string, number> = {
  'unreachable-no-contact': 6,
  'unreachable-refused': 6,
  'notice-answer': 13,
  'notice-bounce': 13,
  'silent-to-the-end': 18,
  'paused-stopped': 18,
  'paused-by-scope-resumed': 27,
  'notice-reminder-answer': 19,
  'doubled-bell': 24,
  'removed-by-client': 13,
  'all-channels-answer': 13,
  'called-completed': 19,
  'defect-mended': 20,
  'reached-again': 19,
  'letter-back-calls-used-up': 26,
  'print-run-posted': 29,
  'print-run-differs': 41,
  'fall-through-form': 27,
  'rejected-held-answered': 24,
  'orders-defect-then-web': 41,
};

test.each(names)('%s keeps to its budget of events', (name) => {
  const { events } = read(name) as { events: unknown[] };
  expect(events.length).toBeLessThanOrEqual(BUDGETS[name] ?? 19);
});

test.each(names)('%s holds ids, codes and step names only', (name) => {
  const found = texts(read(name)).filter((text) => !/^[a-z0-9]+([_:.+\-][a-z0-9]+)*$/.test(text));
  expect(found).toEqual([]);
});

/** Everything in a history that our code wrote: the strings inside payloads, and workflow ids. */
function texts(value: unknown, key = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => texts(item, key));
  if (key === 'workflowId') return [String(value)];
  if (value === null || typeof value !== 'object') return [];
  const { metadata, data } = value as { metadata?: unknown; data?: unknown };
  if (metadata && typeof data === 'string') return strings(JSON.parse(Buffer.from(data, 'base64').toString()));
  return Object.entries(value).flatMap(([field, inner]) => texts(inner, field));
}

const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
};
