import {
  authorsOf,
  backToDraft,
  insertApproval,
  listApprovals,
  noteSubmission,
  currentContentHash,
} from '../../../db/campaigns/approvals';
import { countInHand } from '../../../db/campaigns/counts';
import { campaignFigures } from '../../../db/campaigns/board/figures';
import {
  type CampaignRow,
  getCampaign,
  getVersion,
  lockCampaign,
  updateCampaign,
} from '../../../db/campaigns/campaigns';
import { digestOf, type LedgerEntry } from '../../../db/platform/ledger';
import { insertSendBack } from '../../../db/campaigns/send-backs';
import { readClock } from '../../../db/platform/clock';
import { type Actor } from '../../../db/access/api-keys';
import { type Scope } from '../../../db/platform/scope';
import { isSelfApproval, type MissingGate, missingGates } from '../../../domain/campaigns/approval';
import { type Language } from '../../../domain/campaigns/campaign';
import { AppError } from '../../../domain/errors';
import { errorText } from '../../../domain/texts/errors';
import { type campaignRoutes } from '../contract/campaigns';
import { type Handlers } from '../../http/handler';
import { byPerson, requireGate, requireReply, requireSendable, requireSound, requireState } from '../rules';
import { briefOf } from '../../http/wire';
import { type Db, type Trx } from '../../../db/platform/types';
import { sleep } from '../../../config/sleep';

type Routes = Pick<
  typeof campaignRoutes,
  | 'submitCampaign'
  | 'approveCampaign'
  | 'sendBackCampaign'
  | 'startCampaign'
  | 'pauseCampaign'
  | 'resumeCampaign'
  | 'stopCampaign'
>;

const STOP_WAIT_MS = 10_000;
const STOP_CHECK_MS = 200;

/** From draft to stopped. Each action locks the campaign's row, which steps and claims read FOR SHARE. */
export const lifecycleHandlers: Handlers<Routes> = {
  async submitCampaign({ trx, scope, actor, params, language }) {
    const seen = await getCampaign(trx, scope, params.id);
    requireState(seen, 'submit');
    await requireSound((await getVersion(trx, seen)).doc, language); // takes a while: before the lock
    const campaign = await lockCampaign(trx, scope, params.id);
    requireState(campaign, 'submit');
    if (campaign.version !== seen.version) throw new AppError('version_conflict', { version: campaign.version });
    const { now } = await readClock(trx);
    const { audience } = await campaignFigures(trx, campaign);
    if (audience.held > 0) throw new AppError('audience_held_undecided', { count: audience.held });
    if (audience.included === 0) throw new AppError('campaign_without_audience', { id: campaign.id });
    await requireSendable(trx, campaign, now);
    const contentHash = await currentContentHash(trx, campaign);
    await noteSubmission(trx, campaign, { contentHash, ...audience, at: now });
    const submitted = await updateCampaign(trx, campaign, {
      status: 'submitted',
      content_hash: contentHash,
      submitted_by: actor.personId,
      submitted_at: new Date(now),
    });
    const document = digestOf((await getVersion(trx, campaign)).doc);
    const figures = { version: campaign.version, contentHash, document, contracts: audience.included };
    return done(submitted, now, { kind: 'submitted', by: byPerson(actor), ...figures });
  },

  async approveCampaign({ trx, scope, actor, params, body, language }) {
    const campaign = await lockCampaign(trx, scope, params.id);
    const gate = requireGate(actor);
    const approvals = await listApprovals(trx, campaign);
    const { contentHash } = body;
    const open = missingGates(campaign.content_hash ?? '', approvals).map((missing) => missing.gate);
    if (campaign.content_hash !== null && !open.includes(gate)) throw new AppError('already_approved', { gates: gate });
    requireState(campaign, 'approve');
    const authors = await authorsOf(trx, campaign);
    if (isSelfApproval({ personId: actor.personId, gate, contentHash, authors, approvals })) {
      throw new AppError('self_approval');
    }
    // Recomputed: detects an import whose process died before it could void the approvals.
    const current = await currentContentHash(trx, campaign);
    if (contentHash !== campaign.content_hash || contentHash !== current) throw new AppError('content_hash_mismatch');
    requireReply((await getVersion(trx, campaign)).doc, language);
    const { now } = await readClock(trx);
    await insertApproval(trx, campaign, {
      gate,
      contentHash,
      personId: actor.personId,
      comment: body.comment ?? null,
      at: now,
    });
    const both = open.every((missing) => missing === gate);
    const after = both ? await updateCampaign(trx, campaign, { status: 'approved' }) : campaign;
    return done(after, now, { kind: 'approved', by: byPerson(actor), gate, version: campaign.version, contentHash });
  },

  async sendBackCampaign({ trx, scope, actor, params, body }) {
    const campaign = await lockCampaign(trx, scope, params.id);
    const gate = requireGate(actor);
    requireState(campaign, 'sendBack');
    const { contentHash, comment } = body;
    if (contentHash !== campaign.content_hash) throw new AppError('content_hash_mismatch');
    const { now } = await readClock(trx);
    const { personId } = actor;
    await insertSendBack(trx, campaign, { gate, personId, at: now, contentHash, comment, version: null });
    const by = byPerson(actor);
    const draft = await backToDraft(trx, campaign, { at: now, reason: 'sent_back', by });
    const entry = { kind: 'sent_back', by, gate, version: campaign.version, contentHash, reason: comment };
    return done(draft.campaign, now, entry, ...draft.entries);
  },

  async startCampaign({ trx, scope, actor, params, language }) {
    const campaign = await lockCampaign(trx, scope, params.id);
    requireState(campaign, 'start');
    const contentHash = await currentContentHash(trx, campaign);
    const missing = missingGates(contentHash, await listApprovals(trx, campaign));
    if (missing.length > 0) throw missingApproval(missing, language);
    const { now } = await readClock(trx);
    await requireSendable(trx, campaign, now);
    const at = new Date(now);
    const change = { status: 'running', epoch: campaign.epoch + 1, started_at: at, wake_at: at } as const;
    const started = await updateCampaign(trx, campaign, change);
    const entry = {
      kind: 'started',
      by: byPerson(actor),
      version: campaign.version,
      contentHash,
      epoch: started.epoch,
    };
    return done(started, now, entry);
  },

  pauseCampaign: (call) => steer(call, 'pause', { status: 'paused', kind: 'paused' }),
  resumeCampaign: (call) => steer(call, 'resume', { status: 'running', kind: 'resumed' }),

  async stopCampaign(call) {
    const { body, ...reply } = await steer(call, 'stop', { status: 'stopped', kind: 'stopped' });
    const { deps, scope, params } = call;
    const finish = async () => ({ campaign: body, ...(await waitForHandovers(deps.db, scope, params.id)) });
    return { ...reply, body: { campaign: body, settled: false, inFlight: 0, doubtful: 0 }, finish };
  },
};

