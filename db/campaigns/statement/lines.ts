import { type RawBuilder, sql } from 'kysely';
import { type CampaignRow } from '../campaigns';
import { standingResults } from '../../exchange/taken-over';
import { type Queryable } from '../../platform/types';
import { type ExclusionSource, type StatedLine } from '../../../domain/campaigns/statement/line';
import { statedAttempts } from './attempts';

/** Contracts read at once, and lines of one stored piece. */
export const STATEMENT_PAGE = 500;

interface LineRow extends Omit<StatedLine, 'attempts' | 'excludedBy'> {
  importId: number | null;
  importName: string | null;
  decidedBy: string | null;
  decidedAt: number | null;
  file: number | null;
  fileName: string | null;
  fileRow: number | null;
  appliedBy: string | null;
  appliedAt: number | null;
}

/** Every contract of the audience in id order, page by page, as it stands now, with all contacts of its customer. */
export async function* statementLines(
  db: Queryable,
  campaign: CampaignRow,
  known: { asOf: number },
): AsyncGenerator<StatedLine[]> {
  for (let after = 0; ;) {
    const rows = await linesWhere(db, campaign, sql`a.contract_id > ${after}`);
    if (rows.length === 0) return;
    const attempts = await statedAttempts(db, campaign, { customers: rows.map((row) => row.customerId), ...known });
    yield rows.map((row) => ({ ...lineOf(row), attempts: attempts.get(row.customerId) ?? [] }));
    after = rows.at(-1)!.contractId;
  }
}

/** The lines of some contracts as they stand now, without their contacts. */
export async function linesOf(
  db: Queryable,
  campaign: CampaignRow,
  contractIds: number[],
): Promise<Omit<StatedLine, 'attempts'>[]> {
  return (await linesWhere(db, campaign, sql`a.contract_id = any(${contractIds}::bigint[])`)).map(lineOf);
}

/** What the client's system said last counts for the outcome that it was sent, not for one that came later. */
async function linesWhere(db: Queryable, campaign: CampaignRow, where: RawBuilder<unknown>): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select a.contract_id as "contractId", a.customer_id as "customerId", a.line,
      coalesce(o.outcome, case when a.state = 'excluded' then 'excluded' end) as outcome,
      case when o.contract_id is null and a.state <> 'excluded' then null else coalesce(o.reason, a.reason) end as reason,
      coalesce(o.at, case when a.state = 'excluded' then a.decided_at end) as at,
      case when r.outcome = o.outcome and r.decided_at >= o.at then
        case when r.status = 'reflected' and exists (select from change_requests q where q.campaign_id = a.campaign_id
          and q.contract_id = a.contract_id and q.status in ('asked', 'sent')) then 'change_requested'
          else r.status end end as reflection,
      i.id as "importId", i.name as "importName", d.name as "decidedBy", a.decided_at as "decidedAt",
      x.file, x.name as "fileName", x.line as "fileRow", x."appliedBy", x."appliedAt"
    from audience a
    left join outcomes o on o.campaign_id = a.campaign_id and o.contract_id = a.contract_id
    left join persons d on d.id = a.decided_by
    left join lateral (select i.id, i.name from imports i where i.campaign_id = a.campaign_id and i.status = 'done'
      and a.state = 'excluded' order by i.id desc limit 1) i on true
    left join lateral (select r.outcome, r.status, r.decided_at
      from ${standingResults(sql`r.campaign_id = a.campaign_id and r.contract_id = a.contract_id`)} r
      order by r.id desc limit 1) r on true
    left join lateral (
      select f.id as file, f.name, x.line, p.name as "appliedBy", f.applied_at as "appliedAt"
      from client_changes x join client_files f on f.id = x.file_id left join persons p on p.id = f.applied_by
      where o.outcome = 'excluded' and x.contract_id = a.contract_id and f.campaign_id = a.campaign_id
        and f.kind = 'changes' and x.verdict = 'done'
      order by f.id desc limit 1) x on true
    where a.campaign_id = ${campaign.id} and a.client_id = ${campaign.client_id} and ${where}
    order by a.contract_id limit ${STATEMENT_PAGE}`.execute(db);
  return rows;
}

function lineOf(row: LineRow): Omit<StatedLine, 'attempts'> {
  const { contractId, customerId, line, outcome, reason, at, reflection } = row;
  return { contractId, customerId, line, outcome, reason, at, reflection, excludedBy: sourceOf(row) };
}

function sourceOf(row: LineRow): ExclusionSource | null {
  if (row.outcome !== 'excluded') return null;
  if (row.file !== null) {
    const { file, fileName: name, fileRow, appliedBy: decidedBy, appliedAt: decidedAt } = row;
    return { from: 'changes', file, name, row: fileRow!, decidedBy, decidedAt };
  }
  const { importId, importName: name, line, decidedBy, decidedAt } = row;
  return importId === null ? null : { from: 'audience', file: importId, name, row: line, decidedBy, decidedAt };
}
