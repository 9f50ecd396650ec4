import { createHash } from 'node:crypto';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { localDate, localTime } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type NotifiedOutcome, type Stage } from '../../domain/exchange/client-data';
import { controlValue, type ControlTotals, TOTAL_WORD } from '../../domain/exchange/control-totals';
import { programCsvLine as csvLine } from '../../domain/exchange/csv';
import { encodePiece, type FileFormat } from '../../domain/exchange/file-format';
import { closingInstant } from '../../domain/journeys/outcome';
import { outcomeWords, RESULT_COLUMNS } from '../../domain/texts/exchange';
import { resultReasonText } from '../../domain/texts/names/result-reasons';
import { type CampaignRow } from '../campaigns/campaigns';
import { type ClientFileRow } from './client-files';
import { hasNumber } from './contract-number';
import { insertRequestedChanges } from './requested-changes';
import { standingResults } from './taken-over';
import { type ContractSecret, type Vault } from '../privacy/vault';
import { type Queryable, type Trx } from '../platform/types';
import { type ClientResults } from '../platform/schema.generated';

/** What is stored about a delivery besides its rows; the last two are set by its acknowledgement. */
interface ResultTotals extends ControlTotals {
  sha256: string;
  /** How the file is written, as the client had set it then. */
  format: FileFormat;
  /** Whether results were left for the next delivery. */
  more: boolean;
  reflected?: number;
  rejected?: number;
}

export const resultTotals = (file: ClientFileRow): ResultTotals => file.totals as unknown as ResultTotals;

/** Maximum rows of one delivery; the rest comes with the next. */
const MAX_ROWS = 50_000;

