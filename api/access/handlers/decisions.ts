import { type Actor } from '../../../db/access/api-keys';
import { type DecisionPlace, listDecisions, type OpenDecision } from '../../../db/access/decisions';
import { authorsOf, listApprovals } from '../../../db/campaigns/approvals';
import { getCampaign } from '../../../db/campaigns/campaigns';
import { getPlanVersion } from '../../../db/campaigns/plan-versions';
import { type Scope } from '../../../db/platform/scope';
import { type Queryable } from '../../../db/platform/types';
import { decidable, standAtGate, whyNotDecide } from '../../../domain/access/decisions';
import { decisionTexts } from '../../../domain/texts/access';
import { type decisionRoutes } from '../contract/decisions';
import { decodePlace, encodePlace } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';

export const decisionHandlers: Handlers<typeof decisionRoutes> = {
  async listDecisions({ deps, scope, actor, query }) {
    const { cursor, limit } = query;
    const rows = await listDecisions(deps.db, scope, { ...shownTo(actor), after: placeIn(cursor), limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const items = [];
    for (const row of shown) items.push(await itemOf(deps.db, scope, actor, row));
    const last = shown.at(-1);
    return { body: { items, next: rows.length > limit && last ? encodePlace(last.askedAtMicros, last.key) : null } };
  },
};

/** What a caller is shown: what the caller may decide on, or has asked others to decide. */
const shownTo = (actor: Actor) => ({ ...decidable(actor), personId: actor.personId });

/** So many that wait are read to count those of one caller. */
const READ_AT_MOST = 100;

/** On how many of the oldest hundred that wait the caller may decide. */
export async function countMine(db: Queryable, scope: Scope, actor: Actor): Promise<number> {
  const rows = await listDecisions(db, scope, { ...shownTo(actor), after: null, limit: READ_AT_MOST });
  let count = 0;
  for (const row of rows) if ((await standOf(db, scope, actor, row)).whyNot === null) count += 1;
  return count;
}

function placeIn(cursor: string | undefined): DecisionPlace | null {
  const place = decodePlace(cursor);
  return place && { micros: place[0], key: place[1] };
}

async function itemOf(db: Queryable, scope: Scope, actor: Actor, row: OpenDecision) {
  const { kind, key, id, campaignId, campaign, version, journeyId, action, askedBy, askedByName } = row;
  const stand = await standOf(db, scope, actor, row);
  return {
    ...{ kind, key, id, campaignId, campaign, version, journeyId, action },
    title: decisionTexts[kind === 'request' ? (`request.${action!}` as const) : kind],
    askedBy: askedBy === null ? null : { id: askedBy, name: askedByName! },
    askedAt: iso(row.askedAt),
    expiresAt: isoOrNull(row.expiresAt),
    ...stand,
    may: stand.whyNot === null,
  };
}

/** Whether this caller may decide, and at which gate. */
async function standOf(db: Queryable, scope: Scope, actor: Actor, row: OpenDecision) {
  const { kind, campaignId, version, action, askedBy } = row;
  const { personId, role } = actor;
  if (kind !== 'campaign' && kind !== 'plan_version') {
    const { kinds, requests } = decidable(actor);
    const may = kind === 'request' ? requests.includes(action!) : kinds.includes(kind);
    return { gate: null, whyNot: whyNotDecide({ personId, askedBy, may }) };
  }
  const campaign = await getCampaign(db, scope, campaignId!);
  const all = await listApprovals(db, campaign);
  const approvals = all.filter((approval) => approval.version === version);
  if (kind === 'campaign') {
    const authors = await authorsOf(db, campaign);
    return standAtGate({ role, personId, contentHash: campaign.content_hash ?? '', authors, approvals });
  }
  const plan = await getPlanVersion(db, campaign, version!);
  const authors = [plan.submitted_by, plan.created_by];
  return standAtGate({ role, personId, contentHash: plan.content_hash ?? '', authors, approvals });
}
