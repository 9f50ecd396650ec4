import { insertApproval, listApprovals, voidApprovals } from '../../../db/campaigns/approvals';
import { insertSendBack } from '../../../db/campaigns/send-backs';
import { campaignDoc, type CampaignRow, getCampaign, lockCampaign } from '../../../db/campaigns/campaigns';
import { readClock } from '../../../db/platform/clock';
import { type LedgerEntry } from '../../../db/platform/ledger';
import { firstClosed, pinsJourneys, moveCampaign } from '../../../db/campaigns/plan-adoption';
import {
  getPlanVersion,
  listPlanVersions,
  lockPlanVersion,
  planVersionHash,
  type PlanVersionRow,
  updatePlanVersion,
} from '../../../db/campaigns/plan-versions';
import { type Scope } from '../../../db/platform/scope';
import { isSelfApproval, missingGates } from '../../../domain/campaigns/approval';
import { localDate } from '../../../domain/campaigns/calendar';
import { AppError } from '../../../domain/errors';
import { refusedChanges } from '../../../domain/campaigns/plan-diff';
import { goesNow } from '../../../db/campaigns/trial/give-go';
import { type planVersionRoutes } from '../contract/plan-versions';
import { type Handlers } from '../../http/handler';
import { byPerson, requireGate, requireReply, requireSound } from '../rules';
import { missingApproval } from './lifecycle';
import { refuse, requireCurrent, requireInFlight, requireRule, wireOf } from './plan-versions';
import { type Trx } from '../../../db/platform/types';
import { type PlanVersionStatus } from '../../../domain/campaigns/plan-rule';

type Routes = Pick<
  typeof planVersionRoutes,
  'submitPlanVersion' | 'approvePlanVersion' | 'sendBackPlanVersion' | 'adoptPlanVersion' | 'discardPlanVersion'
>;

/** From a draft to the version in force. Each action locks the campaign's row, then the version's. */
export const planVersionActHandlers: Handlers<Routes> = {
  async submitPlanVersion({ trx, scope, actor, params, body: { rule }, language }) {
    await requireSound(await draftDoc(trx, scope, params), language); // takes a while: before the locks
    const { campaign, row, now } = await open(trx, scope, params, ['draft']);
    const docs = await bothDocs(trx, row);
    refuse(refusedChanges(docs.before, docs.after, { now, goes: await goesNow(trx, campaign.id) }), language);
    requireRule(docs, rule, language);
    const contentHash = planVersionHash({ doc: docs.after, baseVersion: row.base_version, rule });
    const submitted = await updatePlanVersion(trx, row, {
      status: 'submitted',
      rule: JSON.stringify(rule),
      content_hash: contentHash,
      submitted_by: actor.personId,
      submitted_at: new Date(now),
    });
    const entry = { kind: 'plan_submitted', by: byPerson(actor), version: row.version, contentHash, rule };
    return done(trx, { campaign, row: submitted, now }, entry);
  },

  async approvePlanVersion({ trx, scope, actor, params, body, language }) {
    const { campaign, row, now } = await open(trx, scope, params, ['submitted', 'approved']);
    const gate = requireGate(actor);
    const { contentHash, comment = null } = body;
    const approvals = await approvalsOf(trx, campaign, row);
    const missing = missingGates(row.content_hash ?? '', approvals).map((one) => one.gate);
    if (!missing.includes(gate)) throw new AppError('already_approved', { gates: gate });
    const { personId } = actor;
    const authors = [row.submitted_by, row.created_by];
    if (isSelfApproval({ personId, gate, contentHash, authors, approvals })) throw new AppError('self_approval');
    if (contentHash !== (await hashOf(trx, row))) throw new AppError('content_hash_mismatch');
    requireReply((await bothDocs(trx, row)).after, language);
    const { version } = row;
    await insertApproval(trx, campaign, { gate, contentHash, personId, comment, at: now, version });
    const both = missing.every((one) => one === gate);
    const after = both ? await updatePlanVersion(trx, row, { status: 'approved' }) : row;
    const entry = { kind: 'plan_approved', by: byPerson(actor), gate, version, contentHash };
    return done(trx, { campaign, row: after, now }, entry);
  },

  async sendBackPlanVersion({ trx, scope, actor, params, body }) {
    const { campaign, row, now } = await lock(trx, scope, params, ['submitted', 'approved']);
    const gate = requireGate(actor);
    const { contentHash, comment } = body;
    if (contentHash !== row.content_hash) throw new AppError('content_hash_mismatch');
    const { version } = row;
    await insertSendBack(trx, campaign, { gate, personId: actor.personId, at: now, contentHash, comment, version });
    const gates = await voidApprovals(trx, campaign, { at: now, reason: 'sent_back', version });
    const draft = { status: 'draft', content_hash: null, submitted_by: null, submitted_at: null } as const;
    const after = await updatePlanVersion(trx, row, draft);
    const entry = { kind: 'plan_sent_back', by: byPerson(actor), gate, version, contentHash, reason: comment, gates };
    return done(trx, { campaign, row: after, now }, entry);
  },

  async adoptPlanVersion({ trx, scope, actor, params, language }) {
    const { campaign, row, now } = await open(trx, scope, params, ['submitted', 'approved']);
    const missing = missingGates(await hashOf(trx, row), await approvalsOf(trx, campaign, row));
    if (missing.length > 0) throw missingApproval(missing, language);
    const busy = (await listPlanVersions(trx, campaign)).find(isUnderWay);
    if (busy) throw new AppError('plan_version_busy', { version: busy.version });
    const { before, after } = await bothDocs(trx, row);
    refuse(refusedChanges(before, after, { now, goes: await goesNow(trx, campaign.id) }), language);
    const { lastDispatch } = after.dates;
    if (lastDispatch <= now && lastDispatch !== before.dates.lastDispatch) {
      throw new AppError('last_dispatch_past', { date: localDate(lastDispatch, after.zone) });
    }
    const adopting = await updatePlanVersion(trx, row, {
      status: 'adopting',
      adopted_by: actor.personId,
      closed_after: firstClosed(row.rule),
    });
    if (pinsJourneys(row.rule!)) {
      const { version, base_version: from } = row;
      return done(trx, { campaign, row: adopting, now }, { kind: 'plan_adopting', by: byPerson(actor), version, from });
    }
    const { entry, ...moved } = await moveCampaign(trx, campaign, adopting, now);
    return done(trx, { ...moved, now }, entry);
  },

  async discardPlanVersion({ trx, scope, actor, params, body: { reason } }) {
    const { campaign, row, now } = await lock(trx, scope, params, ['draft', 'submitted', 'approved']);
    const gates = await voidApprovals(trx, campaign, { at: now, reason: 'version_discarded', version: row.version });
    const discarded = await updatePlanVersion(trx, row, { status: 'discarded' });
    const entry = { kind: 'plan_discarded', by: byPerson(actor), version: row.version, reason, gates };
    return done(trx, { campaign, row: discarded, now }, entry);
  },
};

