import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type PrintRun } from './runs';
import { type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';
import { type InHand } from '../delivery/handovers';
import { type ContractSecret, type Vault } from '../privacy/vault';

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
    .$if(campaign !== undefined, (query) =>
      query.where(sql<boolean>`exists (select 1 from pieces p join messages m on m.piece_id = p.id
        where p.print_run_id = print_runs.id and m.campaign_id = ${campaign})`),
    )
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
      (select count(*) from messages m where m.piece_id = p.id)::int as letters
    from pieces p where p.print_run_id = ${runId} and p.id > ${page.after} order by p.id limit ${page.limit}`.execute(
    db,
  );
  return rows;
}

/** One letter of an envelope. */
export interface RunLetter extends InHand {
  customerId: number;
  version: number;
  step: string;
  occurrence: number;
  notice: string;
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
      m.customer_id as "customerId", m.version, m.step, m.occurrence, m.notice
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

/** Defect codes of the journeys' returned forms, one list per form with defects, oldest first. */
export async function defectsOf(db: Queryable, journeyIds: number[]): Promise<Map<number, string[][]>> {
  if (journeyIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('arrivals')
    .select(['journey_id', 'data'])
    .where('journey_id', 'in', journeyIds)
    .where('kind', '=', 'form_defect')
    .orderBy('journey_id')
    .orderBy('seq')
    .execute();
  const defects = new Map<number, string[][]>();
  for (const { journey_id: journey, data } of rows) {
    defects.set(journey, [...(defects.get(journey) ?? []), (data.defects ?? []) as string[]]);
  }
  return defects;
}
