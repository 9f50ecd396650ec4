import { type Selectable } from 'kysely';
import { addDays, localDate } from '../../domain/campaigns/calendar';
import { type Language } from '../../domain/campaigns/campaign';
import { type ContactField, effectOf, hasEffect } from '../../domain/exchange/change-effect';
import { type Change, type ChangeHold } from '../../domain/exchange/client-data';
import { type JourneySignal, type NewArrival, recordArrival } from '../journeys/arrivals';
import { countChanges, type ChangeVerdict, type ClientFileRow } from './client-files';
import { changeContacts } from '../customers/changed-contacts';
import { contractsOfCustomer, openChange } from './judge';
import { readClock } from '../platform/clock';
import { freeLeases } from '../calls/free-leases';
import { addProtection, endCalls } from '../customers/protection-mark';
import { journeyIdsOf, lockJourneysById } from '../journeys/customer-arrivals';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { appendLedger, campaignChain, INSTALLATION_CHAIN, type LedgerEntry } from '../platform/ledger';
import { wholeClient } from '../platform/scope';
import { type Vault } from '../privacy/vault';
import { type Db, type Trx } from '../platform/types';
import { type ClientChanges } from '../platform/schema.generated';

/** Days until a hold set by a file must be reviewed. */
const REVIEW_AFTER_DAYS = 14;
const PAGE = 200;

export interface ApplyOptions {
  /** Called after each customer's commit. The outbox signals whatever is not signalled here. */
  onSignals: (signals: JourneySignal[]) => void;
  /** Real time (performance.now()) after which the rest is left to a later call. */
  until?: number;
}

/**
 * Applies the planned changes of a file, one transaction per customer, and closes the file when none is left. Safe to
 * repeat and to run concurrently: a row is marked done in the transaction that applies it. Customers without a journey
 * yet are left for a later call. Returns whether the file is fully applied.
 */
export async function applyChangeFile(
  db: Db,
  vault: Vault,
  file: ClientFileRow,
  { onSignals, until = Infinity }: ApplyOptions,
): Promise<boolean> {
  for (let after = 0; ;) {
    const customers = await db
      .selectFrom('client_changes')
      .select('customer_id')
      .distinct()
      .where('file_id', '=', file.id)
      .where('verdict', '=', 'planned')
      .where('customer_id', '>', after)
      .orderBy('customer_id')
      .limit(PAGE)
      .execute();
    if (customers.length === 0) return closeFile(db, file);
    for (const { customer_id: customerId } of customers) {
      if (performance.now() > until) return false;
      const signals = await db.transaction().execute((trx) => applyCustomer(trx, vault, file, customerId!));
      if (signals.length > 0) onSignals(signals);
    }
    after = customers.at(-1)!.customer_id!;
  }
}

type ChangeRow = Selectable<ClientChanges>;

async function applyCustomer(
  trx: Trx,
  vault: Vault,
  file: ClientFileRow,
  customerId: number,
): Promise<JourneySignal[]> {
  const locked = await lockJourneys(trx, file, customerId);
  const journeys = locked.map((journey) => journey.campaign_id);
  const rows = await trx
    .selectFrom('client_changes')
    .selectAll()
    .where('file_id', '=', file.id)
    .where('customer_id', '=', customerId)
    .where('verdict', '=', 'planned')
    .orderBy('line')
    .forNoKeyUpdate()
    .execute();
  if (rows.length === 0) return [];
  if (!journeys.includes(file.campaign_id)) {
    if (await cannotStart(trx, file)) {
      const lines = rows.map((row) => row.line);
      await mark(trx, file, lines, 'nothing_to_do');
    }
    return [];
  }
  const done = await combineRows(trx, vault, file, { customerId, rows });
  const { now } = await readClock(trx);
  const channels = await changeContacts(trx, vault, { customerId, clientId: file.client_id, change: done.profile });
  if (done.language) {
    await trx.updateTable('customers').set({ language: done.language }).where('id', '=', customerId).execute();
  }
  const holdIds: number[] = [];
  const opened: LedgerEntry[] = [];
  for (const reason of done.holds) {
    const { id: hold, review_on: reviewOn } = await openHold(trx, file, { customerId, reason, now });
    holdIds.push(hold);
    const by = { by: `person:${file.applied_by}`, owner: file.applied_by, file: file.id };
    opened.push({ kind: 'hold_opened', ...by, customer: customerId, hold, reason, reviewOn });
  }
  for (const verdict of ['done', 'nothing_to_do'] as const) await mark(trx, file, done.lines[verdict], verdict);
  const arrival = (campaignId: number, kind: NewArrival['kind'], data: Record<string, unknown>): NewArrival => ({
    campaignId,
    customerId,
    kind,
    at: now,
    source: `client_file:${file.id}`,
    data: { ...data, fileId: file.id },
    dedupe: `client_file:${file.id}:${kind}:${customerId}`,
    callerSignals: true,
  });
  const arrivals: NewArrival[] = [];
  for (const campaignId of journeys) {
    if (holdIds.length > 0) arrivals.push(arrival(campaignId, 'hold_opened', { holdId: holdIds[0] }));
    const own = campaignId === file.campaign_id && done.removed.length > 0;
    if (own) {
      arrivals.push(
        arrival(campaignId, 'contracts_removed', { contracts: done.removed, reason: 'cancelled_at_client' }),
      );
    }
    if (channels.length > 0) arrivals.push(arrival(campaignId, 'contact_changed', { channels }));
  }
  const signals: JourneySignal[] = [];
  for (const one of arrivals) {
    const { signal } = await recordArrival(trx, one);
    if (signal) signals.push(signal);
  }
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, opened);
  if (done.protect) await protect(trx, file, { customerId, journeys: locked, now });
  return signals;
}

