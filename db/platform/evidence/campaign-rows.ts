import { type Selectable } from 'kysely';
import {
  type Approvals,
  type CampaignVersions,
  type ConsentOverrides,
  type PlanVersions,
  type Requests,
} from '../schema.generated';
import { type Queryable } from '../types';

export type ApprovalEvidence = Selectable<Approvals>;
export type VersionEvidence = Selectable<CampaignVersions>;
export type PlanVersionEvidence = Selectable<PlanVersions>;
export type RequestEvidence = Selectable<Requests>;
export type OverrideEvidence = Selectable<ConsentOverrides>;

/** Rows of a campaign that are evidence of what was approved, and by whom. */
export interface CampaignRows {
  approvals: ApprovalEvidence[];
  versions: VersionEvidence[];
  planVersions: PlanVersionEvidence[];
  requests: RequestEvidence[];
  overrides: OverrideEvidence[];
}

/** What persons have approved of a campaign. */
export async function campaignRows(db: Queryable, campaignId: number): Promise<CampaignRows> {
  const of = { id: campaignId };
  return {
    approvals: await db.selectFrom('approvals').selectAll().where('campaign_id', '=', of.id).orderBy('id').execute(),
    versions: await db.selectFrom('campaign_versions').selectAll().where('campaign_id', '=', of.id).execute(),
    planVersions: await db.selectFrom('plan_versions').selectAll().where('campaign_id', '=', of.id).execute(),
    requests: await db.selectFrom('requests').selectAll().where('campaign_id', '=', of.id).execute(),
    overrides: await db.selectFrom('consent_overrides').selectAll().where('campaign_id', '=', of.id).execute(),
  };
}
