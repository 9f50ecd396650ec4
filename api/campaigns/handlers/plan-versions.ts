import { previewPlan } from '../../../db/campaigns/plan-preview';
import { listApprovals } from '../../../db/campaigns/approvals';
import {
  campaignDoc,
  CampaignDocs,
  type CampaignRow,
  getCampaign,
  lockCampaign,
} from '../../../db/campaigns/campaigns';
import { pausesOfWaves } from '../../../db/campaigns/pauses';
import { digestOf } from '../../../db/platform/ledger';
import { listSendBacks } from '../../../db/campaigns/send-backs';
import { readClock } from '../../../db/platform/clock';
import {
  getPlanVersion,
  insertPlanVersion,
  listPlanVersions,
  type PlanVersionRow,
} from '../../../db/campaigns/plan-versions';
import { goesNow } from '../../../db/campaigns/trial/give-go';
import { withBrand } from '../../../db/brand/brands';
import { type CampaignDoc, type Language } from '../../../domain/campaigns/campaign';
import { AppError } from '../../../domain/errors';
import {
  type DateChange,
  diffPlans,
  isEmptyDiff,
  type PlanDiff,
  refusedChanges,
  type RefusedChange,
  refusedRules,
} from '../../../domain/campaigns/plan-diff';
import { dividesAnew, wavesGone } from '../../../domain/campaigns/replan/replan';
import { closingInstant } from '../../../domain/journeys/outcome';
import { type PlanRule } from '../../../domain/campaigns/plan-rule';
import { refusalText } from '../../../domain/texts/plan-versions';
import { type planVersionRoutes } from '../contract/plan-versions';
import { docIn } from '../../campaign-file/file-decoder';
import { type Handlers } from '../../http/handler';
import { approvalsOf, sendBacksOf } from '../approval-wire';
import { byPerson } from '../rules';
import { iso, isoOrNull } from '../../http/wire';
import { type Queryable } from '../../../db/platform/types';

type Routes = Pick<
  typeof planVersionRoutes,
  'createPlanVersion' | 'listPlanVersions' | 'getPlanVersion' | 'getPlanVersionDocument' | 'previewPlanVersion'
>;

