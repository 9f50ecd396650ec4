import { type Selectable, sql } from 'kysely';
import { type Language } from '../../domain/campaigns/campaign';
import { type CarrierResult } from '../../domain/print/carrier-file';
import { type EnvelopeNote } from '../../domain/print/envelopes';
import { type PostalClass } from '../../domain/print/postal-class';
import { type FormDefects } from '../../domain/returns/defect-text';
import { type Undeliverable } from '../../domain/returns/return-rules';
import { newestResult } from './carrier/state';
import { requeue, type InHand } from '../delivery/handovers';
import { raiseFence } from '../delivery/lanes';
import { type Db, type Queryable, type Trx } from '../platform/types';
import { type PrintRuns } from '../platform/schema.generated';
import { AppError } from '../../domain/errors';
import { type Scope } from '../platform/scope';
import { type ContractSecret, type Vault } from '../privacy/vault';

export type PrintRun = Selectable<PrintRuns>;

/** A run by id. Throws if there is none. */
export const getRun = (db: Queryable, runId: number): Promise<PrintRun> =>
  db.selectFrom('print_runs').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();

/**
 * Makes the caller the only one to open print runs from this lane. Letters claimed by an earlier one but not in a run
 * are queued again; those in a run stay there.
 */
export async function takeOverPostLane(db: Db, laneId: number): Promise<{ fence: number; requeued: number }> {
  const fence = await raiseFence(db, laneId);
  const requeued = await requeue(db, laneId, (update) =>
    update.where('lane_id', '=', laneId).where('status', '=', 'claimed').where('fence', '<', fence).where(inNoRun),
  );
  return { fence, requeued };
}

const inNoRun = sql<boolean>`not exists
  (select 1 from pieces p where p.id = messages.piece_id and p.print_run_id is not null)`;

/** Runs whose workflow has not been started, oldest first. */
export const runsToStart = (db: Queryable): Promise<{ id: number }[]> =>
  db.selectFrom('print_runs').select('id').where('launched', '=', false).orderBy('id').limit(100).execute();

/** Runs that are to leave for the print shop, oldest first, at most 5. */
export const renderedRuns = (db: Queryable): Promise<Pick<PrintRun, 'key' | 'manifest_hash'>[]> =>
  db.selectFrom('print_runs').select(['key', 'manifest_hash']).where('status', '=', 'rendered').orderBy('id').limit(5).execute(); // prettier-ignore

/** Records whether the run's workflow was started; with `false` the outbox starts it again. */
export async function setLaunched(db: Queryable, runId: number, launched: boolean): Promise<void> {
  await db.updateTable('print_runs').set({ launched }).where('id', '=', runId).execute();
}

/** A client's runs with ids below `before`, newest first. */
export function listRuns(
  db: Queryable,
  scope: Scope,
  filter: { before: number | null; limit: number; campaign?: number; status?: PrintRun['status'] },
): Promise<PrintRun[]> {
  const { before, limit, campaign, status } = filter;
  return db
    .selectFrom('print_runs')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .$if(before !== null, (query) => query.where('id', '<', before!))
    .$if(status !== undefined, (query) => query.where('status', '=', status!))
    .$if(campaign !== undefined, (query) => query.where(sql<boolean>`campaigns @> array[${campaign}]::bigint[]`))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** A run of the client. Throws not_found. */
export async function findRun(db: Queryable, scope: Scope, id: number): Promise<PrintRun> {
  const run = await db
    .selectFrom('print_runs')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!run) throw new AppError('not_found', { what: 'print_run' });
  return run;
}

/** A run of the client, locked until commit. Throws not_found. */
export async function lockRun(trx: Trx, scope: Scope, id: number): Promise<PrintRun> {
  await findRun(trx, scope, id);
  return trx.selectFrom('print_runs').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirstOrThrow();
}

/** Number of letters of each campaign in the run. */
export async function campaignsOf(db: Queryable, runId: number): Promise<{ campaignId: number; letters: number }[]> {
  const { rows } = await sql<{ campaignId: number; letters: number }>`
    select m.campaign_id as "campaignId", count(*)::int as letters from pieces p join messages m on m.piece_id = p.id
    where p.print_run_id = ${runId} and p.removed_reason is null and m.status in ('claimed', 'handed_over')
    group by m.campaign_id order by m.campaign_id`.execute(db);
  return rows;
}

interface RunEnvelope {
  id: number;
  code: string;
  no: number | null;
  pages: number | null;
  letters: number;
  class: PostalClass | null;
  express: boolean | null;
  noForwarding: boolean | null;
  notes: EnvelopeNote[];
  reprinted: number;
  yen: number | null;
  trackingNo: string | null;
  result: CarrierResult | null;
  resultAt: number | null;
  resultReason: Undeliverable | null;
  postedAt: number | null;
  removedReason: string | null;
}

