import { addDays, localDate } from '../../../domain/campaigns/calendar';
import {
  type AuthorityCloseReason,
  type AuthorityKind,
  concerns,
  holdsOfKind,
  KIND_RULES,
  type Kinship,
  type ReportedBy,
} from '../../../domain/customers/authority-cases/kinds';
import { AppError } from '../../../domain/errors';
import { journeyIdsOf, lockJourneysById, requireCustomer } from '../../journeys/customer-arrivals';
import { inCampaigns, type Scope } from '../../platform/scope';
import { type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { type RepresentativeProfile } from '../addressee';
import { openHold } from '../holds';
import {
  type AuthorityCase,
  type CaseAct,
  insertCase,
  keepPerson,
  lockCase,
  noteCase,
  UNCHECKED,
  updateCase,
  WAITING,
} from './cases';

export interface NewCase {
  customerId: number;
  kind: AuthorityKind;
  reportedBy: ReportedBy;
  /** Whose letters ask for the documents. Default: the campaign of the newest journey. */
  campaignId?: number | undefined;
  kinship: Kinship | null;
  /** Who wants to act, at the address he or she gave. Null: not known yet. */
  person: RepresentativeProfile | null;
  /** The person asked to be written to as ご遺族様. */
  asBereaved: boolean;
  /** Documents that came with the report, and when; ISO day. */
  receivedOn: string | null;
  personId: number;
  now: number;
}

/** Days after which the owner reviews a hold that a case has opened, and the day's place. */
const REVIEW_DAYS = 30;
const ZONE = 'Asia/Tokyo';

/**
 * Opens a case: from the commit no lane contacts the customer any more, unless a hold did that before. Appends to ledgers.
 * Throws not_found, authority_not_for_customer, authority_open while another of that kind waits, and what `openHold` throws.
 */
export async function openCase(trx: Trx, vault: Vault, scope: Scope, input: NewCase): Promise<AuthorityCase> {
  const { customerId, kind, person, personId, now } = input;
  await requireCustomer(trx, scope, customerId);
  const customer = await trx
    .selectFrom('customers')
    .select('kind')
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow();
  if (!concerns(kind, customer.kind)) throw new AppError('authority_not_for_customer');
  const campaignId = await campaignOf(trx, scope, input);
  // journeys before the hold, as everywhere
  await lockJourneysById(trx, await journeyIdsOf(trx, scope, [customerId], campaignId));
  const holdId = await holdFor(trx, scope, input);
  const other = await trx
    .selectFrom('authority_cases')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('kind', '=', kind)
    .where('status', 'in', WAITING)
    .executeTakeFirst();
  if (other) throw new AppError('authority_open', { case: other.id });
  const row = await insertCase(trx, {
    ...{ client_id: scope.clientId, campaign_id: campaignId, customer_id: customerId, kind, hold_id: holdId },
    ...{ reported_by: input.reportedBy, kinship: input.kinship, as_bereaved: input.asBereaved },
    writable: person?.address !== undefined,
    ...{ status: input.receivedOn === null ? 'asked' : 'received', received_on: input.receivedOn },
    ...{ opened_by: personId, opened_at: new Date(now), waits_since: new Date(now) },
  });
  // of two reports at the same time, or one in a campaign that this person does not see
  if (!row) throw new AppError('authority_open');
  if (person) await keepPerson(trx, vault, row, person);
  const about = { case: kind, reportedBy: input.reportedBy, hold: holdId, receivedOn: input.receivedOn };
  await noteCase(trx, row, { kind: 'authority_opened', personId, now, ...about });
  return row;
}

async function campaignOf(trx: Trx, scope: Scope, { customerId, campaignId }: NewCase): Promise<number> {
  const journey = await trx
    .selectFrom('journeys')
    .select('campaign_id')
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .$if(campaignId !== undefined, (query) => query.where('campaign_id', '=', campaignId!))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!journey) throw new AppError('not_found', { what: 'journey' });
  return journey.campaign_id;
}

/** The open hold that a case of this kind works under, locked so that it stays open; it is opened where there is none. */
async function holdFor(trx: Trx, scope: Scope, input: NewCase): Promise<number> {
  const { customerId, kind, personId, reportedBy, now } = input;
  const known = await trx
    .selectFrom('holds')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .where('reason', 'in', holdsOfKind(kind))
    .where('released_at', 'is', null)
    .orderBy('id')
    .limit(1)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (known) return known.id;
  const reviewOn = addDays(localDate(now, ZONE), REVIEW_DAYS);
  const hold = { customerId, personId, reviewOn, reason: KIND_RULES[kind].hold, source: `authority:${reportedBy}` };
  return (await openHold(trx, scope, { ...hold, note: null })).id;
}

/**
 * Notes who wants to act, or a new address of that person. Throws not_found, and authority_wrong_state once one person has
 * compared the documents with who is noted.
 */
export async function setPerson(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  act: CaseAct & { person: RepresentativeProfile; kinship: Kinship | null; asBereaved: boolean },
): Promise<AuthorityCase> {
  const row = await lockCase(trx, scope, act.id, UNCHECKED);
  await keepPerson(trx, vault, row, act.person);
  const { kinship, asBereaved, person, personId, now } = act;
  const writable = person.address !== undefined;
  const changed = await updateCase(trx, row, { kinship, as_bereaved: asBereaved, writable });
  await noteCase(trx, changed, { kind: 'authority_person_noted', personId, now, writable });
  return changed;
}

/**
 * Ends a case without a representative; a letter that has not left does not go out. The hold stays. Throws not_found,
 * authority_wrong_state.
 */
export async function closeCase(
  trx: Trx,
  scope: Scope,
  act: CaseAct & { reason: AuthorityCloseReason },
): Promise<AuthorityCase> {
  const row = await lockCase(trx, scope, act.id, WAITING);
  const { reason, personId, now } = act;
  const ended = { ended_at: new Date(now), ended_by: personId, decide_why: null };
  const changed = await updateCase(trx, row, { status: 'closed', close_reason: reason, ...ended });
  await noteCase(trx, changed, { kind: 'authority_closed', personId, now, reason });
  return changed;
}
