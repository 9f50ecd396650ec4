import { type CampaignRow, getCampaign, lockCampaign } from '../../db/campaigns/campaigns';
import { readClock } from '../../db/platform/clock';
import { changedSince, contentsOf, isOutdated } from '../../db/rehearsals/contents';
import {
  cancelRehearsal,
  getRehearsal,
  type ListedRehearsal,
  listRehearsals,
  recordOf,
  type RehearsalRow,
} from '../../db/rehearsals/stored';
import { type Text } from '../../domain/campaigns/campaign';
import { AppError, type ErrorCode, ERRORS } from '../../domain/errors';
import { compareRehearsals } from '../../domain/rehearsals/compare';
import { errorText } from '../../domain/texts/errors';
import { byPerson } from '../campaigns/rules';
import { decodeCursor, pageOfRows } from '../http/cursor';
import { type Handlers } from '../http/handler';
import { iso, isoOrNull, single } from '../http/wire';
import { type rehearsalRoutes } from './contract';
import { doneRow, pdfOfRehearsal } from './paper';
import { askRehearsal } from './request';

/** Rehearsals: asked for and read here, run by a worker. */
export const rehearsalHandlers: Handlers<typeof rehearsalRoutes> = {
  async startRehearsal({ deps, trx, scope, actor, params, body, language }) {
    const campaign = await lockCampaign(trx, scope, params.id);
    if (deps.config.REHEARSAL_DATABASE_URL === undefined) throw new AppError('rehearsal_not_set_up');
    const { row, entry, now } = await askRehearsal(trx, campaign, {
      ...{ sample: body.sample === 'all' ? null : body.sample, seed: body.seed },
      ...{ behaviour: body.behaviour, language, personId: actor.personId, by: byPerson(actor) },
    });
    return { ...acted(campaign, now, entry), status: 201, body: wireOf({ ...row, completed: null }, false) };
  },

  async listRehearsals({ deps, scope, params, query }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const page = { before: decodeCursor(query.cursor), limit: query.limit + 1 };
    const rows = await listRehearsals(deps.db, campaign, page);
    const now = await contentsOf(deps.db, campaign);
    const ready = deps.config.REHEARSAL_DATABASE_URL !== undefined;
    const toItem = (row: ListedRehearsal) => wireOf(row, isOutdated(row, now));
    return { body: { ...pageOfRows(rows, query.limit, (row) => row.id, toItem), ready } };
  },

  async getRehearsal({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const row = await getRehearsal(deps.db, campaign, params.rehearsal);
    const now = await contentsOf(deps.db, campaign);
    const { behaviour, result } = row;
    const changed = await changedSince(deps.db, campaign, { row, now });
    return { body: { ...wireOf(briefly(row), isOutdated(row, now)), changed, behaviour, result } };
  },

  async compareRehearsals({ deps, scope, params, query }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const before = doneRow(await getRehearsal(deps.db, campaign, query.with));
    const after = doneRow(await getRehearsal(deps.db, campaign, params.rehearsal));
    return { body: compareRehearsals(before.result, after.result) };
  },

  async getRehearsalPdf({ deps, scope, params, query, language }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const row = await getRehearsal(deps.db, campaign, params.rehearsal);
    const pdf = await pdfOfRehearsal(deps.db, campaign, row, query.lang ?? language);
    return { stream: single(pdf), type: 'application/pdf', filename: `rehearsal-${campaign.id}-${row.id}.pdf` };
  },

  async cancelRehearsal({ trx, scope, actor, params }) {
    const campaign = await getCampaign(trx, scope, params.id);
    const { now } = await readClock(trx);
    const row = await cancelRehearsal(trx, campaign, { id: params.rehearsal, at: now });
    const entry = { ...recordOf('rehearsal_cancelled', row), by: byPerson(actor) };
    const outdated = isOutdated(row, await contentsOf(trx, campaign));
    return { ...acted(campaign, now, entry), body: wireOf(briefly(row), outdated) };
  },
};

const acted = (campaign: CampaignRow, at: number, entry: ReturnType<typeof recordOf>) => ({
  ledger: { campaignId: campaign.id, clientId: campaign.client_id, at, entries: [entry] },
});

const briefly = (row: RehearsalRow) => ({ ...row, completed: row.result?.completed ?? null });

function titleOf(code: string): Text {
  const known = Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'internal';
  return { ja: errorText(known, 'ja').title, en: errorText(known, 'en').title };
}

function wireOf(row: Omit<ListedRehearsal, 'launched'>, outdated: boolean) {
  return {
    ...{ id: row.id, version: row.version, contentHash: row.content_hash, outdated },
    ...{ sample: row.sample ?? ('all' as const), seed: row.seed, behaviourHash: row.behaviour_hash },
    ...{ status: row.status, progress: row.progress, completed: row.completed },
    error: row.error && { code: row.error.code, title: titleOf(row.error.code) },
    createdBy: row.created_by,
    createdAt: iso(row.created_at),
    startedAt: isoOrNull(row.started_at),
    waitsSince: row.status === 'queued' ? iso(row.created_at) : null,
    endedAt: isoOrNull(row.ended_at),
  };
}
