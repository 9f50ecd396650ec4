import { readClock } from '../../../db/platform/clock';
import { appendLedger, INSTALLATION_CHAIN, type LedgerEntry } from '../../../db/platform/ledger';
import { type Scope } from '../../../db/platform/scope';
import { type Queryable, type Trx } from '../../../db/platform/types';
import { closingOf, daybook, envelopeFlow, insertClosing } from '../../../db/returns/mail-room/daybook';
import {
  addCount,
  getIntake,
  insertIntake,
  type Intake,
  listIntakes,
  lockIntake,
} from '../../../db/returns/mail-room/intakes';
import {
  closeSetAside,
  insertSetAside,
  listSetAsides,
  lockSetAside,
  type SetAsideRow,
} from '../../../db/returns/mail-room/set-asides';
import { localDate } from '../../../domain/campaigns/calendar';
import { AppError } from '../../../domain/errors';
import { type Carrier, type HandedTo, leftOf, type SetAsideReason } from '../../../domain/returns/mail-room';
import { byPerson } from '../../campaigns/rules';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';
import { DESK_ZONE, zoneOf } from '../desk-zone';
import { bookingIssue } from '../input';
import { type mailRoomRoutes } from './contract';

/** Post on its way from the carrier to the day book. Its entries are in the installation's ledger: a sack is of no campaign. */
export const mailRoomHandlers: Handlers<typeof mailRoomRoutes> = {
  async getDaybook({ deps, scope, query }) {
    const { now } = await readClock(deps.db);
    const zone = await zoneOf(deps.db, scope, query.campaign);
    const date = query.date ?? localDate(now, zone);
    return { body: await bookOf(deps.db, scope, { date, zone, now, campaignId: query.campaign }) };
  },

  async closeDaybook({ trx, scope, actor, body: { leftOver } }) {
    const { now } = await readClock(trx);
    const day = { date: localDate(now, DESK_ZONE), zone: DESK_ZONE };
    const book = await bookOf(trx, scope, { ...day, now });
    const expected = leftOf(await envelopeFlow(trx, scope, day));
    const balanced = book.balanced && leftOver === expected;
    await insertClosing(trx, scope, { day: day.date, leftOver, expected, balanced, personId: actor.personId });
    const entry = { kind: 'daybook_closed', by: byPerson(actor), day: day.date, leftOver, expected, balanced };
    await record(trx, scope, now, entry);
    return { body: await bookOf(trx, scope, { ...day, now }) };
  },

  async listIntakes({ deps, scope, query: { cursor, limit } }) {
    const rows = await listIntakes(deps.db, scope, { before: decodeCursor(cursor), limit: limit + 1 });
    return { body: pageOfRows(rows, limit, (row) => row.id, wireOfIntake) };
  },

  async recordIntake({ trx, scope, actor, body, language }) {
    const { now } = await readClock(trx);
    const today = localDate(now, DESK_ZONE);
    const { receivedOn = today, ...given } = body;
    if (receivedOn > today)
      throw new AppError('invalid_request', {}, [bookingIssue('body.receivedOn', 'future', language)]);
    const { id } = await insertIntake(trx, scope, { ...given, receivedOn, personId: actor.personId });
    await record(trx, scope, now, { kind: 'intake_received', by: byPerson(actor), intake: id, receivedOn, ...given });
    return { body: wireOfIntake(await getIntake(trx, scope, id)), status: 201 };
  },

  async countIntake({ trx, scope, actor, params, body: { envelopes } }) {
    const { now } = await readClock(trx);
    const count = { personId: actor.personId, envelopes };
    const { row, no } = await addCount(trx, await lockIntake(trx, scope, params.id), count);
    const entry = { kind: 'intake_counted', by: byPerson(actor), intake: row.id, no, envelopes, agreed: row.envelopes };
    await record(trx, scope, now, entry);
    return { body: wireOfIntake(await getIntake(trx, scope, row.id)) };
  },

  async listSetAsides({ deps, scope, query: { cursor, limit, state } }) {
    const page = { before: decodeCursor(cursor), limit: limit + 1, open: state === 'open' };
    return { body: pageOfRows(await listSetAsides(deps.db, scope, page), limit, (row) => row.id, wireOfSetAside) };
  },

  async setAside({ trx, scope, actor, body: { intakeId, why } }) {
    const { now } = await readClock(trx);
    await lockIntake(trx, scope, intakeId);
    const row = await insertSetAside(trx, scope, { intakeId, why, personId: actor.personId });
    await record(trx, scope, now, { kind: 'set_aside', by: byPerson(actor), setAside: row.id, intake: intakeId, why });
    return { body: wireOfSetAside(row), status: 201 };
  },

  async endSetAside({ trx, scope, actor, params, body: { handedTo, box = null } }) {
    const { now } = await readClock(trx);
    const row = await lockSetAside(trx, scope, params.id);
    const ended = await closeSetAside(trx, row, { to: { handedTo, box }, personId: actor.personId });
    await record(trx, scope, now, { kind: 'set_aside_ended', by: byPerson(actor), setAside: row.id, handedTo, box });
    return { body: wireOfSetAside(ended) };
  },
};

