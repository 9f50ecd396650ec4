import { sql, type Selectable } from 'kysely';
import { type Link } from './links';
import { answersBy } from './page-authority';
import { type ContractSecret, type Profile, type Vault } from '../privacy/vault';
import { type Queryable, type Db, type Trx } from '../platform/types';
import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { isUnclear } from '../../domain/journeys/answers/ask-which-answer';
import { closingInstant } from '../../domain/journeys/outcome';
import { loadRequested } from '../journeys/change-requests/of-customer';
import { lockJourneyOf, type Recorded, recordArrival } from '../journeys/arrivals';
import { campaignDoc } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { ownVersion } from '../campaigns/plan-versions';
import { type Arrivals } from '../platform/schema.generated';
import { type CampaignStatus } from '../../domain/campaigns/approval';
import { transact } from '../platform/transact';

/** A contract as shown to its customer; `tail` is the end of its number, never the whole number. */
export interface PageContract {
  id: number;
  product: string | null;
  tail: string;
}

export interface PageCustomer {
  name: string;
  kind: 'person' | 'company';
  /** The included contracts, ordered by id. */
  contracts: PageContract[];
}

/** Decrypts what the page shows its own customer. Call it only after the second factor has been checked. */
export async function loadPageCustomer(
  db: Queryable,
  vault: Vault,
  link: Pick<Link, 'clientId' | 'campaignId' | 'customerId'>,
): Promise<PageCustomer> {
  const customer = await db
    .selectFrom('customers as c')
    .innerJoin('vault_keys as k', 'k.customer_id', 'c.id')
    .innerJoin('vault_items as p', (join) => join.onRef('p.customer_id', '=', 'c.id').on('p.item', '=', 'profile'))
    .select(['c.kind', 'k.wrapped_key', 'p.data'])
    .where('c.id', '=', link.customerId)
    .where('c.client_id', '=', link.clientId)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('audience as a')
    .innerJoin('contracts as c', 'c.id', 'a.contract_id')
    .leftJoin('vault_items as v', (join) =>
      join.onRef('v.customer_id', '=', 'a.customer_id').on('v.item', '=', sql<string>`'contract:' || c.id`),
    )
    .select(['c.id', 'c.product', 'v.data'])
    .where('a.campaign_id', '=', link.campaignId)
    .where('a.customer_id', '=', link.customerId)
    .where('a.state', '=', 'included')
    .orderBy('c.id')
    .execute();
  const key = vault.unwrap(customer.wrapped_key);
  const { name } = vault.open<Profile>(key, customer.data);
  const contracts = rows.map(({ id, product, data }) => {
    const number = data ? vault.open<ContractSecret>(key, data).number : '';
    return { id, product, tail: tailOf(number) };
  });
  return { name, kind: customer.kind, contracts };
}

/** Last four characters, or fewer for a short number so that at most half is shown. */
const tailOf = (number: string): string => number.slice(-Math.min(4, Math.floor(number.length / 2)));

export type ChoiceId = 'migrate' | 'cancel';

/** What the customer page needs of the campaign, and the language in which the customer is written to. */
export interface PageCampaign {
  language: Language;
  status: CampaignStatus;
  doc: CampaignDoc;
  /** The installation's clock, epoch ms. */
  now: number;
}

/** The newest answer or withdrawal. Times are epoch ms. */
export interface LastWord {
  kind: 'answer' | 'answer_withdrawn';
  /** When the customer declared it. */
  at: number;
  /** When it was booked. */
  receivedAt: number;
  /** When the journey took it over; null: it is about to. */
  enteredAt: number | null;
  via: 'web' | 'form' | 'phone' | 'correction';
  receipt: string;
}

/** What a customer has declared so far, by any route that writes arrivals. */
export interface Declared {
  /** Number of the newest answer or withdrawal, which the next one builds on; 0 when there is none. */
  basis: number;
  /** By contract id; contracts without an entry are undecided. */
  choices: Map<number, ChoiceId>;
  /** Whether two answers of one day differ for a contract, and which is the later is not known: it is undecided. */
  unclear: boolean;
  /** Null also when nothing of the last answer is in force any more. */
  last: LastWord | null;
  /** Contracts whose choice the client's system has taken over: a change is a request to the client. */
  takenOver: number[];
  /** Changes the client was asked for and has not decided, by contract id. */
  requested: Map<number, { choice: ChoiceId | 'withdrawn'; receipt: string }>;
}

