import {
  casesOf,
  getCase,
  personsOf,
  waitingCases,
  type AuthorityCase,
} from '../../../db/customers/authority-cases/cases';
import { checkDocuments, decideCase } from '../../../db/customers/authority-cases/check';
import { receiveDocuments } from '../../../db/customers/authority-cases/documents';
import { askForProof } from '../../../db/customers/authority-cases/letters';
import { closeCase, openCase, setPerson } from '../../../db/customers/authority-cases/open';
import { type RepresentativeProfile } from '../../../db/customers/addressee';
import { requireVisible } from '../../../db/customers/protection';
import { requireCustomer } from '../../../db/journeys/customer-arrivals';
import { readClock } from '../../../db/platform/clock';
import { transact } from '../../../db/platform/transact';
import { type Queryable, type Trx } from '../../../db/platform/types';
import { recordAccess } from '../../../db/privacy/access-log';
import { localDate } from '../../../domain/campaigns/calendar';
import { type Language } from '../../../domain/campaigns/campaign';
import { type AuthorityKind, KIND_RULES } from '../../../domain/customers/authority-cases/kinds';
import { authorityNumber } from '../../../domain/customers/authority-cases/number';
import { AppError } from '../../../domain/errors';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { profileOf } from '../representative-input';
import { type authorityRoutes } from './contract';
import { authorityCasesOf } from './wire';

/** Cases in which a person has to prove that he or she may act for a customer. */
export const authorityHandlers: Handlers<typeof authorityRoutes> = {
  async listAuthorityCases({ deps, scope, params }) {
    await requireCustomer(deps.db, scope, params.id);
    return { body: { items: await authorityCasesOf(deps.db, await casesOf(deps.db, scope, params.id)) } };
  },

  async openAuthorityCase({ deps, trx, scope, actor, params, body, language }) {
    const { kind, reportedBy, campaignId, person, kinship, asBereaved, receivedOn, letter } = body;
    const { now } = await readClock(trx);
    requireNotAfterToday(receivedOn, now);
    const row = await openCase(trx, deps.vault, scope, {
      ...{ customerId: params.id, personId: actor.personId, now, kind, reportedBy, campaignId },
      ...{ kinship: kinship ?? null, asBereaved: asBereaved ?? false, receivedOn: receivedOn ?? null },
      person: person ? personFrom(person, kind, language) : null,
    });
    const act = { id: row.id, personId: actor.personId, now };
    return shown(trx, letter && receivedOn === undefined ? await askForProof(trx, scope, act) : row);
  },

  async waitingAuthorityCases({ deps, scope, query }) {
    const { cursor, limit, status } = query;
    const rows = await waitingCases(deps.db, scope, { status, after: decodeCursor(cursor), limit: limit + 1 });
    const items = new Map((await authorityCasesOf(deps.db, rows)).map((one) => [one.id, one]));
    return {
      body: pageOfRows(
        rows,
        limit,
        (row) => row.id,
        (row) => items.get(row.id)!,
      ),
    };
  },

  async setAuthorityPerson(call) {
    const { deps, trx, scope, params, body, language } = call;
    const known = await getCase(trx, scope, params.id);
    const person = personFrom(body.person, known.kind, language);
    const more = { kinship: body.kinship ?? null, asBereaved: body.asBereaved ?? false };
    return shown(trx, await setPerson(trx, deps.vault, scope, { ...(await actOf(call)), person, ...more }));
  },

  async showAuthorityPerson({ deps, scope, actor, params }) {
    return transact(deps.db, async (trx) => {
      const row = await getCase(trx, scope, params.id);
      await requireVisible(trx, actor, row.customer_id);
      const person = (await personsOf(trx, deps.vault, [row])).get(row.id);
      if (!person) throw new AppError('authority_no_person');
      const seen = { what: 'personal', purpose: 'representative', fields: ['representatives'] } as const;
      const about = { campaign: row.campaign_id };
      const reference = authorityNumber(row.id);
      await recordAccess(trx, { scope, actor, ...seen, reference, customer: row.customer_id, about });
      const { name, postalCode, address, mail, phone, mobile } = person;
      const number = mobile ?? phone;
      return {
        body: {
          name,
          ...(postalCode !== undefined && { postalCode }),
          ...(address !== undefined && { address }),
          ...(mail !== undefined && { mail }),
          ...(number !== undefined && { phone: number }),
        },
      };
    });
  },

  async askForProof(call) {
    const { trx, scope, body } = call;
    const act = await actOf(call);
    await getCase(trx, scope, act.id);
    if (body.dueOn !== undefined && body.dueOn <= localDate(act.now, ZONE))
      throw wrongDay('dueOn', 'past', 'あすより前の日付です / is not after today');
    return shown(trx, await askForProof(trx, scope, { ...act, dueOn: body.dueOn }));
  },

  async receiveProof(call) {
    const { trx, scope, body } = call;
    const act = await actOf(call);
    await getCase(trx, scope, act.id);
    requireNotAfterToday(body.receivedOn, act.now);
    return shown(trx, await receiveDocuments(trx, scope, { ...act, receivedOn: body.receivedOn }));
  },

  async checkProof(call) {
    const { deps, trx, scope, body } = call;
    const check = { seen: body.seen, scope: body.scope ?? null };
    return shown(trx, await checkDocuments(trx, deps.vault, scope, { ...(await actOf(call)), ...check }));
  },

  async decideProof(call) {
    const { deps, trx, scope, body } = call;
    const { decision, seen, scope: powers = null } = body;
    const act = { ...(await actOf(call)), seen, scope: powers, decision };
    return shown(trx, await decideCase(trx, deps.vault, scope, act));
  },

  async closeAuthorityCase(call) {
    const { trx, scope, body } = call;
    return shown(trx, await closeCase(trx, scope, { ...(await actOf(call)), reason: body.reason }));
  },
};

const actOf = async ({ trx, params, actor }: { trx: Trx; params: { id: number }; actor: { personId: number } }) => ({
  id: params.id,
  personId: actor.personId,
  now: (await readClock(trx)).now,
});

/** Days of receipt and of letters are days in Japan. */
const ZONE = 'Asia/Tokyo';

const wrongDay = (field: string, code: string, message: string) =>
  new AppError('invalid_request', {}, [{ path: `body.${field}`, code, message }]);

function requireNotAfterToday(receivedOn: string | undefined, now: number): void {
  if (receivedOn === undefined || receivedOn <= localDate(now, ZONE)) return;
  throw wrongDay('receivedOn', 'future', '今日より後の日付です / is in the future');
}

const shown = async (db: Queryable, row: AuthorityCase) => ({ body: (await authorityCasesOf(db, [row]))[0]! });

function personFrom(
  given: { name: string; postalCode?: string; address?: string; mail?: string; phone?: string },
  kind: AuthorityKind,
  language: Language,
): RepresentativeProfile {
  return profileOf({ ...given, relation: KIND_RULES[kind].relation }, language, 'body.person');
}