const record = (trx: Trx, { clientId }: Scope, now: number, entry: LedgerEntry): Promise<void> =>
  appendLedger(trx, INSTALLATION_CHAIN, clientId, now, [entry]);

/** A day by items and, for the whole client, by envelopes. */
async function bookOf(
  db: Queryable,
  scope: Scope,
  { now, ...day }: { date: string; zone: string; now: number; campaignId?: number },
) {
  const book = await daybook(db, scope, day);
  const gone = book.accepted + book.late + book.defect + book.undeliverable + book.withdrawn + book.notOurs;
  const whole = scope.campaigns === null && day.campaignId === undefined;
  const flow = whole ? await envelopeFlow(db, scope, day) : null;
  const closing = whole ? await closingOf(db, scope, day.date) : undefined;
  return {
    date: day.date,
    asOf: iso(now),
    ...book,
    balanced: book.carried + book.received === gone + book.open,
    envelopes: flow && { ...flow, left: leftOf(flow) },
    closing: closing
      ? {
          ...{ by: closing.closed_by, at: iso(closing.closed_at), leftOver: closing.left_over },
          ...{ expected: closing.expected, balanced: closing.balanced },
        }
      : null,
  };
}

function wireOfIntake(row: Intake) {
  const { booked, undeliverable, envelopes } = row;
  const left = leftOf({
    ...{ carried: 0, counted: envelopes ?? 0, withdrawn: 0, booked, undeliverable },
    ...{ notOurs: row.not_ours, inQuestion: row.in_question },
  });
  return {
    id: row.id,
    receivedOn: row.received_on,
    carrier: row.carrier as Carrier,
    sacks: row.sacks,
    announced: row.announced,
    receivedBy: row.received_by,
    receivedAt: iso(row.received_at),
    envelopes,
    counts: row.counts.map(({ no, personId, envelopes: number, at }) => ({
      ...{ no, by: personId, envelopes: number, at: iso(Date.parse(at)) },
    })),
    ...{ booked, undeliverable, notOurs: row.not_ours, inQuestion: row.in_question },
    left: envelopes === null ? null : left,
  };
}

const wireOfSetAside = (row: SetAsideRow) => ({
  id: row.id,
  intakeId: row.intake_id,
  why: row.why as SetAsideReason,
  status: row.status as 'open' | 'booked' | 'ended',
  by: row.set_aside_by,
  at: iso(row.set_aside_at),
  handedTo: row.handed_to as HandedTo | null,
  box: row.box,
  closedBy: row.closed_by,
  closedAt: isoOrNull(row.closed_at),
});