interface Locked {
  campaign: CampaignRow;
  row: PlanVersionRow;
  now: number;
}

async function lock(
  trx: Trx,
  scope: Scope,
  params: { id: number; version: number },
  allowed: PlanVersionStatus[],
): Promise<Locked> {
  const campaign = await lockCampaign(trx, scope, params.id);
  const row = await lockPlanVersion(trx, campaign, params.version);
  const { status } = row;
  if (!allowed.includes(status)) throw new AppError('plan_version_wrong_state', { status, allowed: allowed.join(',') });
  return { campaign, row, now: (await readClock(trx)).now };
}

/** Like `lock`, for actions that need open journeys and a version in one of these states. */
async function open(trx: Trx, scope: Scope, params: { id: number; version: number }, allowed: PlanVersionStatus[]) {
  const locked = await lock(trx, scope, params, allowed);
  requireInFlight(locked.campaign, await campaignDoc(trx, params.id, params.version), locked.now);
  requireCurrent(locked.campaign, locked.row);
  return locked;
}

const isUnderWay = ({ status, adoption_finished_at: adoptionFinishedAt }: PlanVersionRow): boolean =>
  status === 'adopting' || (status === 'adopted' && adoptionFinishedAt === null);

/** The contents of a version of a campaign of this client. */
async function draftDoc(trx: Trx, scope: Scope, { id, version }: { id: number; version: number }) {
  const campaign = await getCampaign(trx, scope, id);
  return campaignDoc(trx, id, (await getPlanVersion(trx, campaign, version)).version);
}

async function bothDocs(trx: Trx, { campaign_id: id, version, base_version: base }: PlanVersionRow) {
  return { before: await campaignDoc(trx, id, base), after: await campaignDoc(trx, id, version) };
}

/** Hash computed from what is stored, so that only approved contents can be adopted. */
async function hashOf(trx: Trx, row: PlanVersionRow): Promise<string> {
  const { after: doc } = await bothDocs(trx, row);
  return row.rule === null ? '' : planVersionHash({ doc, baseVersion: row.base_version, rule: row.rule });
}

const approvalsOf = async (trx: Trx, campaign: CampaignRow, row: PlanVersionRow) =>
  (await listApprovals(trx, campaign)).filter(({ version }) => version === row.version);

async function done(trx: Trx, { campaign, row, now: at }: Locked, entry: LedgerEntry) {
  return {
    body: await wireOf(trx, campaign, row),
    ledger: { campaignId: campaign.id, clientId: campaign.client_id, at, entries: [entry] },
  };
}
