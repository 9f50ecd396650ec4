import { createHash } from 'node:crypto';
import { sql, type Selectable, type Updateable } from 'kysely';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { type PlanRule } from '../../domain/campaigns/plan-rule';
import { type CampaignRow } from './campaigns';
import { canonicalJson } from '../platform/ledger';
import { type Queryable, type Trx } from '../platform/types';
import { type PlanVersions } from '../platform/schema.generated';

export type PlanVersionRow = Selectable<PlanVersions>;

/** Plan version of a journey: the one it is pinned to, otherwise its campaign's. */
export const ownVersion = (journey: { plan_version: number | null }, campaign: { version: number }): number =>
  journey.plan_version ?? campaign.version;

/** SQL expression: the version a campaign was started with. Use in queries that select from `campaigns`. */
export const firstVersion = sql<number>`coalesce((select min(p.base_version) from plan_versions p
  where p.campaign_id = campaigns.id and p.status = 'adopted'), campaigns.version)`;

/** Hash that an approval of a plan version covers: its contents, its base version and its rule. */
export function planVersionHash(input: { doc: CampaignDoc; baseVersion: number; rule: PlanRule }): string {
  return createHash('sha256').update(canonicalJson(input)).digest('hex');
}

/** Inserts a plan version as a draft. The caller holds the campaign's lock. */
export async function insertPlanVersion(
  trx: Trx,
  campaign: CampaignRow,
  draft: { doc: CampaignDoc; personId: number; at: number },
): Promise<PlanVersionRow> {
  const { version } = await trx
    .selectFrom('campaign_versions')
    .select(sql<number>`max(version) + 1`.as('version'))
    .where('campaign_id', '=', campaign.id)
    .executeTakeFirstOrThrow();
  const own = { campaign_id: campaign.id, version, client_id: campaign.client_id, created_by: draft.personId };
  await trx
    .insertInto('campaign_versions')
    .values({ ...own, doc: JSON.stringify(draft.doc) })
    .execute();
  return trx
    .insertInto('plan_versions')
    .values({ ...own, base_version: campaign.version, created_at: new Date(draft.at) })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Returns a plan version of the campaign. Throws not_found. */
export async function getPlanVersion(db: Queryable, campaign: CampaignRow, version: number): Promise<PlanVersionRow> {
  const row = await select(db, campaign).where('version', '=', version).executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'version' });
  return row;
}

/** Like `getPlanVersion`, locked until commit. The caller holds the campaign's lock. */
export async function lockPlanVersion(trx: Trx, campaign: CampaignRow, version: number): Promise<PlanVersionRow> {
  const row = await select(trx, campaign).where('version', '=', version).forNoKeyUpdate().executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'version' });
  return row;
}

/** A version, locked until commit for work page by page, and its campaign FOR SHARE: neither changes meanwhile. */
export async function lockVersion(
  trx: Trx,
  key: Pick<PlanVersionRow, 'campaign_id' | 'version'>,
): Promise<PlanVersionRow> {
  await trx.selectFrom('campaigns').select('id').where('id', '=', key.campaign_id).forShare().execute();
  return lockVersionRow(trx, key);
}

/** A version, locked until commit. The caller has locked its campaign. */
export const lockVersionRow = (
  trx: Trx,
  key: Pick<PlanVersionRow, 'campaign_id' | 'version'>,
): Promise<PlanVersionRow> =>
  trx
    .selectFrom('plan_versions')
    .selectAll()
    .where('campaign_id', '=', key.campaign_id)
    .where('version', '=', key.version)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();

/** All plan versions of a campaign, newest first. */
export const listPlanVersions = (db: Queryable, campaign: CampaignRow): Promise<PlanVersionRow[]> =>
  select(db, campaign).orderBy('version', 'desc').execute();

const select = (db: Queryable, campaign: CampaignRow) =>
  db
    .selectFrom('plan_versions')
    .selectAll()
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id);

/** Updates a plan version. The caller holds its lock. */
export async function updatePlanVersion(
  trx: Trx,
  row: PlanVersionRow,
  change: Updateable<PlanVersions>,
): Promise<PlanVersionRow> {
  return trx
    .updateTable('plan_versions')
    .set(change)
    .where('campaign_id', '=', row.campaign_id)
    .where('version', '=', row.version)
    .returningAll()
    .executeTakeFirstOrThrow();
}
