import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import { signalWorkflow } from '../../../activities/outbox/signal';
import { startJourney } from '../../../activities/campaign/start-journey';
import { workflowBundle } from '../../../temporal/bundle';
import { ensureKeyRing, rotateKeyRing } from '../../../temporal/codec/key-ring';
import { connectTemporal, dataConverter } from '../../../temporal/connection';
import { TEST_NAMESPACE } from '../../support/base';
import { journeyRunner, NOTICE_AT, type Running, SPEED } from '../../support/journey-run';
import { stepClock } from '../../support/seed';
import { testBase, testDb, type TestDb } from '../../support/test-db';
import { eventually, testWorker, type TestWorker } from '../../support/test-worker';
import { finishedHistory } from '../../support/histories';

const dir = mkdtempSync(join(tmpdir(), 'tsunagi-codec-'));
const ring = join(dir, 'codec');
const clients: Client[] = [];
let t: TestDb;
let w: TestWorker;
beforeAll(async () => {
  t = await testDb();
  ensureKeyRing(ring);
  w = await testWorker(t, undefined, ring);
});
afterAll(async () => {
  for (const { connection } of clients) await connection.close();
  await w.close();
  await t.close();
  rmSync(dir, { recursive: true });
});

const { begin, handOver, answer, outcome } = journeyRunner(() => ({ t, w }));

async function clientWith(CODEC_KEY_FILE?: string): Promise<Client> {
  const settings = { TEMPORAL_ADDRESS: testBase().temporalAddress, TEMPORAL_NAMESPACE: TEST_NAMESPACE, CODEC_KEY_FILE };
  const client = await connectTemporal(settings);
  clients.push(client);
  return client;
}

const historyOf = (workflowId: string) => w.client.workflow.getHandle(workflowId).fetchHistory();

/** The history as the server keeps it: the ids of the keys that payloads were encoded with, and how many are plain. */
async function stored(workflowId: string): Promise<{ text: string; keys: string[]; plain: number }> {
  const text = historyToJSON(await historyOf(workflowId));
  const payloads = payloadsIn(JSON.parse(text));
  const keys = payloads.flatMap(({ metadata: { key } }) => (key ? [decoded(key)] : []));
  return { text, keys: [...new Set(keys)], plain: payloads.length - keys.length };
}

type Metadata = { encoding: string; key?: string };

/** Without search attributes, and without what the SDK's core notes of a local activity itself: its times and type. */
function payloadsIn(value: unknown, name = ''): { metadata: Metadata }[] {
  if (value === null || typeof value !== 'object' || name === 'searchAttributes' || name === 'data') return [];
  if ('metadata' in value) return [value as { metadata: Metadata }];
  return Object.entries(value).flatMap(([field, inner]) => payloadsIn(inner, field));
}
const decoded = (base64: string) => Buffer.from(base64, 'base64').toString();

async function replayed(workflowId: string): Promise<string | undefined> {
  const histories = [{ workflowId, history: await historyOf(workflowId) }];
  const { codePath } = await workflowBundle();
  const options = { workflowBundle: { codePath }, dataConverter: dataConverter({ CODEC_KEY_FILE: ring }) };
  for await (const { error } of Worker.runReplayHistories(options, histories)) return error?.message;
  throw new Error('nothing was replayed');
}

/** Waits until a workflow task of the journey has failed, and reads why with this client's keys. */
const taskFailure = (journey: Running) =>
  eventually('a failed workflow task', async () => {
    const { events } = await historyOf(journey.workflowId);
    return events!.find(({ workflowTaskFailedEventAttributes: failed }) => failed)?.workflowTaskFailedEventAttributes
      ?.failure;
  });

test('notice, reminder, answer with encoded payloads: 19 events in at most 3.3 KB', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  await stepClock(t, '2027-02-15T09:00:00+09:00');
  await t.db.updateTable('clock').set({ speed: SPEED, slack_ms: 0 }).execute();
  await handOver(journey, 'reminder', '2027-02-15T09:00:00+09:00');
  await answer(journey, '2027-02-15T10:00:00+09:00');
  const history = await finishedHistory(w.client, journey.workflowId);
  process.stdout.write(`encoded: ${history.events} events, ${history.bytes} bytes\n`);
  expect(history).toMatchObject({ result: { why: 'answered', outcomes: { migrated: 1 } }, events: 19 });
  expect(history.bytes).toBeLessThanOrEqual(3_379);
  expect(await outcome(journey)).toBe('migrated');
  const { text, keys, plain } = await stored(journey.workflowId);
  expect(keys).toEqual(['k1']);
  expect(plain).toBe(0);
  for (const word of ['answered', 'journeyId', 'notice'].map((word) => Buffer.from(word).toString('base64')))
    expect(text).not.toContain(word.replace(/=+$/, '').slice(0, -1));
});

test('a rotation between two steps: the sleeping journey goes on, and old and new payloads replay', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  expect(rotateKeyRing(ring).current).toBe('k2');
  await eventually('a payload under the new key', async () => {
    await signalWorkflow(w.client, { workflowId: journey.workflowId, name: 'consentChanged', seq: 0 });
    return (await stored(journey.workflowId)).keys.includes('k2') || undefined;
  });
  await answer(journey, NOTICE_AT);
  expect(await w.client.workflow.getHandle(journey.workflowId).result()).toMatchObject({ why: 'answered' });
  expect((await stored(journey.workflowId)).keys).toEqual(['k1', 'k2']);
  expect(await replayed(journey.workflowId)).toBeUndefined();
});

test('a journey that began with plain payloads goes on, and replays', async () => {
  const plain = await clientWith();
  const journey = await begin({});
  const { journeyId: id, campaignId, customerId } = { ...journey, customerId: journey.customers[0]!.id };
  await startJourney(plain, w.taskQueue, { id, campaignId, customerId, run: 2 });
  const workflowId = journey.workflowId.replace(/:1$/, ':2');
  await expect(plain.workflow.getHandle(workflowId).result()).rejects.toThrow(/needs key k\d, but CODEC_KEY_FILE/);
  expect(await w.client.workflow.getHandle(workflowId).result()).toMatchObject({ why: expect.any(String) });
  expect(await stored(workflowId)).toMatchObject({ keys: ['k2'], plain: 1 });
  expect(await replayed(workflowId)).toBeUndefined();
});

test('a payload of an unknown key fails with its name, encoded; with the key the journey goes on', async () => {
  const journey = await begin({});
  await handOver(journey, 'notice', NOTICE_AT);
  const strange = join(dir, 'strange');
  const line = `unknown ${'5a'.repeat(32)}\n`;
  writeFileSync(strange, line, { mode: 0o600 });
  await signalWorkflow(await clientWith(strange), { workflowId: journey.workflowId, name: 'consentChanged', seq: 0 });
  const failure = await taskFailure(journey);
  expect(failure).toMatchObject({ message: 'Encoded failure', stackTrace: '' });
  const [attributes] = await w.client.options.loadedDataConverter.payloadCodecs[0]!.decode([
    failure!.encodedAttributes!,
  ]);
  expect(decoded(Buffer.from(attributes!.data!).toString('base64'))).toContain('a payload needs key unknown');
  expect((await stored(journey.workflowId)).text).not.toContain('needs key');
  writeFileSync(ring, line + readFileSync(ring, 'utf8'));
  await answer(journey, NOTICE_AT);
  expect(await w.client.workflow.getHandle(journey.workflowId).result()).toMatchObject({ why: 'answered' });
  expect(await outcome(journey)).toBe('migrated');
  expect(await replayed(journey.workflowId)).toBeUndefined();
});