interface SteerCall {
  trx: Trx;
  scope: Scope;
  actor: Actor;
  params: { id: number };
  body: { reason: string };
}

/** Changes the state at once. The new epoch lets journeys held under the old one move. */
async function steer(
  { trx, scope, actor, params, body }: SteerCall,
  action: 'pause' | 'resume' | 'stop',
  to: { status: 'paused' | 'running' | 'stopped'; kind: string },
) {
  const campaign = await lockCampaign(trx, scope, params.id);
  requireState(campaign, action);
  const { now } = await readClock(trx);
  if (campaign.status === to.status) return { body: briefOf(campaign), version: campaign.version };
  const change = { status: to.status, epoch: campaign.epoch + 1, wake_at: new Date(now) };
  const after = await updateCampaign(trx, campaign, change);
  return done(after, now, { kind: to.kind, by: byPerson(actor), reason: body.reason, epoch: after.epoch });
}

function done(campaign: CampaignRow, at: number, ...entries: LedgerEntry[]) {
  return {
    body: briefOf(campaign),
    version: campaign.version,
    ledger: { campaignId: campaign.id, clientId: campaign.client_id, at, entries },
  };
}

/** Error that lists the missing approvals, each with what to do. */
export function missingApproval(missing: MissingGate[], language: Language): AppError {
  const code = missing.some((gate) => gate.code === 'approval_void') ? 'approval_void' : 'not_approved';
  const issues = missing.map((one) => {
    const text = errorText(one.code, language, { gates: one.gate });
    return { path: `approvals.${one.gate}`, code: one.code, message: text.title, advice: text.advice };
  });
  return new AppError(code, { gates: missing.map((one) => one.gate).join(',') }, issues);
}

/** Waits, in real time, until no contact of the campaign is being handed to a provider. */
async function waitForHandovers(db: Db, scope: Scope, id: number) {
  const campaign = await getCampaign(db, scope, id);
  const end = performance.now() + STOP_WAIT_MS;
  for (;;) {
    const { leaving, inFlight, doubtful } = await countInHand(db, campaign);
    if (leaving === 0 || performance.now() > end) return { settled: inFlight === 0, inFlight, doubtful };
    await sleep(STOP_CHECK_MS);
  }
}
