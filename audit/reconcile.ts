import { sql } from 'kysely';
import { type MessageStatus } from '../db/platform/schema';
import { contactKey } from '../domain/ids';
import { type Db } from '../db/platform/types';

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

const PAGE = 5_000;

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
  for await (const { key, status, channel } of contacts(db, campaignId)) {
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
  const otherPieces = await db
    .selectFrom('pieces')
    .select('code')
    .where(sql<boolean>`code = any(${codes})`)
    .where('campaign_id', '<>', campaignId)
    .execute();
  const elsewhere = new Set(otherPieces.map(({ code }) => code));
  const here = pieces.filter(([code]) => !elsewhere.has(code));
  return new Map([...own, ...here.map(([code, count]) => [pieceKey(code), count] as const)]);
}

const pieceKey = (code: string): string => `piece:${code}`;

async function* contacts(
  db: Db,
  campaignId: number,
): AsyncGenerator<{ key: string; status: MessageStatus; channel: string }> {
  for (let after = 0; ;) {
    const page = await db
      .selectFrom('messages as m')
      .innerJoin('pieces as p', 'p.id', 'm.piece_id')
      .select(['m.id', 'm.customer_id', 'm.run', 'm.step', 'm.occurrence', 'm.channel', 'm.status', 'p.code'])
      .where('m.campaign_id', '=', campaignId)
      .where('m.id', '>', after)
      .orderBy('m.id')
      .limit(PAGE)
      .execute();
    for (const { customer_id: customerId, code, ...row } of page) {
      const key = row.channel === 'post' ? pieceKey(code) : contactKey({ campaignId, customerId, ...row });
      yield { key, status: row.status, channel: row.channel };
    }
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

/** Calls by the telephone's record against the attempts that the operators booked, task by task. */
async function callsOf(db: Db, campaignId: number, record: ProviderRecord) {
  const dialled = new Map<number, number>();
  for (const key of Object.keys(record.calls ?? {})) {
    const task = Number(key.split('/')[0]);
    dialled.set(task, (dialled.get(task) ?? 0) + 1);
  }
  const tasks = await db
    .selectFrom('call_tasks as t')
    .leftJoin('call_attempts as a', 'a.task_id', 't.id')
    .select(['t.id', sql<number>`count(a.no)::int`.as('booked')])
    .where('t.campaign_id', '=', campaignId)
    .groupBy('t.id')
    .execute();
  const own = new Set(tasks.map(({ id }) => id));
  const more = (count: number, task: number, word: string) =>
    Array.from({ length: Math.max(0, count) }, () => `call:${task}:${word}`);
  return {
    doubled: Object.entries(record.calls ?? {}).filter(([key]) => own.has(Number(key.split('/')[0]))),
    missing: tasks.flatMap(({ id, booked }) => more(booked - (dialled.get(id) ?? 0), id, 'not_dialled')),
    unknown: tasks.flatMap(({ id, booked }) => more((dialled.get(id) ?? 0) - booked, id, 'not_booked')),
  };
}