/** Serialises deliveries of a campaign: two at once would carry the same results. */
export async function lockExchange(trx: Trx, campaignId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`client-results:${campaignId}`}, 0))`.execute(trx);
}

/**
 * Each contract's current state (`now_*`), the state last sent to the client's system (`t_*`), and the resulting stage.
 * Outcomes caused by the client's own file are not sent back, and what is pending is under way still. A rejected outcome is sent again once it is declared
 * anew, or at once if no declaration of the customer could fix it.
 */
const exchangeOf = (campaign: CampaignRow, doc: CampaignDoc): RawBuilder<unknown> => sql`
  with sent as (
    select distinct on (contract_id) contract_id, outcome, receipt, status, answered_at
    from ${standingResults(sql`r.campaign_id = ${campaign.id}`)} r order by contract_id, id desc
  ), own as (
    select distinct x.contract_id from client_changes x join client_files f on f.id = x.file_id
    where f.campaign_id = ${campaign.id} and f.kind = 'changes' and x.kind = 'cancelled' and x.verdict = 'done'
  ), standing as (
    select a.contract_id, nullif(o.outcome, 'pending') as outcome, o.reason, o.at, w.receipt, t.contract_id is not null as is_notified,
      t.outcome as t_outcome, t.receipt as t_receipt, t.status as t_status, t.answered_at,
      coalesce(o.outcome = 'excluded' and own.contract_id is not null, false) as by_client
    from audience a
    left join outcomes o on o.campaign_id = a.campaign_id and o.contract_id = a.contract_id
    left join sent t on t.contract_id = a.contract_id
    left join own on own.contract_id = a.contract_id
    left join lateral (
      select nullif(w.receipt, '') as receipt from choices w
      where w.campaign_id = a.campaign_id and w.contract_id = a.contract_id and w.at <= ${new Date(closingInstant(doc))}
        and w.choice = case o.outcome when 'migrated' then 'migrate' when 'cancelled' then 'cancel' end
      order by w.at desc, w.id desc limit 1
    ) w on true
    where a.campaign_id = ${campaign.id} and a.client_id = ${campaign.client_id}
  ), exchange as (
    select *, case
      when by_client then 'reported_by_client'
      when outcome is null then case
        when not is_notified or t_outcome = 'reopened' then 'open'
        when t_status = 'rejected' then 'rejected' else 'accepted' end
      when not is_notified then 'accepted'
      when outcome <> t_outcome or receipt is distinct from t_receipt then 'accepted'
      when t_status = 'rejected' and (outcome not in ('migrated', 'cancelled') or at > answered_at) then 'accepted'
      else t_status end as stage
    from standing
  )`;

/** Number of contracts at each stage; they add up to the audience's contracts. */
export async function countStages(
  db: Queryable,
  campaign: CampaignRow,
  doc: CampaignDoc,
): Promise<{ stage: Stage; count: number }[]> {
  const { rows } = await sql<{ stage: Stage; count: number }>`
    ${exchangeOf(campaign, doc)} select stage, count(*) as count from exchange group by stage`.execute(db);
  return rows;
}

/** Creates the next delivery of results that are new or changed since the last; it may be empty. `now`: epoch ms. */
export async function createDelivery(
  trx: Trx,
  vault: Vault,
  campaign: CampaignRow,
  input: { doc: CampaignDoc; personId: number; now: number; maxRows?: number },
): Promise<ClientFileRow> {
  const { doc, personId, now, maxRows = MAX_ROWS } = input;
  await lockExchange(trx, campaign.id);
  const base = { client_id: campaign.client_id, campaign_id: campaign.id, created_by: personId, applied_by: null };
  const file = await trx
    .insertInto('client_files')
    .values({
      ...base,
      kind: 'results',
      status: 'sent',
      name: null,
      file_hash: '',
      totals: '{}',
      answers: null,
      created_at: new Date(now),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const inserted = await sql`
    insert into client_results
      (client_id, campaign_id, contract_id, file_id, outcome, reason, receipt, decided_at)
    ${exchangeOf(campaign, doc)}
    select ${campaign.client_id}, ${campaign.id}, contract_id, ${file.id}, coalesce(outcome, 'reopened'),
      case when outcome is null then 'taken_back' else reason end, receipt, coalesce(at, ${new Date(now)})
    from exchange where stage = 'accepted' and ${hasNumber(sql`contract_id`)} order by contract_id limit ${maxRows}`.execute(
    trx,
  );
  const count = Number(inserted.numAffectedRows ?? 0);
  const requested = await insertRequestedChanges(trx, file, { now, limit: maxRows - count });
  const hash = createHash('sha256');
  let totals: ControlTotals = { rows: 0, controlTotal: 0 };
  const format = await fileFormat(trx, campaign.client_id);
  for await (const piece of resultsCsv(trx, vault, file, { zone: doc.zone, format })) {
    hash.update(piece.bytes);
    totals = piece.totals;
  }
  const more = count + requested === maxRows;
  const sha256 = hash.digest('hex');
  return trx
    .updateTable('client_files')
    .set({ file_hash: sha256, totals: JSON.stringify({ ...totals, sha256, more, format }) })
    .where('id', '=', file.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** How a client's programs want their files. */
export async function fileFormat(db: Queryable, clientId: number): Promise<FileFormat> {
  const row = await db
    .selectFrom('clients')
    .select(['file_encoding as encoding', 'file_bom as bom'])
    .where('id', '=', clientId)
    .executeTakeFirstOrThrow();
  return row;
}

/** Sets that for deliveries from now on; a delivery keeps its own. */
export async function setFileFormat(trx: Trx, clientId: number, { encoding, bom }: FileFormat): Promise<void> {
  await trx
    .updateTable('clients')
    .set({ file_encoding: encoding, file_bom: bom })
    .where('id', '=', clientId)
    .executeTakeFirstOrThrow();
}

const PAGE = 1_000;

interface EncryptedResult {
  id: number;
  outcome: NotifiedOutcome;
  reason: string;
  receipt: string | null;
  declaredAt: number | null;
  wrapped: Buffer;
  secret: Buffer;
}

/** Yields a delivery as CSV for a program, page by page, with running totals; the last page has the closing line. */
export async function* resultsCsv(
  db: Queryable,
  vault: Vault,
  file: ClientFileRow,
  { zone, format }: { zone: string; format: FileFormat },
): AsyncGenerator<{ bytes: Uint8Array; totals: ControlTotals }> {
  const totals = { rows: 0, controlTotal: 0 };
  yield { bytes: encodePiece(csvLine(RESULT_COLUMNS), format, true), totals: { ...totals } };
  for (let after = 0; ;) {
    const rows = await resultPage(db, file, after);
    if (rows.length === 0) break;
    let text = '';
    for (const row of rows) {
      const { number } = vault.open<ContractSecret>(vault.unwrap(row.wrapped), row.secret);
      totals.rows += 1;
      totals.controlTotal += controlValue(number);
      text += csvLine([
        totals.rows,
        number,
        outcomeWords[row.outcome],
        resultReasonText(row.outcome, row.reason).ja,
        stamp(row.declaredAt, zone),
        row.receipt,
      ]);
    }
    after = rows.at(-1)!.id;
    yield { bytes: encodePiece(text, format, false), totals: { ...totals } };
  }
  const last = csvLine([TOTAL_WORD, totals.rows, totals.controlTotal]);
  yield { bytes: encodePiece(last, format, false), totals: { ...totals } };
}

const stamp = (at: number | null, zone: string): string =>
  at === null ? '' : `${localDate(at, zone)} ${localTime(at, zone)}`;

async function resultPage(db: Queryable, file: ClientFileRow, after: number): Promise<EncryptedResult[]> {
  const { rows } = await sql<EncryptedResult>`
    select r.id, r.outcome, r.reason, r.receipt, coalesce(q.at, w.at) as "declaredAt", k.wrapped_key as wrapped, i.data as secret
    from client_results r
    join contracts c on c.id = r.contract_id
    left join change_requests q on q.id = r.request_id
    join vault_keys k on k.customer_id = c.customer_id
    join vault_items i on i.customer_id = c.customer_id and i.item = 'contract:' || c.id
    left join lateral (
      select w.at from choices w where w.campaign_id = r.campaign_id and w.contract_id = r.contract_id
        and w.receipt = r.receipt and w.choice <> 'withdrawn' order by w.id limit 1
    ) w on true
    where r.file_id = ${file.id} and r.client_id = ${file.client_id} and r.id > ${after}
    order by r.id limit ${PAGE}`.execute(db);
  return rows;
}

/** Rows of a delivery after `after`, in order, without personal data. */
export async function listResults(
  db: Queryable,
  file: ClientFileRow,
  page: { after: number; limit: number; status?: 'sent' | 'reflected' | 'rejected' },
): Promise<Selectable<ClientResults>[]> {
  let query = db
    .selectFrom('client_results')
    .selectAll()
    .where('file_id', '=', file.id)
    .where('client_id', '=', file.client_id)
    .where('id', '>', page.after);
  if (page.status) query = query.where('status', '=', page.status);
  return query.orderBy('id').limit(page.limit).execute();
}
