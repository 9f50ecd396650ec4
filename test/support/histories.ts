import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client } from '@temporalio/client';
import { type History, historyToJSON } from '@temporalio/common/lib/proto-utils';

const committed = join(__dirname, '..', 'histories');
/** `npm run histories` names a folder to record into; otherwise a history must have the shape of the committed one. */
const recordInto = process.env.RECORD_HISTORIES;
const recording = recordInto !== undefined;
const folder = recordInto ?? committed;

/** Committed histories by path, with the number of events that each may have at most. */
export const HISTORIES = {
  'all-channels-answer': 13,
  'asked-which-answer': 13,
  'called-completed': 19,
  'campaign-steered-done': 47,
  'database-away': 39,
  'defect-corrected': 20,
  'delivered-after-all': 27,
  'doubled-signal': 24,
  'fall-through-form': 27,
  'form-on-desk-answered': 34,
  'form-on-desk-too-long': 41,
  'kept-then-released': 20,
  'lane-drains': 17,
  'letter-back-calls-used-up': 39,
  'maintenance-job': 11,
  'notice-answer': 13,
  'notice-bounce': 26,
  'notice-reminder-answer': 19,
  'orders-answered-again': 19,
  'orders-defect-then-web': 41,
  'paused-by-scope-resumed': 27,
  'paused-stopped': 18,
  'pending-at-the-end': 20,
  'print-run-continued': 16,
  'print-run-continued-unread': 11,
  'print-run-differs': 41,
  'print-run-empty': 11,
  'print-run-hourly': 39,
  'print-run-posted': 29,
  'print-run-rendered-again': 35,
  'reached-again': 20,
  'rehearsal-done': 23,
  'rejected-held-answered': 24,
  'removed-by-client': 13,
  'representative-answered': 27,
  'silent-to-the-end': 18,
  superseded: 20,
  'undecidable-released': 32,
  'unprintable-mended': 27,
  'unreachable-no-contact': 19,
  'unreachable-refused': 19,
} as const;
export type HistoryName = keyof typeof HISTORIES;

/** Names of the files in test/histories. */
export const committedNames = (): string[] => readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

/** One committed history as JSON. */
export const committedHistory = (name: string): { events: HistoryEvent[] } =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as { events: HistoryEvent[] };

export interface HistoryFacts {
  events: number;
  bytes: number;
  result: unknown;
}

/**
 * Waits for the end of a workflow and measures its history. With `name` the history belongs to the committed ones: it is
 * recorded by `npm run histories`, and otherwise must have the shape of the recorded one.
 */
export async function finishedHistory(client: Client, workflowId: string, name?: HistoryName): Promise<HistoryFacts> {
  const handle = client.workflow.getHandle(workflowId);
  const result = (await handle.result()) as unknown;
  const history = await handle.fetchHistory();
  const description = await handle.describe();
  if (name !== undefined) compareOrRecord(history, name);
  return { events: history.events!.length, bytes: description.historySize ?? 0, result };
}

/** The same for a workflow that is still running: its history up to now, which belongs to the committed ones. */
export async function openHistory(client: Client, workflowId: string, name: HistoryName): Promise<HistoryEvent[]> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  compareOrRecord(history, name);
  return (JSON.parse(historyToJSON(history)) as { events: HistoryEvent[] }).events;
}

function compareOrRecord(history: History, name: HistoryName): void {
  const text = historyToJSON(history);
  if (recording) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.json`), `${text}\n`);
  } else {
    const played = JSON.parse(text) as { events: HistoryEvent[] };
    expect({ [name]: shapeOf(played) }).toEqual({ [name]: shapeOf(committedHistory(name)) });
  }
  expect(history.events!.length).toBeLessThanOrEqual(HISTORIES[name]);
}

type Payloads = { payloads?: { data?: string }[] };
export type HistoryEvent = { eventType: string; userMetadata?: { summary?: { data?: string } } } & Record<
  string,
  unknown
>;

/**
 * A history as a reader sees it: workflow and activity types, signals, timers and results in their order, without ids,
 * instants and durations. A signal that came twice counts once.
 */
export function shapeOf({ events }: { events: HistoryEvent[] }): string[] {
  const signals = new Set<string>();
  return events.flatMap((event): string[] => {
    const line = lineOf(event);
    if (line === undefined || signals.has(line)) return [];
    if (line.startsWith('signal ')) signals.add(line);
    return [line];
  });
}

function lineOf(event: HistoryEvent): string | undefined {
  const type = event.eventType.replace('EVENT_TYPE_', '');
  const attributes = Object.values(event).find((value) => typeof value === 'object' && value !== event.userMetadata) as
    Record<string, unknown> | undefined;
  const summary = event.userMetadata?.summary?.data;
  switch (type) {
    case 'WORKFLOW_EXECUTION_STARTED':
      return `start ${(attributes!.workflowType as { name: string }).name}`;
    case 'WORKFLOW_EXECUTION_SIGNALED':
      return `signal ${String(attributes!.signalName)} ${written(attributes!.input)}`;
    case 'MARKER_RECORDED': {
      const { data, result } = attributes!.details as { data: unknown; result: unknown };
      const { activity_type: name } = JSON.parse(written(data)) as { activity_type: string };
      return `local activity ${name} ${written(result)}`;
    }
    case 'ACTIVITY_TASK_SCHEDULED':
      return `activity ${(attributes!.activityType as { name: string }).name}`;
    case 'TIMER_STARTED':
      return `timer ${summary === undefined ? '' : plain(summary)}`;
    case 'TIMER_FIRED':
      return 'timer fired';
    case 'WORKFLOW_EXECUTION_COMPLETED':
      return `end ${written(attributes!.result)}`;
    default:
      return /FAILED|TIMED_OUT/.test(type) ? type : undefined;
  }
}

const plain = (base64: string): string => Buffer.from(base64, 'base64').toString();
/** Without durations, which depend on the instant of the test. */
const written = (payloads: unknown): string =>
  ((payloads as Payloads | undefined)?.payloads ?? [])
    .map(({ data = '' }) => plain(data).replace(/"(ms|sleep)":\d+/g, '"$1":0'))
    .join(' ');
