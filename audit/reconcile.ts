import { sql } from 'kysely';
import { type Db } from '../db/connect';
import { type MessageStatus } from '../db/schema';
import { contactKey } from '../domain/ids';

/** What the providers say they took. Each list of what one of them never had to do may be left out. */
export interface ProviderRecord {
  /** E-mail and SMS: how often each contact key was accepted. */
  accepted: Record<string, number>;
  /** Post: how often each piece was posted. */
  pieces?: Record<string, number>;
  /** Phone: how often each attempt (`<task>/<number>`) was dialled. */
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
  const known = new Set(accepted.keys());
  const found: Reconciled = {
    messages: {},
    doubled: [...accepted].filter(([, count]) => count > 1).map(([key]) => key),
    missing: [],
    doubtful: [],
    unknown: [],
  };
  for await (const { key, status, channel } of contacts(db, campaignId)) {
    accepted.delete(key);
    if (status === 'handed_over' || status === 'doubtful') {
      found.messages[channel] = (found.messages[channel] ?? 0) + 1;
    }
    if (channel === 'phone') continue; // its attempts are compared below
    if (status === 'doubtful') found.doubtful.push(key);
    else if (status === 'handed_over' && !known.has(key)) found.missing.push(key);
    else if (known.has(key) && !mayHaveLeft(status, channel)) found.unknown.push(key);
  }
  for (const key of await attempts(db, campaignId)) if (!accepted.delete(key)) found.missing.push(key);
  found.unknown.push(...accepted.keys());
  return found;
}

/** While a message is being handed over the provider may have it already; a letter is in a print run until posted. */
const mayHaveLeft = (status: MessageStatus, channel: string): boolean =>
  status === 'handed_over' || status === 'handing_over' || (channel === 'post' && status === 'claimed');

/** Everything the providers took that is this campaign's, or nobody's. */
async function acceptedOf(db: Db, campaignId: number, record: ProviderRecord): Promise<Map<string, number>> {
  const own = Object.entries(record.accepted).filter(([key]) => key.startsWith(`${campaignId}/`));
  const pieces = Object.entries(record.pieces ?? {});
  const calls = Object.entries(record.calls ?? {});
  const codes = pieces.map(([code]) => code);
  const otherPieces = await db
    .selectFrom('pieces')
    .select('code')
    .where(sql<boolean>`code = any(${codes})`)
    .where('campaign_id', '<>', campaignId)
    .execute();
  const tasks = [...new Set(calls.map(([key]) => Number(key.split('/')[0])))];
  const otherTasks = await db
    .selectFrom('call_tasks')
    .select('id')
    .where(sql<boolean>`id = any(${tasks}::bigint[])`)
    .where('campaign_id', '<>', campaignId)
    .execute();
  const elsewhere = new Set([...otherPieces.map(({ code }) => code), ...otherTasks.map(({ id }) => String(id))]);
  return new Map([
    ...own,
    ...pieces.filter(([code]) => !elsewhere.has(code)).map(([code, count]) => [pieceKey(code), count] as const),
    ...calls
      .filter(([key]) => !elsewhere.has(key.split('/')[0]!))
      .map(([key, count]) => [`call:${key}`, count] as const),
  ]);
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

async function attempts(db: Db, campaignId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('call_attempts as a')
    .innerJoin('call_tasks as t', 't.id', 'a.task_id')
    .select(['a.task_id', 'a.no'])
    .where('t.campaign_id', '=', campaignId)
    .execute();
  return rows.map((row) => `call:${row.task_id}/${row.no}`);
}