/** What the customer wants by their newest word: the choices in force, with the changes the client was asked for. */
export function wishesOf({ choices, requested }: Declared): Map<number, ChoiceId> {
  const wishes = new Map(choices);
  for (const [contract, { choice }] of requested) {
    if (choice === 'withdrawn') wishes.delete(contract);
    else wishes.set(contract, choice);
  }
  return wishes;
}

export async function loadPageCampaign(
  db: Queryable,
  link: Pick<Link, 'clientId' | 'campaignId' | 'customerId'>,
): Promise<PageCampaign> {
  const campaign = await db
    .selectFrom('campaigns as c')
    .innerJoin('customers as p', (join) =>
      join.onRef('p.client_id', '=', 'c.client_id').on('p.id', '=', link.customerId),
    )
    .leftJoin('journeys as j', (join) =>
      join.onRef('j.campaign_id', '=', 'c.id').on('j.customer_id', '=', link.customerId),
    )
    .select(['c.status', 'c.version', 'j.plan_version', 'p.language'])
    .where('c.id', '=', link.campaignId)
    .where('c.client_id', '=', link.clientId)
    .executeTakeFirstOrThrow();
  const { now } = await readClock(db);
  const { status, language } = campaign;
  return { status, language, doc: await campaignDoc(db, link.campaignId, ownVersion(campaign, campaign)), now };
}

/**
 * Choices declared so far, read from the arrivals so that a page shown right after submitting includes an answer the
 * journey has not read yet. Ordered like choices: by declaration time, then arrival. Declarations after the last instant
 * (a late form) do not count, and those the client's system rejected are open again.
 */
export async function loadDeclared(db: Queryable, link: Link, doc: CampaignDoc): Promise<Declared> {
  const rows = await db
    .selectFrom('journeys as j')
    .innerJoin('arrivals as a', 'a.journey_id', 'j.id')
    .select(['a.id', 'a.kind', 'a.at', 'a.data', 'a.received_at', 'a.read_at'])
    .where('j.campaign_id', '=', link.campaignId)
    .where('j.customer_id', '=', link.customerId)
    .where('a.kind', 'in', ['answer', 'answer_withdrawn', 'result_rejected'])
    .where(sql<boolean>`a.at <= ${new Date(closingInstant(doc))}`)
    .orderBy('a.at')
    .orderBy('a.id')
    .execute();
  const choices = new Map<number, ChoiceId>();
  for (const row of rows) fold(choices, row);
  const unclear = [...choices.keys()].filter((contract) => isOpenBetween(contract, rows, doc));
  for (const contract of unclear) choices.delete(contract);
  const said = rows.filter((row) => row.kind !== 'result_rejected');
  const basis = said.at(-1)?.id ?? 0;
  const client = await loadRequested(db, link);
  const last = said.findLast(({ data }) => !onlyRequests(data));
  if (!last) return { basis, choices, unclear: false, last: null, ...client };
  const kind = last.kind as 'answer' | 'answer_withdrawn';
  const open = kind === 'answer' && choices.size === 0;
  const via = (last.data.via ?? 'web') as LastWord['via'];
  const times = { at: last.at, receivedAt: last.received_at, enteredAt: last.read_at };
  const newest = { kind, ...times, via, receipt: String(last.data.receipt ?? '') };
  return { basis, choices, unclear: unclear.length > 0, last: open ? null : newest, ...client };
}

/** Whether all of an answer was asked of the client. */
const onlyRequests = ({ requested, choices, contracts }: Record<string, unknown>): boolean =>
  requested !== undefined && Object.keys(choices ?? contracts ?? {}).length === 0;

