import { type Insertable, sql } from 'kysely';
import { inquiryNumber } from '../../domain/customers/inquiries/inquiry';
import { type SaidItem } from '../../domain/customers/caller-identity';
import { AppError } from '../../domain/errors';
import { receiveContact } from '../customers/inquiries/receive';
import { searchCustomers } from '../customers/search';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type IncomingCalls } from '../platform/schema.generated';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';
import { type Vault } from '../privacy/vault';
import { type CallerSays, checkCaller, fits } from './caller-checks';
import { type OpenedCase } from './in-call';
import { numberHash } from './numbers';

/** A call that comes in, by the number that is shown. */
export interface IncomingCall {
  personId: number;
  maySeeProtected: boolean;
  /** E.164. */
  number: string;
  /** The number of ours that was called, digits. */
  line?: string;
  recording?: string;
  /** What the caller says, to choose between several customers of one number. */
  said?: SaidItem[];
  /** The call as it was recorded before, by the same person and of the same number. */
  before?: number;
  /** What the caller asks: a case of this campaign. Personal: goes to the vault. */
  inquiry?: { campaignId: number; said: string };
}

/** Whose call it is. Surrogate ids only. */
export interface FoundCaller {
  id: number;
  found: 'one' | 'several' | 'none';
  customerId: number | null;
  campaignId: number | null;
  /** The customer's open call task, else the newest one; null: there was none. */
  taskId: number | null;
  inquiry: OpenedCase | null;
}

/** A number is not that of more customers than these, or a list of them would be of no use. */
const MOST = 20;

/**
 * Finds whose a call is, by any number on file, and the call task that it returns: the open one, else the newest. Where
 * several customers have the number, two items that the caller says choose one; tries that fit none count for all of
 * them. Recorded once, with a keyed hash of the number; what is asked becomes a case in the same transaction, without a
 * customer where none is known. Appends to the ledger. Throws not_found for a `before` that is no such call.
 */
export async function takeIncomingCall(trx: Trx, vault: Vault, scope: Scope, call: IncomingCall): Promise<FoundCaller> {
  const { number, maySeeProtected, personId, recording } = call;
  const before = call.before === undefined ? undefined : await recorded(trx, vault, scope, call);
  const wanted = { by: 'phone', value: number } as const;
  const search = { wanted, campaigns: scope.campaigns ?? null, maySeeProtected, after: 0, limit: MOST };
  const { items } = await searchCustomers(trx, vault, scope, search);
  const customers = items.filter(({ protected: hidden }) => !hidden || maySeeProtected).map((one) => one.customerId);
  const calls = await lastTasks(trx, scope, customers);
  const { now } = await readClock(trx);
  const one =
    customers.length > 1 && call.said
      ? await choose(trx, vault, scope, { ...call, said: call.said, calls })
      : undefined;
  const customerId = customers.length === 1 ? customers[0]! : (one ?? null);
  const found: FoundCaller['found'] = customers.length === 0 ? 'none' : customerId === null ? 'several' : 'one';
  const own = calls.find((task) => task.customerId === customerId);
  const place = { campaignId: own?.campaignId ?? null, taskId: own?.taskId ?? null };
  const known = before?.inquiry ?? null;
  const opened = known ?? (call.inquiry ? await openCase(trx, vault, scope, { ...call, customerId }, now) : null);
  const whose = {
    customer_id: customerId,
    campaign_id: place.campaignId ?? call.inquiry?.campaignId ?? null,
    task_id: place.taskId,
    found,
  };
  const row = { ...whose, inquiry_id: opened?.id ?? null, ...(recording && { recording }) } as const;
  const id = before?.id ?? (await insertCall(trx, vault, scope, { call, row, now }));
  if (before) await trx.updateTable('incoming_calls').set(row).where('id', '=', id).execute();
  if (own && before?.taskId !== own.taskId) {
    const about = { journey: own.journeyId, customer: customerId, call: id, task: own.taskId };
    const entry = { kind: 'call_came_in', by: `person:${personId}`, ...about };
    await appendLedger(trx, campaignChain(own.campaignId), scope.clientId, now, [entry]);
  }
  return { id, found, customerId, ...place, inquiry: opened };
}

