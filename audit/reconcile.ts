import { bookedCalls, contactsOf, piecesElsewhere } from '../db/delivery/handed-over';
import { contactKey } from '../domain/ids';
import { type Db } from '../db/platform/types';
import { type MessageStatus } from '../domain/journeys/states';

/** What the providers say they took. Each list of what one of them never had to do may be left out. */
export interface ProviderRecord {
  /** E-mail and SMS: how often each contact key was accepted. */
  accepted: Record<string, number>;
  /** Post: how often each piece was posted. */
  pieces?: Record<string, number>;
  /** Phone: how often each call (`<task>/<anything of the caller's>`) was put through. */
  calls?: Record<string, number>;
}

export interface Reconciled {
  /** Contacts by channel: handed over for sure, or perhaps. */
  messages: Record<string, number>;
  /** Keys the provider accepted more than once. */
  doubled: string[];
  /** Keys handed over by our record and unknown to the provider. */
  missing: string[];
  /** Keys of which nobody can be sure; the provider may know them or not. */
  doubtful: string[];
  /** Keys the provider accepted although by our record they are nobody's, or never left. */
  unknown: string[];
}

/** Compares a campaign's contacts with what the providers say they took. What belongs to other campaigns is left aside. */
export async function reconcile(options: { db: Db; campaignId: number; record: ProviderRecord }): Promise<Reconciled> {
  const { db, campaignId, record } = options;
  const accepted = await acceptedOf(db, campaignId, record);
  const calls = await callsOf(db, campaignId, record);
  const known = new Set(accepted.keys());
  const found: Reconciled = {
    messages: {},
    doubled: [...accepted, ...calls.doubled].filter(([, count]) => count > 1).map(([key]) => key),
    missing: [],
    doubtful: [],
    unknown: [],
  };
  for await (const { code, status, channel, ...rest } of contactsOf(db, campaignId)) {
    const key = channel === 'post' ? pieceKey(code) : contactKey({ campaignId, channel, ...rest });
    accepted.delete(key);
    if (status === 'handed_over' || status === 'doubtful') {
      found.messages[channel] = (found.messages[channel] ?? 0) + 1;
    }
    if (channel === 'phone') continue; // what counts there is each attempt
    if (status === 'doubtful') found.doubtful.push(key);
    else if (status === 'handed_over' && !known.has(key)) found.missing.push(key);
    else if (known.has(key) && !mayHaveLeft(status, channel)) found.unknown.push(key);
  }
  found.missing.push(...calls.missing);
  found.unknown.push(...accepted.keys(), ...calls.unknown);
  return found;
}

/** While a message is being handed over the provider may have it already; a letter is in a print run until posted. */
const mayHaveLeft = (status: MessageStatus, channel: string): boolean =>
  status === 'handed_over' || status === 'handing_over' || (channel === 'post' && status === 'claimed');

/** Everything the providers took that is this campaign's, or nobody's. */
async function acceptedOf(db: Db, campaignId: number, record: ProviderRecord): Promise<Map<string, number>> {
  const own = Object.entries(record.accepted).filter(([key]) => key.startsWith(`${campaignId}/`));
  const pieces = Object.entries(record.pieces ?? {});
  const codes = pieces.map(([code]) => code);
  const elsewhere = await piecesElsewhere(db, campaignId, codes);
  const here = pieces.filter(([code]) => !elsewhere.has(code));
  return new Map([...own, ...here.map(([code, count]) => [pieceKey(code), count] as const)]);
}

const pieceKey = (code: string): string => `piece:${code}`;

/** Calls by the telephone's record against the attempts that the operators booked, task by task. */
async function callsOf(db: Db, campaignId: number, record: ProviderRecord) {
  const dialled = new Map<number, number>();
  for (const key of Object.keys(record.calls ?? {})) {
    const task = Number(key.split('/')[0]);
    dialled.set(task, (dialled.get(task) ?? 0) + 1);
  }
  const tasks = await bookedCalls(db, campaignId);
  const own = new Set(tasks.map(({ id }) => id));
  const more = (count: number, task: number, word: string) =>
    Array.from({ length: Math.max(0, count) }, () => `call:${task}:${word}`);
  return {
    doubled: Object.entries(record.calls ?? {}).filter(([key]) => own.has(Number(key.split('/')[0]))),
    missing: tasks.flatMap(({ id, booked }) => more(booked - (dialled.get(id) ?? 0), id, 'not_dialled')),
    unknown: tasks.flatMap(({ id, booked }) => more((dialled.get(id) ?? 0) - booked, id, 'not_booked')),
  };
}