/** Puts the customer under protection: open calls end. */
async function protect(
  trx: Trx,
  file: ClientFileRow,
  { customerId, journeys, now }: { customerId: number; journeys: JourneyRow[]; now: number },
): Promise<void> {
  const source = `client_file:${file.id}`;
  const mark = { clientId: file.client_id, customerId, source, openedBy: file.applied_by, now };
  const added = await addProtection(trx, mark);
  if (!added) return;
  await endCalls(trx, customerId, journeys, now);
  const by = { by: `person:${file.applied_by}`, file: file.id };
  const entry = { kind: 'protection_opened', ...by, customer: customerId, protection: added.id };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
}

/**
 * Locks the customer's journeys in this campaign and in others that may still contact; an address or hold applies to
 * all of them.
 */
async function lockJourneys(trx: Trx, file: ClientFileRow, customerId: number): Promise<JourneyRow[]> {
  const ids = await journeyIdsOf(trx, wholeClient(file.client_id), [customerId], file.campaign_id);
  const journeys = await lockJourneysById(trx, ids);
  return journeys.sort((a, b) => a.campaign_id - b.campaign_id);
}

/** Whether the campaign was stopped before its journeys were created, so that none will ever exist. */
async function cannotStart(trx: Trx, file: ClientFileRow): Promise<boolean> {
  const { status } = await trx
    .selectFrom('campaigns')
    .select('status')
    .where('id', '=', file.campaign_id)
    .executeTakeFirstOrThrow();
  return status === 'stopped' || status === 'completed';
}

interface Done {
  profile: Partial<Record<ContactField, string | undefined>>;
  removed: number[];
  holds: ChangeHold[];
  protect: boolean;
  language?: Language;
  lines: Record<'done' | 'nothing_to_do', number[]>;
}

/** Combines all rows of one customer into one change; each row is judged again after those before it. */
async function combineRows(
  trx: Trx,
  vault: Vault,
  file: ClientFileRow,
  { customerId, rows }: { customerId: number; rows: ChangeRow[] },
): Promise<Done> {
  const campaign = { id: file.campaign_id, client_id: file.client_id };
  const known = await contractsOfCustomer(trx, vault, campaign, customerId);
  const done: Done = { profile: {}, removed: [], holds: [], protect: false, lines: { done: [], nothing_to_do: [] } };
  for (const row of rows) {
    const contract = known.get(row.contract_id!);
    if (!contract || !row.data) {
      done.lines.nothing_to_do.push(row.line);
      continue;
    }
    const { standing } = contract;
    const change: Change = openChange(vault, contract.key, row.data);
    const now = {
      ...standing,
      profile: { ...standing.profile, ...done.profile },
      holds: [...standing.holds, ...done.holds],
      protected: standing.protected || done.protect,
      language: done.language ?? standing.language,
    };
    const effect = effectOf(change, now);
    done.lines[hasEffect(effect) ? 'done' : 'nothing_to_do'].push(row.line);
    if (effect.removed) done.removed.push(contract.contractId);
    if (effect.hold) done.holds.push(effect.hold);
    if (effect.protect) done.protect = true;
    if (effect.language) done.language = effect.language;
    for (const field of effect.fields) done.profile[field] = change[field];
  }
  return done;
}

async function openHold(
  trx: Trx,
  file: ClientFileRow,
  hold: { customerId: number; reason: ChangeHold; now: number },
): Promise<{ id: number; review_on: string | null }> {
  const row = await trx
    .insertInto('holds')
    .values({
      client_id: file.client_id,
      customer_id: hold.customerId,
      reason: hold.reason,
      source: `client_file:${file.id}`,
      owner_id: file.applied_by,
      review_on: addDays(localDate(hold.now, 'Asia/Tokyo'), REVIEW_AFTER_DAYS),
      opened_at: new Date(hold.now),
      note: null,
      released_by: null,
    })
    .returning(['id', 'review_on'])
    .executeTakeFirstOrThrow();
  await freeLeases(trx, { customerId: hold.customerId });
  return row;
}

async function mark(trx: Trx, file: ClientFileRow, lines: number[], verdict: ChangeVerdict): Promise<void> {
  if (lines.length === 0) return;
  await trx
    .updateTable('client_changes')
    .set({ verdict })
    .where('file_id', '=', file.id)
    .where('line', 'in', lines)
    .execute();
}

/** Marks the file applied once nothing is planned any more, and appends its single ledger entry. */
async function closeFile(db: Db, file: ClientFileRow): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('client_files')
      .select(['status', 'applied_by'])
      .where('id', '=', file.id)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    if (row.status !== 'preview') return row.status === 'applied';
    const counts = (await countChanges(trx, [file.id])).get(file.id)!;
    const sum = (verdict: ChangeVerdict) => Object.values(counts).reduce((all, kind) => all + kind[verdict], 0);
    if (sum('planned') > 0) return false;
    const { now } = await readClock(trx);
    await trx
      .updateTable('client_files')
      .set({ status: 'applied', applied_at: new Date(now) })
      .where('id', '=', file.id)
      .execute();
    const entry = {
      kind: 'client_changes_applied',
      by: `person:${row.applied_by}`,
      file: file.id,
      fileHash: file.file_hash,
      done: sum('done'),
      nothingToDo: sum('nothing_to_do'),
      refused: sum('refused'),
      unknown: sum('unknown_contract'),
      byKind: Object.fromEntries(Object.entries(counts).map(([kind, own]) => [kind, own.done])),
    };
    await appendLedger(trx, campaignChain(file.campaign_id), file.client_id, now, [entry]);
    return true;
  });
}