/** The call that was recorded before, locked. */
async function recorded(trx: Trx, vault: Vault, scope: Scope, { before, personId, number }: IncomingCall) {
  const row = await trx
    .selectFrom('incoming_calls')
    .select(['id', 'task_id as taskId', 'inquiry_id as inquiryId'])
    .where('id', '=', before!)
    .where('client_id', '=', scope.clientId)
    .where('person_id', '=', personId)
    .where('from_hash', '=', numberHash(vault, scope.clientId, number))
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'call' });
  const { id, taskId, inquiryId } = row;
  return { id, taskId, inquiry: inquiryId === null ? null : { id: inquiryId, number: inquiryNumber(inquiryId) } };
}

async function insertCall(
  trx: Trx,
  vault: Vault,
  { clientId }: Scope,
  { call, row, now }: { call: IncomingCall; row: Pick<Insertable<IncomingCalls>, 'found'>; now: number },
): Promise<number> {
  const { personId, number, line } = call;
  const from = { from_hash: numberHash(vault, clientId, number), line: line ?? null, at: new Date(now) };
  const values = { client_id: clientId, person_id: personId, ...from, ...row };
  return (await trx.insertInto('incoming_calls').values(values).returning('id').executeTakeFirstOrThrow()).id;
}

/** A case of the campaign: of the customer who is in its audience, else of no one yet. */
async function openCase(
  trx: Trx,
  vault: Vault,
  { clientId }: Scope,
  { inquiry, customerId, personId }: IncomingCall & { customerId: number | null },
  now: number,
): Promise<OpenedCase> {
  const { campaignId, said } = inquiry!;
  const member = await trx
    .selectFrom('audience')
    .select('customer_id as id')
    .where('campaign_id', '=', campaignId)
    .where('customer_id', '=', customerId ?? 0)
    .executeTakeFirst();
  const customer = member ? { id: member.id, matchedBy: 'phone' as const } : null;
  const contact = { clientId, campaignId, customer, channel: 'phone' as const, receivedAt: now, said: { text: said } };
  const { inquiry: opened } = await receiveContact(trx, vault, { ...contact, personId }, now);
  return { id: opened.id, number: inquiryNumber(opened.id) };
}

interface LastTask {
  customerId: number;
  campaignId: number;
  journeyId: number;
  taskId: number;
}

/** Each customer's open call task, else the newest one. */
async function lastTasks(trx: Trx, scope: Scope, customers: number[]): Promise<LastTask[]> {
  const { rows } = await sql<LastTask>`
    select distinct on (t.customer_id) t.customer_id as "customerId", t.campaign_id as "campaignId",
      t.journey_id as "journeyId", t.id as "taskId"
    from call_tasks t where t.customer_id = any(${customers}::bigint[]) and t.client_id = ${scope.clientId}
      and ${inCampaigns(scope, 't.campaign_id')}
    order by t.customer_id, t.status = 'done', t.id desc`.execute(trx);
  return rows;
}

/** The customer whom what was said fits; a try that fits none, or more than one, counts for each. */
async function choose(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  { calls, said, personId, recording }: IncomingCall & { said: SaidItem[]; calls: LastTask[] },
): Promise<number | undefined> {
  const fitting: CallerSays[] = [];
  const others: CallerSays[] = [];
  for (const { customerId, campaignId } of calls) {
    const place = { campaignId, customerId, personId, said, ...(recording && { recording }) };
    const says = { ...place, representativeId: null, asked: 'inquiry' as const };
    ((await fits(trx, vault, scope, says)) ? fitting : others).push(says);
  }
  const [one, ...more] = fitting;
  const tried = one && more.length === 0 ? [one] : [...fitting, ...others];
  const { now } = await readClock(trx);
  let chosen: number | undefined;
  for (const says of tried) {
    const check = await checkCaller(trx, vault, scope, says).catch(unlessClosed);
    if (!check) continue;
    await appendLedger(trx, campaignChain(says.campaignId), scope.clientId, now, [check.entry]);
    if (check.refusal === null && tried.length === 1) chosen = says.customerId;
  }
  return chosen;
}

/** A customer for whom no check is left, or of whom too little is on file, is none of those to choose from. */
function unlessClosed(error: unknown): undefined {
  if (error instanceof AppError && ['caller_locked', 'identity_insufficient'].includes(error.code)) return undefined;
  throw error;
}