/** Envelopes of a run with ids above `after`, by id, including removed ones. */
export async function envelopesOf(
  db: Queryable,
  runId: number,
  page: { after: number; limit: number },
): Promise<RunEnvelope[]> {
  const { rows } = await sql<RunEnvelope>`
    select p.id, p.code, p.no, p.pages, p.posted_at as "postedAt", p.removed_reason as "removedReason",
      p.postal_class as class, p.express, p.no_forwarding as "noForwarding", p.envelope_notes as notes,
      p.reprinted, p.cost_sen / 100.0::float8 as yen,
      p.tracking_no as "trackingNo", d.result, d.at as "resultAt", d.reason as "resultReason",
      (select count(*) from messages m where m.piece_id = p.id)::int as letters
    from pieces p left join lateral (${newestResult}) d on true
    where p.print_run_id = ${runId} and p.id > ${page.after} order by p.id limit ${page.limit}`.execute(db);
  return rows;
}

/** One letter of an envelope. */
export interface RunLetter extends InHand {
  customerId: number;
  version: number;
  step: string;
  occurrence: number;
  notice: string;
  /** In which it is written, fixed by the claim; null: claimed before that was recorded. */
  language: Language | null;
}

/** An envelope of a run with its letters, oldest first. */
export interface RunPiece {
  id: number;
  code: string;
  customerId: number;
  letters: RunLetter[];
}

/** Non-empty envelopes of a run with ids above `after`, by id. */
export async function piecesOf(
  db: Queryable,
  runId: number,
  page: { after: number; limit: number },
): Promise<RunPiece[]> {
  const { rows } = await sql<RunLetter & { id: number; code: string }>`
    select p.id, p.code, m.id as "messageId", m.journey_id as "journeyId", m.campaign_id as "campaignId", m.fence,
      m.customer_id as "customerId", m.version, m.step, m.occurrence, m.notice, m.language
    from (select id, code from pieces p where print_run_id = ${runId} and removed_reason is null and id > ${page.after}
      order by id limit ${page.limit}) p
    join messages m on m.piece_id = p.id and m.status = 'claimed' order by p.id, m.id`.execute(db);
  const pieces = new Map<number, RunPiece>();
  for (const { id, code, ...letter } of rows) {
    const piece = pieces.get(id) ?? { id, code, customerId: letter.customerId, letters: [] };
    piece.letters.push(letter);
    pieces.set(id, piece);
  }
  return [...pieces.values()];
}

/** A contract that a form asks about, with its unmasked number. */
export interface AskedContract {
  contractId: number;
  campaignId: number;
  number: string;
  product: string | null;
}

/** By journey, the contracts that take part in their campaigns, ordered by id. Decrypts contract numbers. */
export async function contractsOf(
  db: Queryable,
  vault: Vault,
  journeyIds: number[],
): Promise<Map<number, AskedContract[]>> {
  const { rows } = await sql<AskedContract & { journey: number; wrapped: Buffer; data: Buffer }>`
    select j.id as journey, a.campaign_id as "campaignId", c.id as "contractId", c.product,
      k.wrapped_key as wrapped, i.data
    from journeys j
    join audience a on a.campaign_id = j.campaign_id and a.customer_id = j.customer_id and a.state = 'included'
    join contracts c on c.id = a.contract_id
    join vault_keys k on k.customer_id = j.customer_id
    join vault_items i on i.customer_id = j.customer_id and i.item = 'contract:' || c.id
    where j.id = any(${journeyIds}::bigint[]) order by c.id, a.campaign_id`.execute(db);
  const contracts = new Map<number, AskedContract[]>();
  for (const { journey, wrapped, data, ...contract } of rows) {
    const key = vault.unwrapIfKnown(wrapped); // the letter fails as a whole because of its addressee
    if (!key) continue;
    const { number } = vault.open<ContractSecret>(key, data);
    contracts.set(journey, [...(contracts.get(journey) ?? []), { ...contract, number }]);
  }
  return contracts;
}

/** What the journeys' returned forms lacked, one entry per form with defects, oldest first. */
export async function defectsOf(db: Queryable, journeyIds: number[]): Promise<Map<number, FormDefects[]>> {
  if (journeyIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('arrivals')
    .select(['journey_id', 'data'])
    .where('journey_id', 'in', journeyIds)
    .where('kind', '=', 'form_defect')
    .orderBy('journey_id')
    .orderBy('seq')
    .execute();
  const found = new Map<number, FormDefects[]>();
  for (const { journey_id: journey, data } of rows) {
    const { defects = [], unclear = {}, original } = data as Partial<FormDefects>;
    const form = { defects, unclear, ...(original && { original }) };
    found.set(journey, [...(found.get(journey) ?? []), form]);
  }
  return found;
}
