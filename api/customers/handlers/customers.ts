import { recordCustomerOptOut } from '../../../db/customers/opt-out';
import { setLanguageFor } from '../../../db/customers/page-requests/contact-settings';
import { readClock } from '../../../db/platform/clock';
import { refusePersonal } from '../../../db/privacy/no-personal-text';
import { type HoldRow, listDueHolds, listHolds, openHold, releaseHold, reviewHold } from '../../../db/customers/holds';
import {
  addRepresentative,
  endRepresentative,
  listRepresentatives,
  type RepresentativeRow,
} from '../../../db/customers/representatives';
import { countWaiting } from '../../../db/journeys/kept/list';
import { localDate } from '../../../domain/campaigns/calendar';
import { type Channel } from '../../../domain/campaigns/campaign';
import { type customerRoutes } from '../contract/customers';
import { representativeFrom } from '../representative-input';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';

/** What desk staff record about a customer: holds, refusals, the language of notices and representatives. */
export const customerHandlers: Handlers<typeof customerRoutes> = {
  async listHolds({ deps, scope, params }) {
    const rows = await listHolds(deps.db, scope, params.id);
    const kept = await countWaiting(deps.db, rows);
    return { body: { items: rows.map((row) => holdOf(row, kept)) } };
  },

  async openHold({ deps, trx, scope, actor, params, body }) {
    await refusePersonal(trx, deps.vault, scope, params.id, { 'body.note': body.note, 'body.source': body.source });
    const by = { customerId: params.id, personId: actor.personId };
    const row = await openHold(trx, scope, { ...body, ...by, note: body.note ?? null });
    return { body: holdOf(row, new Map()) };
  },

  async dueHolds({ deps, scope, query }) {
    const { now } = await readClock(deps.db);
    const due = query.due ?? localDate(now, ZONE);
    const ownerId = query.owner;
    const after = decodeCursor(query.cursor);
    const filter = { due, limit: query.limit + 1, after, ...(ownerId !== undefined && { ownerId }) };
    const rows = await listDueHolds(deps.db, scope, filter);
    const kept = await countWaiting(deps.db, rows);
    return {
      body: pageOfRows(
        rows,
        query.limit,
        (row) => row.id,
        (row) => holdOf(row, kept),
      ),
    };
  },

  async reviewHold({ deps, trx, scope, actor, params, body }) {
    await refusePersonal(trx, deps.vault, scope, params.id, { 'body.note': body.note });
    const by = { customerId: params.id, holdId: params.holdId, personId: actor.personId, role: actor.role };
    const row = await reviewHold(trx, scope, { ...body, ...by });
    return { body: holdOf(row, await countWaiting(trx, [row])) };
  },

  async releaseHold({ deps, trx, scope, actor, params, body }) {
    await refusePersonal(trx, deps.vault, scope, params.id, { 'body.note': body.note });
    const by = { customerId: params.id, holdId: params.holdId, personId: actor.personId, role: actor.role };
    const row = await releaseHold(trx, scope, { ...by, note: body.note ?? null });
    return { body: holdOf(row, await countWaiting(trx, [row])) };
  },

  async setCustomerLanguage({ trx, scope, actor, params, body: { language } }) {
    await setLanguageFor(trx, scope, { customerId: params.id, language, personId: actor.personId });
    return { body: { customerId: params.id, language } };
  },

  async optOut({ deps, trx, scope, actor, params, body }) {
    await refusePersonal(trx, deps.vault, scope, params.id, { 'body.source': body.source });
    const by = { customerId: params.id, personId: actor.personId };
    const { journeys } = await recordCustomerOptOut(trx, scope, {
      ...body,
      ...by,
      campaignId: body.campaignId ?? null,
    });
    const { channel, purpose, undo } = body;
    return { body: { customerId: params.id, channel, purpose, allowed: undo, journeys } };
  },

  async listRepresentatives({ deps, scope, params }) {
    const rows = await listRepresentatives(deps.db, scope, params.id);
    return { body: { items: rows.map(representativeOf) } };
  },

  async addRepresentative({ deps, trx, scope, actor, params, body, language }) {
    const own = [body.name, body.address, body.mail, body.phone];
    await refusePersonal(trx, deps.vault, scope, params.id, { 'body.evidence': body.evidence }, own);
    const by = { customerId: params.id, personId: actor.personId };
    const row = await addRepresentative(trx, deps.vault, scope, {
      ...representativeFrom(body, language, 'body'),
      ...by,
    });
    return { body: representativeOf(row) };
  },

  async endRepresentative({ trx, scope, actor, params }) {
    const input = { customerId: params.id, representativeId: params.repId, personId: actor.personId };
    return { body: representativeOf(await endRepresentative(trx, scope, input)) };
  },
};

/** Review dates are days in Japan. */
const ZONE = 'Asia/Tokyo';

function holdOf(row: HoldRow, kept: Map<number, number>) {
  const { id, reason, source, note } = row;
  return {
    id,
    customerId: row.customer_id,
    reason,
    source,
    ownerId: row.owner_id,
    reviewOn: row.review_on,
    openedAt: iso(row.opened_at),
    releasedAt: isoOrNull(row.released_at),
    releasedBy: row.released_by,
    note,
    keptAnswers: kept.get(id) ?? 0,
  };
}

function representativeOf(row: RepresentativeRow) {
  const { id, relation, evidence } = row;
  const validity = { validFrom: row.valid_from, validUntil: row.valid_until, endedAt: isoOrNull(row.ended_at) };
  const scope = {
    channels: row.channels as Channel[],
    purposes: row.purposes,
    mayDecide: row.may_decide,
    bad: row.bad,
  };
  return { id, relation, ...scope, evidence, evidenceOn: row.evidence_on, ...validity };
}