/** Plan versions of running campaigns: drafting, reading and previewing. */
export const planVersionHandlers: Handlers<Routes> = {
  async createPlanVersion({ trx, scope, actor, params, body, language }) {
    const campaign = await lockCampaign(trx, scope, params.id);
    const { now } = await readClock(trx);
    if (campaign.status !== 'completed') requireInFlight(campaign);
    const present = await campaignDoc(trx, campaign.id, campaign.version);
    const doc = await withBrand(trx, scope, docIn(body));
    requireInFlight(campaign, doc, now);
    if (isEmptyDiff(diffPlans(present, doc)))
      throw new AppError('plan_version_unchanged', { version: campaign.version });
    refuse(refusedChanges(present, doc, { now, goes: await goesNow(trx, campaign.id) }), language);
    const row = await insertPlanVersion(trx, campaign, { doc, personId: actor.personId, at: now });
    const { version, base_version: from } = row;
    const entry = { kind: 'plan_drafted', by: byPerson(actor), version, from, document: digestOf(doc) };
    return {
      body: await wireOf(trx, campaign, row),
      ledger: { campaignId: campaign.id, clientId: scope.clientId, at: now, entries: [entry] },
    };
  },

  async listPlanVersions({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const items = [];
    for (const row of await listPlanVersions(deps.db, campaign)) items.push(await wireOf(deps.db, campaign, row));
    return { body: { items } };
  },

  async getPlanVersion({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    return { body: await wireOf(deps.db, campaign, await getPlanVersion(deps.db, campaign, params.version)) };
  },

  async getPlanVersionDocument({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const { version } = await getPlanVersion(deps.db, campaign, params.version);
    return { body: { ...(await campaignDoc(deps.db, campaign.id, version)) } };
  },

  async previewPlanVersion({ deps, scope, params, body: { rule }, language }) {
    const view = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return view.execute(async (trx) => {
      const campaign = await getCampaign(trx, scope, params.id);
      const row = await getPlanVersion(trx, campaign, params.version);
      requireCurrent(campaign, row);
      const doc = await campaignDoc(trx, campaign.id, row.version);
      const before = await campaignDoc(trx, campaign.id, row.base_version);
      requireRule({ before, after: doc }, rule, language);
      const target = { version: row.version, doc, rule };
      const found = await previewPlan(trx, new CampaignDocs(), { campaignId: campaign.id, target });
      const emptied = await emptiedPauses(trx, campaign, { before, after: doc });
      return { body: { asOf: iso((await readClock(trx)).now), ...found, emptiedPauses: emptied } };
    });
  },
};

/** A plan version in its wire form. */
export async function wireOf(db: Queryable, campaign: CampaignRow, row: PlanVersionRow) {
  const before = await campaignDoc(db, campaign.id, row.base_version);
  const after = await campaignDoc(db, campaign.id, row.version);
  const diff = diffPlans(before, after);
  const approvals = (await listApprovals(db, campaign)).filter(({ version }) => version === row.version);
  return {
    campaignId: campaign.id,
    version: row.version,
    baseVersion: row.base_version,
    status: row.status,
    outdated: isOutdated(campaign, row),
    diff: diffOf(diff),
    rule: row.rule,
    contentHash: row.content_hash,
    approvals: approvalsOf(approvals, row.content_hash),
    sendBacks: sendBacksOf(await listSendBacks(db, campaign), row.version),
    createdAt: iso(row.created_at),
    submittedAt: isoOrNull(row.submitted_at),
    adoptedAt: isoOrNull(row.adopted_at),
    adoptionFinishedAt: isoOrNull(row.adoption_finished_at),
    dividesAnew: dividesAnew(before, after),
    emptiedPauses: row.status === 'discarded' ? [] : await emptiedPauses(db, campaign, { before, after }),
  };
}

/** Pauses in force of waves that a version does not have. */
async function emptiedPauses(db: Queryable, campaign: CampaignRow, docs: { before: CampaignDoc; after: CampaignDoc }) {
  const { now } = await readClock(db);
  const rows = await pausesOfWaves(db, campaign, { waves: wavesGone(docs.before, docs.after), now });
  return rows.map(({ id, wave, reason, opened_at: at }) => ({ id, wave: wave!, reason, openedAt: iso(at) }));
}

/** Differences in their wire form. */
export const diffOf = (diff: PlanDiff) => ({ ...diff, dates: diff.dates.map(dateOf) });

const dateOf = ({ date, before, after }: DateChange) => {
  const wire = (value: number | string | null) => (typeof value === 'number' ? iso(value) : value);
  return { date, before: wire(before), after: wire(after) };
};

const isOutdated = (campaign: CampaignRow, row: PlanVersionRow): boolean =>
  row.status !== 'adopted' && campaign.version !== row.base_version;

/** Throws campaign_wrong_state unless the campaign may have open journeys, or may again under later dates. */
export function requireInFlight({ status }: CampaignRow, doc?: CampaignDoc, now = 0): void {
  if (status === 'running' || status === 'paused') return;
  if (status === 'completed' && doc && closingInstant(doc) > now) return;
  throw new AppError('campaign_wrong_state', { status, allowed: 'running,paused' });
}

/** Throws plan_version_outdated if another version was adopted after this one was drafted. */
export function requireCurrent(campaign: CampaignRow, row: PlanVersionRow): void {
  if (!isOutdated(campaign, row)) return;
  throw new AppError('plan_version_outdated', { base: row.base_version, version: campaign.version });
}

/** Throws plan_version_refused with one issue per forbidden change. */
export function refuse(refused: RefusedChange[], language: Language): void {
  if (refused.length === 0) return;
  const issues = refused.map(({ path, code }) => ({ path, code, ...refusalText(code, language) }));
  throw new AppError('plan_version_refused', { count: refused.length }, issues);
}

/** Throws plan_version_refused for a rule that does not fit the two versions. */
export const requireRule = (docs: { before: CampaignDoc; after: CampaignDoc }, rule: PlanRule, language: Language) =>
  refuse(refusedRules(docs.before, docs.after, rule), language);
