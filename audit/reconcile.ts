import { bookedCalls, contactsOf, piecesElsewhere } from '../db/delivery/handed-over';
import { contactKey } from '../domain/ids';
import { type Db } from '../db/platform/types';
import { type MessageStatus } from '../domain/journeys/states';

/** What the providers say they accepted. A list may be left out if the provider had nothing to do. */
export interface ProviderRecord {
  /** SMS: how often each contact key was accepted. */
  accepted?: Record<string, number>;
  /** Mail: how often each was accepted, by the local part of its Message-ID, which begins with the piece's code. */
  mails?: Record<string, number>;
  /** Post: how often each piece was posted. */
  pieces?: Record<string, number>;
  /** Phone: how often each call (`<task>/<any suffix>`) was connected. */
  calls?: Record<string, number>;
}

export interface Reconciled {
  /** Contacts by channel that were, or may have been, handed over. */
  messages: Record<string, number>;
  /** Keys the provider accepted more than once. */
  doubled: string[];
  /** Keys we recorded as handed over and the provider does not know. */
  missing: string[];
  /** Doubtful keys; the provider may know them or not. */
  doubtful: string[];
  /** Keys the provider accepted although we have no record of them, or recorded that they never left. */
  unknown: string[];
}

/** Compares a campaign's contacts with what the providers say they accepted. Other campaigns' contacts are ignored. */
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
    const key =
      channel === 'post' || channel === 'mail' ? `${channel}:${code}` : contactKey({ campaignId, channel, ...rest });
    accepted.delete(key);
    if (status === 'handed_over' || status === 'doubtful') {
      found.messages[channel] = (found.messages[channel] ?? 0) + 1;
    }
    if (channel === 'phone') continue; // for calls each attempt counts
    if (status === 'doubtful') found.doubtful.push(key);
    else if (status === 'handed_over' && !known.has(key)) found.missing.push(key);
    else if (known.has(key) && !mayHaveLeft(status, channel)) found.unknown.push(key);
  }
  found.missing.push(...calls.missing);
  found.unknown.push(...accepted.keys(), ...calls.unknown);
  return found;
}

/**
 * Whether the provider may have the message: while it is being handed over, and letters as long as they are in a print
 * run.
 */
const mayHaveLeft = (status: MessageStatus, channel: string): boolean =>
  status === 'handed_over' || status === 'handing_over' || (channel === 'post' && status === 'claimed');

/** Everything the providers accepted that is this campaign's or unknown. */
async function acceptedOf(db: Db, campaignId: number, record: ProviderRecord): Promise<Map<string, number>> {
  const own = Object.entries(record.accepted ?? {}).filter(([key]) => key.startsWith(`${campaignId}/`));
  const mails = Object.entries(record.mails ?? {}).map(([id, count]) => ['mail', id.split('.')[0]!, count] as const);
  const letters = Object.entries(record.pieces ?? {}).map(([code, count]) => ['post', code, count] as const);
  const pieces = [...mails, ...letters];
  const codes = pieces.map(([, code]) => code);
  const elsewhere = await piecesElsewhere(db, campaignId, codes);
  const here = pieces.filter(([, code]) => !elsewhere.has(code));
  return new Map([...own, ...here.map(([channel, code, count]) => [`${channel}:${code}`, count] as const)]);
}

/** Compares calls recorded by the telephone with the attempts operators reported, task by task. */
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
