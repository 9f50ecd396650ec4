import { readdirSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { workflowBundle } from '../../temporal/bundle';
import { committedHistory, committedNames, HISTORIES, type HistoryName } from '../support/histories';
import { BREAKING, editedCode, HARMLESS } from './edited-bundle';

// What is refused is refused loudly by the SDK; here it is expected.
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'off' } } });

const names = committedNames();
const histories = names.map((name) => ({ workflowId: name, history: historyFromJSON(committedHistory(name)) }));

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

test('the committed histories are those that a test plays, each within its number of events', () => {
  expect(names.sort()).toEqual(Object.keys(HISTORIES).sort());
  const events = names.map((name) => [name, committedHistory(name).events.length] as const);
  expect(events.filter(([name, count]) => count > HISTORIES[name as HistoryName])).toEqual([]);
});

test.each(Object.keys(HISTORIES))('%s is played by a test', (name) => {
  const sources = testFiles().filter((text) => text.includes(`'${name}'`));
  expect(sources).not.toEqual([]);
});

/** The texts of all tests but this one. */
function testFiles(): string[] {
  const folder = join(__dirname, '..');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
  return files
    .map((file) => join(folder, file))
    .filter((file) => file !== __filename)
    .map((file) => readFileSync(file, 'utf8'));
}

test.each(names)('%s holds ids, codes and the names of steps and activities only', (name) => {
  const found = texts(committedHistory(name)).filter((text) => !CODE.test(text) && !ACTIVITY.test(text));
  expect(found).toEqual([]);
});

const CODE = /^[a-z0-9]+([_:.+\-][a-z0-9]+)*$/;
const ACTIVITY = /^[a-z]+([A-Z][a-z]+)+$/;

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
