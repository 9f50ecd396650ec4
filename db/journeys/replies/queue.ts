import { sql } from 'kysely';
import { type CampaignDoc, type Channel } from '../../../domain/campaigns/campaign';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { type Refusal } from '../../../domain/journeys/choose-channel';
import { type ContractFact } from '../../../domain/journeys/facts';
import { closingInstant } from '../../../domain/journeys/outcome';
import { chooseReply, type Reply, REPLY_CHANNELS, type ReplyFacts } from '../../../domain/journeys/answers/replies';
import { contactOf, loadContacts } from '../../customers/contacts';
import { answersHeld } from '../../customers/holds-of-answers';
import { lanesOf } from '../../delivery/lanes';
import { type LedgerEntry } from '../../platform/ledger';
import { type NowOf } from '../../platform/clock';
import { type Trx } from '../../platform/types';
import { confirmedOverrides } from '../facts/customer-facts';
import { consentTable, type JourneyRow, loadConsents } from '../facts/load-facts';
import { insertMessages } from '../step-writes';

/** A reply that is to go out. `occurrence` tells those of one kind apart: for answers, the number of the arrival. */
export interface AskedReply {
  journey: JourneyRow;
  doc: CampaignDoc;
  version: number;
  reply: Reply;
  occurrence: number;
  /** Channels on which it was lost, or that cannot be used now. */
  tried?: ReadonlySet<Channel>;
  /** The channel the customer has asked for. */
  only?: Channel;
}

/** A reply that was decided: queued on a channel, or on none that the customer allows. */
export interface DecidedReply {
  journeyId: number;
  campaignId: number;
  channel: Channel | null;
  /** When it leaves at the earliest, epoch ms; null without a channel. */
  notBefore: number | null;
  refusals: Refusal[];
  entry: LedgerEntry;
}

/**
 * Queues replies, each on the first channel that its customer allows. The caller holds the journeys' locks and appends
 * the ledger entries, which have the inputs of the choice. `now`: epoch ms, of all or by journey.
 */
export async function queueReplies(trx: Trx, asked: AskedReply[], now: number | NowOf): Promise<DecidedReply[]> {
  if (asked.length === 0) return [];
  const facts = await replyFacts(trx, asked, typeof now === 'number' ? () => now : now);
  const lanes = await lanesOf(trx, [...new Set(asked.map(({ journey }) => journey.client_id))]);
  const decided = asked.map((one) => {
    const { journey, doc } = one;
    const unserved = REPLY_CHANNELS.filter((channel) => !lanes.has(`${journey.client_id}:${channel}`));
    const tried = new Set([...(one.tried ?? []), ...unserved]);
    const own = facts.get(journey.id)!;
    return { one, facts: own, ...chooseReply({ ...one, tried }, { facts: own, doc, calendar: calendarOf(doc) }) };
  });
  await insertMessages(
    trx,
    decided.flatMap(({ one: { journey, version }, message }) => {
      const laneId = message && lanes.get(`${journey.client_id}:${message.channel}`);
      return message && laneId !== undefined && laneId !== null
        ? [{ journey, version, laneId, message, attempts: 0, reply: true }]
        : [];
    }),
  );
  return decided.map(({ one: { journey, reply, occurrence, version }, facts: inputs, message, refusals }) => ({
    journeyId: journey.id,
    campaignId: journey.campaign_id,
    channel: message?.channel ?? null,
    notBefore: message?.notBefore ?? null,
    refusals,
    entry: {
      ...{ kind: 'reply', journey: journey.id, run: journey.run, reply, occurrence, version },
      ...{ facts: inputs, message, refusals },
    },
  }));
}

async function replyFacts(trx: Trx, asked: AskedReply[], nowOf: NowOf): Promise<Map<number, ReplyFacts>> {
  const journeys = asked.map(({ journey }) => journey);
  const customers = [...new Set(journeys.map((journey) => journey.customer_id))];
  const instants = new Map(journeys.map((journey) => [journey.customer_id, nowOf(journey.id)]));
  const contacts = await loadContacts(trx, customers, Math.max(...instants.values()), instants);
  const consents = await loadConsents(trx, customers);
  const campaigns = [...new Set(journeys.map((journey) => journey.campaign_id))];
  const overrides = await confirmedOverrides(trx, campaigns, customers);
  const ids = journeys.map(({ id }) => id);
  const hashes = await hashesOf(trx, ids);
  const unprintable = await lettersKept(trx, customers);
  return new Map(
    journeys.map((journey): [number, ReplyFacts] => {
      const granted = overrides.get(`${journey.campaign_id}:${journey.customer_id}`);
      return [
        journey.id,
        {
          now: nowOf(journey.id),
          contact: contactOf(contacts.get(journey.customer_id), [...REPLY_CHANNELS]),
          consent: consentTable(consents.filter((row) => row.customer_id === journey.customer_id)),
          contractHashes: hashes.get(journey.id) ?? [],
          ...(granted && { overrides: granted }),
          ...(unprintable.has(journey.customer_id) && { unprintable: true }),
        },
      ];
    }),
  );
}

