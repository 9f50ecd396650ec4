import { listApprovals, backToDraft } from '../../../db/campaigns/approvals';
import { type MessageCount } from '../../../db/campaigns/counts';
import { campaignFigures, type CampaignFigures } from '../../../db/campaigns/board/figures';
import {
  campaignDoc,
  getCampaign,
  getVersion,
  insertCampaign,
  listCampaigns,
  lockCampaign,
  replaceDoc,
} from '../../../db/campaigns/campaigns';
import { glancesOf } from '../../../db/campaigns/board/glance';
import { listSendBacks } from '../../../db/campaigns/send-backs';
import { withBrand } from '../../../db/brand/brands';
import { readClock } from '../../../db/platform/clock';
import { canonicalJson, digestOf } from '../../../db/platform/ledger';
import { AppError } from '../../../domain/errors';
import { campaignFileOf } from '../../campaign-file/write';
import { checkPlanApart, docIn } from '../../campaign-file/file-decoder';
import { glanceOf } from '../glance-wire';
import { type campaignRoutes } from '../contract/campaigns';
import { approvalsOf, sendBacksOf, rehearsedOf } from '../approval-wire';
import { journeyState, messageStatus, outcome } from '../../http/shapes';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { rehearsedFor } from '../../../db/rehearsals/summary';
import { type Handlers } from '../../http/handler';
import { byPerson, requireState } from '../rules';
import { briefOf, iso, single } from '../../http/wire';

type Routes = Pick<
  typeof campaignRoutes,
  | 'createCampaign'
  | 'listCampaigns'
  | 'getCampaign'
  | 'getDocument'
  | 'getCampaignFile'
  | 'checkCampaignFile'
  | 'checkPlan'
  | 'editCampaign'
>;

/** Campaign documents and figures. */
export const campaignHandlers: Handlers<Routes> = {
  async createCampaign({ trx, scope, actor, body }) {
    const { now } = await readClock(trx);
    const doc = await withBrand(trx, scope, docIn(body));
    const campaign = await insertCampaign(trx, scope, { doc, personId: actor.personId });
    const entry = { kind: 'campaign_created', by: byPerson(actor), version: campaign.version, document: digestOf(doc) };
    return {
      body: briefOf(campaign),
      version: campaign.version,
      ledger: { campaignId: campaign.id, clientId: scope.clientId, at: now, entries: [entry] },
    };
  },

  async checkCampaignFile({ body }) {
    return { body };
  },

  async listCampaigns({ deps, scope, actor, query }) {
    const before = decodeCursor(query.cursor);
    const rows = await listCampaigns(deps.db, scope, { before, limit: query.limit + 1, status: query.status });
    const glances = await glancesOf(deps.db, rows);
    const { now } = await readClock(deps.db);
    return {
      body: pageOfRows(
        rows,
        query.limit,
        (row) => row.id,
        (row) => ({ ...briefOf(row), glance: glanceOf(row, glances.get(row.id)!, { now, actor }) }),
      ),
    };
  },

  async getCampaign({ deps, scope, params }) {
    // One snapshot, so that the figures and what is shown beside them are of one instant.
    const view = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return view.execute(async (trx) => {
      const campaign = await getCampaign(trx, scope, params.id);
      const { doc } = await getVersion(trx, campaign);
      const { customers, outcomes, messages, waves, deferred, ...figures } = await campaignFigures(trx, campaign);
      const { customers: total, ...audience } = figures.audience;
      const body = {
        ...briefOf(campaign),
        asOf: iso((await readClock(trx)).now),
        lastDispatch: iso(doc.dates.lastDispatch),
        applyBy: iso(doc.dates.applyBy),
        approvals: approvalsOf(await listApprovals(trx, campaign), campaign.content_hash),
        sendBacks: sendBacksOf(await listSendBacks(trx, campaign), null),
        rehearsal: rehearsedOf(await rehearsedFor(trx, campaign)),
        audience,
        customers: { total, byState: tally(journeyState.options, (state) => customers.get(state) ?? 0) },
        byWave: byWave(waves),
        contracts: {
          total: audience.contracts,
          byOutcome: tally(outcome.options, (name) => sum(outcomes.filter((row) => row.outcome === name))),
          open: sum(outcomes.filter((row) => row.outcome === null)),
        },
        messages: { total: sum(messages), byChannel: byChannel(messages) },
        deferred,
        doubtful: sum(messages.filter((row) => row.status === 'doubtful')),
      };
      return { body, version: campaign.version };
    });
  },

  async getDocument({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const { doc } = await getVersion(deps.db, campaign);
    return { body: { ...doc }, version: campaign.version };
  },

  async getCampaignFile({ deps, scope, params, query }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const version = query.version ?? campaign.version;
    const file = campaignFileOf(await campaignDoc(deps.db, campaign.id, version));
    const filename = `campaign-${campaign.id}-v${version}.yaml`;
    return { stream: single(file), type: 'application/yaml; charset=utf-8', filename, version: campaign.version };
  },

  async checkPlan({ deps, scope, params, query, language }) {
    const { id, version } = await getCampaign(deps.db, scope, params.id);
    const doc = await campaignDoc(deps.db, id, query.version ?? version);
    return { body: { warnings: await checkPlanApart(doc, language) } };
  },

  async editCampaign({ trx, scope, actor, params, body, expectedVersion }) {
    const before = await lockCampaign(trx, scope, params.id);
    requireState(before, 'edit');
    if (before.version !== expectedVersion) throw new AppError('version_conflict', { version: before.version });
    const { now } = await readClock(trx);
    const doc = await withBrand(trx, scope, docIn(body));
    const known = await getVersion(trx, before);
    if (canonicalJson(known.doc) === canonicalJson(doc)) return { body: briefOf(before), version: before.version };
    const by = byPerson(actor);
    const draft = await backToDraft(trx, before, { at: now, reason: 'campaign_edited', by });
    const campaign = await replaceDoc(trx, draft.campaign, { doc, personId: actor.personId });
    const entries = [
      { kind: 'campaign_edited', by, version: campaign.version, document: digestOf(doc) },
      ...draft.entries,
    ];
    return {
      body: briefOf(campaign),
      version: campaign.version,
      ledger: { campaignId: campaign.id, clientId: scope.clientId, at: now, entries },
    };
  },
};

/** Every name with its count, including zeros, so that a reader need not know the list. */
export function tally<Name extends string>(
  names: readonly Name[],
  countOf: (name: Name) => number,
): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, countOf(name)])) as Record<Name, number>;
}

export const sum = (rows: readonly { count: number }[]): number => rows.reduce((total, row) => total + row.count, 0);

function byWave(counts: CampaignFigures['waves']) {
  return [...new Set(counts.map(({ wave }) => wave))].map((wave) => {
    const own = counts.filter((row) => row.wave === wave);
    const byState = tally(journeyState.options, (name) => sum(own.filter(({ state }) => state === name)));
    return { wave, customers: sum(own), byState };
  });
}

function byChannel(messages: MessageCount[]) {
  return [...new Set(messages.map((row) => row.channel))].map((channel) => {
    const own = messages.filter((row) => row.channel === channel);
    const byStatus = tally(messageStatus.options, (name) => sum(own.filter((row) => row.status === name)));
    return { channel, total: sum(own), byStatus };
  });
}
