import { sql } from 'kysely';
import { forSingleAndOther, type MergeContext } from './merge';
import { type Trx } from '../../platform/types';
import { AppError, type Issue } from '../../../domain/errors';
import { type FindingCode } from '../../../domain/audience/finding';
import { CONTACT_HOLDS } from '../../../domain/audience/remark';
import { findingText } from '../../../domain/texts/audience';
import { type ImportRow } from '../imports';
import { eraseLeftOut } from '../../privacy/left-out';

/**
 * Upserts the contracts of valid rows, each with its secret; a contract already known moves to its current customer.
 */
export async function mergeContracts(trx: Trx, { clientId, campaignId }: MergeContext): Promise<void> {
  // decisions on unchanged rows; read before the contracts take the new rows' hashes
  await sql`
    create temp table kept on commit drop as
    select a.contract_id, a.state, a.reason, a.decided_by, a.decided_at
    from audience a join contracts c on c.id = a.contract_id
    join staged s on s.number_hash = c.number_hash and s.row_hash = c.row_hash and s.state = 'good'
    where a.campaign_id = ${campaignId} and a.decided_at is not null`.execute(trx);
  await sql`
    create temp table delivered on commit drop as
    select s.line, s.number_hash, s.row_hash, s.product, f.customer_id, coalesce(s.hold, f.hold, f.open_hold) as hold,
      c.id as known_id
    from staged s join found f using (party_hash)
    left join contracts c on c.client_id = ${clientId} and c.number_hash = s.number_hash
    where s.state = 'good'`.execute(trx);
  await sql`analyze delivered`.execute(trx);
  await sql`
    update contracts c set customer_id = d.customer_id, row_hash = d.row_hash, product = d.product
    from delivered d where c.id = d.known_id
      and (c.customer_id, c.row_hash, c.product) is distinct from (d.customer_id, d.row_hash, d.product)`.execute(trx);
  await sql`
    insert into contracts (client_id, customer_id, number_hash, row_hash, product)
    select ${clientId}, customer_id, number_hash, row_hash, product from delivered
    where known_id is null order by line`.execute(trx);
  await sql`
    create temp table assigned on commit drop as
    select c.id as contract_id, d.customer_id, d.line, d.hold, d.known_id is null as single
    from delivered d join contracts c on c.client_id = ${clientId} and c.number_hash = d.number_hash`.execute(trx);
  await sql`analyze assigned`.execute(trx);
  await forSingleAndOther(
    (which, onConflict) => sql`
      insert into vault_items (customer_id, item, client_id, data)
      select f.customer_id, 'contract:' || f.contract_id, ${clientId}, s.secret
      from assigned f join staged s using (line) where ${which} order by f.customer_id
      ${onConflict(sql`on conflict (customer_id, item) do update set data = excluded.data`)}`,
    trx,
  );
}

/**
 * Replaces the campaign's audience with the staged rows. Decisions on unchanged rows are kept. People whom the new file
 * leaves out are erased, unless another audience names them (see eraseLeftOut).
 */
export async function replaceAudience(trx: Trx, context: MergeContext): Promise<void> {
  const { clientId, campaignId, importId, now } = context;
  await sql`
    create temp table former on commit drop as
    select distinct customer_id from audience where campaign_id = ${campaignId}`.execute(trx);
  await sql`delete from audience where campaign_id = ${campaignId}`.execute(trx);
  await sql`
    insert into audience (campaign_id, contract_id, client_id, customer_id, line, state, reason, decided_by, decided_at)
    select ${campaignId}, p.contract_id, ${clientId}, p.customer_id, p.line,
      coalesce(k.state, case when p.hold is null then 'included' else 'held' end),
      coalesce(k.reason, p.hold), k.decided_by, k.decided_at
    from assigned p left join kept k using (contract_id) order by p.contract_id`.execute(trx);
  await sql`
    create temporary table held_customers on commit drop as select 0::bigint as id, 0::bigint as customer_id, ''::text as reason
    limit 0`.execute(trx);
  await sql`
    with opened as (insert into holds (client_id, customer_id, reason, source, opened_at)
    select distinct on (a.customer_id) ${clientId}, a.customer_id, a.reason, ${`import:${importId}`}, ${new Date(now)}
    from audience a
    where a.campaign_id = ${campaignId} and a.state = 'held'
      and (a.reason = any(${[...CONTACT_HOLDS]}::text[])) and not exists (
      select 1 from holds h where h.customer_id = a.customer_id and h.released_at is null)
    order by a.customer_id, a.line returning id, customer_id, reason)
    insert into held_customers select * from opened`.execute(trx);
  await protectCustomers(trx, context);
  await eraseLeftOut(trx, context, sql`select customer_id from former`);
}