/** Whether the newest choice for a contract contradicts another of its day, see `isUnclear`. */
function isOpenBetween(
  contract: number,
  rows: Pick<Selectable<Arrivals>, 'kind' | 'at' | 'data'>[],
  { zone }: CampaignDoc,
) {
  const agreed = rows.findLast(({ data }) => contract in ((data.choices ?? {}) as object))?.data.changeRequest === true;
  if (agreed) return false;
  const said = rows.flatMap(({ kind, at, data }) => {
    const choice = (data.choices as Record<string, ChoiceId> | undefined)?.[contract];
    const via = typeof data.via === 'string' ? data.via : 'web';
    if (kind === 'answer') return choice ? [{ choice, at, via }] : [];
    return (data.contracts as number[]).includes(contract) ? [{ choice: 'withdrawn', at, via }] : [];
  });
  const newest = said.at(-1)!;
  const fact = { id: contract, choice: newest.choice as ChoiceId, choiceAt: newest.at };
  return isUnclear(newest.via === 'form' ? { ...fact, via: 'form' } : fact, said, zone);
}

function fold(choices: Map<number, ChoiceId>, row: Pick<Selectable<Arrivals>, 'kind' | 'data'>): void {
  if (row.kind === 'answer') {
    const declared = row.data.choices as Record<string, ChoiceId>;
    for (const [contract, choice] of Object.entries(declared)) choices.set(Number(contract), choice);
  } else {
    for (const contract of row.data.contracts as number[]) choices.delete(contract);
  }
}

/** One submit of the page. `basis`: the state the customer saw; `dedupe`: the form's one-time key. */
interface Submit {
  basis: number;
  dedupe: string;
}

/**
 * Records an answer. Idempotent for the same submit. Throws answer_already_given if another answer arrived meanwhile or
 * the same form has different contents, answer_too_late after the cut-off or a stop.
 */
export async function submitAnswer(
  db: Db,
  link: Link,
  input: Submit & { choices: Map<number, ChoiceId> },
): Promise<Recorded> {
  const choices = Object.fromEntries([...input.choices].sort(([a], [b]) => a - b));
  return submit(db, link, input, 'answer', { choices });
}

/** Withdraws an answer for the given contracts. Throws like `submitAnswer`. */
export async function withdrawAnswer(db: Db, link: Link, input: Submit & { contracts: number[] }): Promise<Recorded> {
  const contracts = [...input.contracts].sort((a, b) => a - b);
  return submit(db, link, input, 'answer_withdrawn', { contracts });
}

async function submit(
  db: Db,
  link: Link,
  { basis, dedupe }: Submit,
  kind: 'answer' | 'answer_withdrawn',
  content: Record<string, unknown>,
): Promise<Recorded> {
  return transact(db, async (trx) => {
    await lockJourney(trx, link);
    const known = await trx
      .selectFrom('arrivals')
      .select(['kind', 'data'])
      .where('campaign_id', '=', link.campaignId)
      .where('dedupe', '=', dedupe)
      .executeTakeFirst();
    if (known) {
      const declares = known.kind === 'answer_kept' ? known.data.declares : known.kind;
      const said = known.data.choices && { ...known.data.choices, ...(known.data.requested ?? {}) };
      if (declares !== kind || !sameChoices(said, content.choices)) {
        throw new AppError('answer_already_given');
      }
    } else {
      const { status, doc, now } = await loadPageCampaign(trx, link);
      const cutOff = closingInstant(doc);
      if (status === 'stopped' || now > cutOff) throw new AppError('answer_too_late');
      if ((await loadDeclared(trx, link, doc)).basis !== basis) throw new AppError('answer_already_given');
    }
    const { now } = await readClock(trx);
    return recordArrival(trx, {
      callerSignals: true,
      campaignId: link.campaignId,
      customerId: link.customerId,
      kind,
      at: now,
      source: 'web',
      data: content,
      by: answersBy(link),
      dedupe,
    });
  });
}

/** Locks the customer's journey; the holder alone may write arrivals for it until commit. */
export async function lockJourney(trx: Trx, link: Link) {
  const journey = await lockJourneyOf(trx, link);
  if (!journey) throw new AppError('not_found', { what: 'journey' });
  return journey;
}

// jsonb does not keep the order of keys
function sameChoices(a: unknown, b: unknown): boolean {
  const flat = (choices: unknown) =>
    JSON.stringify(Object.entries(choices ?? {}).sort(([x], [y]) => Number(x) - Number(y)));
  return flat(a) === flat(b);
}
