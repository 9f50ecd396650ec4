import { localDate } from '../../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type Check, type Seen, verdictOf, type Wanted } from '../../../domain/customers/authority-cases/checks';
import { KIND_RULES } from '../../../domain/customers/authority-cases/kinds';
import { type AuthorityDocument, authorityRulesOf, documentsOf } from '../../../domain/customers/authority-cases/rules';
import { AppError } from '../../../domain/errors';
import { CampaignDocs } from '../../campaigns/campaigns';
import { lockJourneysOf } from '../../journeys/customer-arrivals';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import { type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { addRepresentative } from '../representatives';
import {
  type AuthorityCase,
  type CaseAct,
  checksOf,
  getCase,
  lockCase,
  noteCase,
  personsKnown,
  personsOf,
  updateCase,
  versionsOfCases,
} from './cases';
import { decidePapers } from './documents';
import { lettersOf, lockJourneyOfCase, queueLetter } from './letters';

/** Validity dates are days in Japan. */
const ZONE = 'Asia/Tokyo';

/** The documents that a case asks for, by the version that its journey follows. */
export const askedDocuments = async (db: Queryable, row: AuthorityCase): Promise<AuthorityDocument[]> =>
  (await askedDocumentsOf(db, [row]))(row);

/** The same for the cases of a page: each version is read once. */
export async function askedDocumentsOf(
  db: Queryable,
  rows: AuthorityCase[],
): Promise<(row: AuthorityCase) => AuthorityDocument[]> {
  const followed = await versionsOfCases(db, rows);
  const read = new CampaignDocs();
  const docs = new Map<number, CampaignDoc>();
  for (const { id, campaignId, version } of followed) docs.set(id, await read.get(db, campaignId, version));
  return ({ id, kind }) => documentsOf(authorityRulesOf(docs.get(id)!), kind);
}

/**
 * Notes what a person found of the documents. The second check, by another person, decides: accepted, the person becomes
 * the customer's representative (the hold stays until a person releases it); lacking for the first time, a letter names
 * what is missing with a new date; else a manager decides. Appends to ledgers. Throws not_found, authority_wrong_state,
 * four_eyes, invalid_request for a document that is not asked for or a day after its receipt, and authority_no_person while
 * there is no one to compare with.
 */
export async function checkDocuments(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  act: CaseAct & Check,
): Promise<AuthorityCase> {
  const known = await getCase(trx, scope, act.id);
  await lockJourneysOf(trx, scope, [known.customer_id]);
  const journey = await lockJourneyOfCase(trx, known);
  const row = await lockCase(trx, scope, act.id, ['received', 'checked']);
  if (!(await personsKnown(trx, [row])).has(row.id)) throw new AppError('authority_no_person');
  const documents = await askedDocuments(trx, row);
  requireAll(documents, act.seen);
  requirePast(act.seen, row.received_on!);
  const before = await checksOf(trx, row);
  if (before.some(({ personId }) => personId === act.personId)) throw new AppError('four_eyes');
  const no = before.length + 1;
  await addCheck(trx, row, { ...act, no });
  const { personId, now, seen } = act;
  const first = before[0];
  if (!first) {
    const changed = await updateCase(trx, row, { status: 'checked', waits_since: new Date(now) });
    await noteCase(trx, changed, { kind: 'authority_checked', personId, now, no, round: row.round });
    return changed;
  }
  const verdict = verdictOf([first, { seen, scope: act.scope }], {
    ...{
      kind: row.kind,
      documents: await agedNow(trx, row, documents),
      receivedOn: row.received_on!,
      round: row.round,
    },
  });
  await noteCase(trx, row, { kind: 'authority_checked', personId, now, no, round: row.round, verdict: verdict.status });
  if (verdict.status === 'accepted') return accept(trx, vault, scope, { row, act, mayDecide: true, documents });
  if (verdict.status === 'asked') return askAgain(trx, { row, journey, act, wanted: verdict.wanted });
  const raised = { decide_why: verdict.why, raised_by: personId, waits_since: new Date(now) };
  return updateCase(trx, row, { status: 'decide', ...raised });
}

/**
 * A manager who checked nothing in this round decides a case that two persons could not: the person is accepted, with or
 * without the right to decide, or what is still wanted is asked for. Throws not_found, authority_wrong_state, four_eyes,
 * invalid_request.
 */
export async function decideCase(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  act: CaseAct & Check & { decision: { accept: true; mayDecide: boolean } | { accept: false; wanted: Wanted[] } },
): Promise<AuthorityCase> {
  const known = await getCase(trx, scope, act.id);
  await lockJourneysOf(trx, scope, [known.customer_id]);
  const journey = await lockJourneyOfCase(trx, known);
  const row = await lockCase(trx, scope, act.id, ['decide']);
  const before = await checksOf(trx, row);
  if (before.some(({ personId }) => personId === act.personId)) throw new AppError('four_eyes');
  const documents = await askedDocuments(trx, row);
  const { personId, now, decision } = act;
  if (!decision.accept) requireKnown(documents, decision.wanted);
  await addCheck(trx, row, { ...act, no: 3 });
  const { accept: accepted } = decision;
  await noteCase(trx, row, {
    kind: 'authority_decided',
    personId,
    now,
    round: row.round,
    accepted,
    why: row.decide_why,
  });
  if (decision.accept) return accept(trx, vault, scope, { row, act, mayDecide: decision.mayDecide, documents });
  return askAgain(trx, { row, journey, act, wanted: decision.wanted });
}

/** Throws invalid_request unless each document that is asked for, and no other, was seen once. */
function requireAll(documents: AuthorityDocument[], seen: Seen[]): void {
  const asked = documents.map(({ id }) => id).sort();
  const named = seen.map(({ document }) => document).sort();
  if (asked.join(' ') === named.join(' ')) return;
  const message = 'お願いした書類のすべてについて入れます / every document that is asked for is needed, and no other';
  throw new AppError('invalid_request', {}, [{ path: 'body.seen', code: 'documents', message }]);
}

/** Throws invalid_request for a document that the campaign does not ask for: the letter could not name it. */
function requireKnown(documents: AuthorityDocument[], wanted: Wanted[]): void {
  if (wanted.every(({ document }) => documents.some(({ id }) => id === document))) return;
  const message = 'お願いする書類にないものです / is no document that is asked for';
  throw new AppError('invalid_request', {}, [{ path: 'body.decision.wanted', code: 'documents', message }]);
}

/** Throws invalid_request for a document that bears a day after the one on which it came. */
function requirePast(seen: Seen[], receivedOn: string): void {
  if (!seen.some(({ issuedOn }) => issuedOn !== null && issuedOn > receivedOn)) return;
  const message = '書類の届いた日より後の発行日です / issued after the day on which it came';
  throw new AppError('invalid_request', {}, [{ path: 'body.seen', code: 'after_receipt', message }]);
}

/** The documents with the ages that count now: one of an earlier round was young enough on the day on which it came. */
async function agedNow(trx: Trx, row: AuthorityCase, documents: AuthorityDocument[]): Promise<AuthorityDocument[]> {
  const letter = (await lettersOf(trx, [row.id])).findLast(({ round }) => round === row.round);
  if (row.round === 1 || !letter) return documents;
  const wanted = (letter.wanted as unknown as Wanted[]).map(({ document }) => document);
  return documents.map(({ id, name, ...age }) => (wanted.includes(id) ? { id, name, ...age } : { id, name }));
}

async function addCheck(trx: Trx, row: AuthorityCase, act: CaseAct & Check & { no: number }): Promise<void> {
  await trx
    .insertInto('authority_checks')
    .values({
      ...{ case_id: row.id, round: row.round, no: act.no, client_id: row.client_id, campaign_id: row.campaign_id },
      ...{ customer_id: row.customer_id, person_id: act.personId, scope: act.scope, at: new Date(act.now) },
      seen: JSON.stringify(act.seen),
    })
    .execute();
}

interface ToAskAgain {
  row: AuthorityCase;
  journey: JourneyRow;
  act: CaseAct;
  wanted: Wanted[];
}

async function askAgain(trx: Trx, { row, journey, act, wanted }: ToAskAgain): Promise<AuthorityCase> {
  await decidePapers(trx, row.id, 'defect', act.now);
  const again = { status: 'asked' as const, decide_why: null, received_on: null, return_id: null };
  const next = await updateCase(trx, row, { ...again, round: row.round + 1 });
  // without an address a person has to ask on the phone
  if (!next.writable) return next;
  const { id, personId, now } = act;
  return queueLetter(trx, { row: next, journey, act: { id, personId, now }, wanted });
}

interface ToAccept {
  row: AuthorityCase;
  act: CaseAct & Check;
  mayDecide: boolean;
  documents: AuthorityDocument[];
}

async function accept(
  trx: Trx,
  vault: Vault,
  scope: Scope,
  { row, act, mayDecide, documents }: ToAccept,
): Promise<AuthorityCase> {
  const person = (await personsOf(trx, vault, [row])).get(row.id);
  if (!person) throw new AppError('authority_no_person');
  const { personId, now, seen } = act;
  const { relation } = KIND_RULES[row.kind];
  const aged = documents.find(({ maxAgeMonths }) => maxAgeMonths !== undefined);
  const dated = seen.find((one) => one.document === aged?.id) ?? seen.find(({ issuedOn }) => issuedOn !== null);
  const representative = await addRepresentative(trx, vault, scope, {
    customerId: row.customer_id,
    profile: { ...person, relation },
    evidence: documents.map(({ name }) => name.ja.replace(/（.*$/, '')).join('・'),
    // the campaign's own age limit has been applied
    ...{ evidenceOn: dated?.issuedOn ?? null, evidenceChecked: true },
    ...{ validFrom: localDate(now, ZONE), validUntil: null, mayDecide, purposes: null, channels: null, personId },
  });
  await decidePapers(trx, row.id, 'accepted', now);
  const ended = { ended_at: new Date(now), ended_by: personId, decide_why: null };
  const changed = await updateCase(trx, row, { status: 'accepted', representative_id: representative.id, ...ended });
  const about = { representative: representative.id, mayDecide };
  await noteCase(trx, changed, { kind: 'authority_accepted', personId, now, ...about });
  return changed;
}