/**
 * Marks the customers whose row says that they are under protection, whatever is decided about the row. A remark that a
 * person has read before does not bring back a mark that two persons have lifted since.
 */
async function protectCustomers(trx: Trx, { clientId, importId, now }: MergeContext): Promise<void> {
  await sql`
    insert into protections (client_id, customer_id, source, opened_at)
    select distinct ${clientId}::bigint, p.customer_id, ${`import:${importId}`}, ${new Date(now)}::timestamptz
    from staged s join assigned p using (line)
    where s.state = 'good' and s.protect and not exists (select from kept k where k.contract_id = p.contract_id)
    on conflict (customer_id) where lifted_at is null do nothing`.execute(trx);
}

/**
 * Stores the findings of rows and of the checks over all rows, in file order. A refused row is not also reported as
 * held.
 */
export async function writeFindings(trx: Trx, { clientId, importId }: MergeContext): Promise<void> {
  await sql`
    insert into findings (import_id, no, client_id, line, "column", code, severity, detail)
    select ${importId}, row_number() over (order by line, place), ${clientId}, line, "column", code, severity, detail
    from (
      select s.line, f.place, f.found ->> 'column' as "column", f.found ->> 'code' as code,
        f.found ->> 'severity' as severity, (f.found -> 'detail')::jsonb as detail
      from staged s cross join lateral json_array_elements(s.findings) with ordinality f(found, place)
      where s.findings is not null and s.state <> 'repeated'
        and (s.state = 'good' or f.found ->> 'severity' <> 'held')
      union all
      select line, 1000 + row_number() over (partition by line order by code, "column"), "column", code, severity,
        detail::jsonb from noted
    ) every order by line, place`.execute(trx);
}

const SHOWN = 20;

/** Completes the import with its figures. Throws file_without_good_row, with the first findings as issues. */
export async function finishImport(trx: Trx, { importId, now }: MergeContext): Promise<ImportRow> {
  const { rows } = await sql<Figures>`
    select count(*) as rows, count(*) filter (where state = 'refused') as refused,
      count(*) filter (where state = 'repeated') as doubles,
      (select count(*) from assigned) as contracts, (select count(*) from found) as customers,
      (select count(*) from assigned where hold is not null) as held
    from staged`.execute(trx);
  const figures = rows[0]!;
  if (figures.contracts === 0) {
    const { rows: read, refused } = figures;
    throw new AppError('file_without_good_row', { rows: read, refused }, await firstIssues(trx, importId));
  }
  return trx
    .updateTable('imports')
    .set({ ...figures, status: 'done', finished_at: new Date(now) })
    .where('id', '=', importId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

type Figures = Pick<ImportRow, 'rows' | 'refused' | 'doubles' | 'contracts' | 'customers' | 'held'>;

async function firstIssues(trx: Trx, importId: number): Promise<Issue[]> {
  const findings = await trx
    .selectFrom('findings')
    .select(['line', 'column', 'code', 'detail'])
    .where('import_id', '=', importId)
    .orderBy('no')
    .limit(SHOWN)
    .execute();
  return findings.map(({ line, column, code, detail }) => ({
    path: column === null ? `${line}` : `${line}/${column}`,
    code,
    ...findingText(code as FindingCode, 'ja', detail),
  }));
}