/** Customers whose letters an open hold keeps back, because one could not be printed. */
async function lettersKept(trx: Trx, customers: number[]): Promise<Set<number>> {
  const rows = await trx
    .selectFrom('holds')
    .select('customer_id')
    .where('customer_id', 'in', customers)
    .where('reason', '=', 'unprintable')
    .where('released_at', 'is', null)
    .execute();
  return new Set(rows.map((row) => row.customer_id));
}

async function hashesOf(trx: Trx, journeyIds: number[]): Promise<Map<number, string[]>> {
  const { rows } = await sql<{ journey: number; hashes: string[] }>`
    select j.id as journey, array_agg(encode(c.number_hash, 'hex') order by c.id) as hashes
    from journeys j join audience a on a.campaign_id = j.campaign_id and a.customer_id = j.customer_id
      and a.state = 'included' join contracts c on c.id = a.contract_id
    where j.id = any(${journeyIds}::bigint[]) group by j.id`.execute(trx);
  return new Map(rows.map(({ journey, hashes }) => [journey, hashes]));
}

/** A journey after its arrivals have been read, with what its contracts' choices are now. */
export interface Answered {
  journey: JourneyRow;
  doc: CampaignDoc;
  version: number;
  contracts: ContractFact[];
  /** Whether the journey is over: what came too late is said only then. */
  closed: boolean;
}

/** Queues what is due in reply to answers. */
export async function replyToAnswers(trx: Trx, answered: Answered[], now: number | NowOf): Promise<DecidedReply[]> {
  return queueReplies(trx, await repliesDue(trx, answered), now);
}

/**
 * The receipts and refusals for lateness that are due: one receipt for each answer by which a contract's choice stands,
 * one reply for each form that came after the time limit. Nothing while a hold keeps answers for a person to decide; it
 * is due when the hold is released.
 */
async function repliesDue(trx: Trx, answered: Answered[]): Promise<AskedReply[]> {
  const free = await withoutHold(trx, answered);
  const standing = free.flatMap(({ journey, contracts }) =>
    contracts.flatMap(({ id, choice, choiceAt }) =>
      choice === null ? [] : [{ journey: journey.id, contract: id, choice, at: new Date(choiceAt!) }],
    ),
  );
  const late = free.filter(({ closed }) => closed);
  const due = [...(await unconfirmed(trx, standing)), ...(await untold(trx, late))];
  const of = new Map(free.map((one) => [one.journey.id, one]));
  return due.map(({ journey: id, seq, reply }) => {
    const { journey, doc, version } = of.get(id)!;
    return { journey, doc, version, reply, occurrence: seq };
  });
}

type Due = { journey: number; seq: number; reply: Reply };

/** Answers by which a choice stands and that have no receipt yet. A person's correction is no answer. */
async function unconfirmed(trx: Trx, standing: object[]): Promise<Due[]> {
  if (standing.length === 0) return [];
  const { rows } = await sql<Due>`
    select distinct a.journey_id as journey, a.seq, 'receipt' as reply
    from jsonb_to_recordset(${JSON.stringify(standing)}::jsonb)
      as d(journey bigint, contract bigint, choice text, at timestamptz)
    join journeys j on j.id = d.journey
    cross join lateral (select w.arrival_id from choices w where w.campaign_id = j.campaign_id
      and w.contract_id = d.contract and w.at = d.at and w.choice = d.choice order by w.id desc limit 1) w
    join arrivals a on a.id = w.arrival_id and a.kind = 'answer' and a.data ->> 'via' is distinct from 'correction'
    where not exists (select from messages m where m.journey_id = d.journey and m.step = 'receipt'
      and m.occurrence = a.seq)
    order by 1, 2`.execute(trx);
  return rows;
}

/** Forms that came after the time limit and whose sender has not been notified. */
async function untold(trx: Trx, over: Answered[]): Promise<Due[]> {
  if (over.length === 0) return [];
  const list = over.map(({ journey, doc }) => ({ journey: journey.id, closes: new Date(closingInstant(doc)) }));
  const { rows } = await sql<Due>`
    select a.journey_id as journey, a.seq, 'too-late' as reply
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as d(journey bigint, closes timestamptz)
    join arrivals a on a.journey_id = d.journey and a.kind = 'answer' and a.data ->> 'via' = 'form' and a.at > d.closes
      and a.read_at is not null
    where not exists (select from messages m where m.journey_id = d.journey and m.step = 'too-late'
      and m.occurrence = a.seq)
    order by 1, 2`.execute(trx);
  return rows;
}

/** Those whose answers no open hold keeps. */
async function withoutHold(trx: Trx, answered: Answered[]): Promise<Answered[]> {
  const found = answered.filter(({ contracts, closed }) => closed || contracts.some(({ choice }) => choice !== null));
  if (found.length === 0) return [];
  const customers = found.map(({ journey }) => journey.customer_id);
  const held = await trx
    .selectFrom('customers')
    .select('id')
    .where('id', 'in', customers)
    .where(answersHeld(sql.ref('customers.id')))
    .execute();
  const on = new Set(held.map(({ id }) => id));
  return found.filter(({ journey }) => !on.has(journey.customer_id));
}
