import { sql, type Selectable, type Transaction } from 'kysely';
import { type ConsentValue, type Purpose } from '../domain/campaign';
import { type ContractFact, type JourneyFacts, type SentFact } from '../domain/facts';
import { closingInstant } from '../domain/outcome';
import { type CampaignDoc } from '../domain/campaign';
import { type Database, type JourneysTable } from './schema';

type Trx = Transaction<Database>;
export type JourneyRow = Selectable<JourneysTable>;

/** What the decisions of a batch need, read set by set: six statements however many journeys. */
export async function loadFacts(
  trx: Trx,
  journeys: JourneyRow[],
  context: { now: number; slotMs: number; campaigns: Map<number, { status: string; doc: CampaignDoc }> },
): Promise<Map<number, Omit<JourneyFacts, 'wake'>>> {
  const ids = journeys.map((journey) => journey.id);
  const customerIds = journeys.map((journey) => journey.customer_id);
  const campaignIds = [...new Set(journeys.map((journey) => journey.campaign_id))];
  const contracts = await loadContracts(trx, journeys, context.campaigns);
  const sent = await loadSent(trx, ids);
  const contacts = groupBy(await loadContacts(trx, customerIds), (row) => row.customer_id);
  const consents = groupBy(await loadConsents(trx, customerIds), (row) => row.customer_id);
  const holds = new Map((await loadHolds(trx, customerIds)).map((row) => [row.customer_id, row.reason]));
  if (campaignIds.some((id) => !context.campaigns.has(id))) throw new Error('a journey without its campaign');
  return new Map(
    journeys.map((journey) => {
      const campaign = context.campaigns.get(journey.campaign_id)!;
      const own = contracts.get(journey.id) ?? [];
      const contact = contacts.get(journey.customer_id)?.find((row) => row.channel === 'mail');
      return [
        journey.id,
        {
          now: context.now,
          slotMs: context.slotMs,
          campaign: campaign.status as JourneyFacts['campaign'],
          customerId: journey.customer_id,
          run: journey.run,
          step: journey.step,
          hold: holds.get(journey.customer_id) ?? null,
          contact: { mail: !contact ? 'no_contact' : contact.bad_reason ? `contact_bad:${contact.bad_reason}` : 'ok' },
          consent: consentTable(consents.get(journey.customer_id) ?? []),
          contractHashes: own.map((contract) => contract.hash),
          contracts: own.map(({ id, choice, choiceAt }): ContractFact => ({ id, choice, choiceAt })),
          sent: sent.get(journey.id) ?? [],
        },
      ];
    }),
  );
}

/** The journey's included contracts with their newest valid will (not later than the closing instant). */
export async function loadContracts(
  trx: Trx,
  journeys: { id: number; campaign_id: number; customer_id: number }[],
  campaigns: Map<number, { doc: CampaignDoc }>,
): Promise<Map<number, (ContractFact & { hash: string })[]>> {
  const rows = await trx
    .selectFrom('journeys as j')
    .innerJoin('audience as a', (join) =>
      join.onRef('a.campaign_id', '=', 'j.campaign_id').onRef('a.customer_id', '=', 'j.customer_id'),
    )
    .innerJoin('contracts as c', 'c.id', 'a.contract_id')
    .leftJoin('wills as w', (join) =>
      join.onRef('w.campaign_id', '=', 'a.campaign_id').onRef('w.contract_id', '=', 'a.contract_id'),
    )
    .select(['j.id as journey', 'j.campaign_id', 'c.id', 'c.number_hash', 'w.choice', 'w.at', 'w.id as will'])
    .where(
      'j.id',
      'in',
      journeys.map((journey) => journey.id),
    )
    .where('a.state', '=', 'included')
    .orderBy('c.id')
    .execute();
  const byJourney = new Map<number, Map<number, ContractFact & { hash: string; will: number }>>();
  for (const row of rows) {
    const own = byJourney.get(row.journey) ?? new Map<number, ContractFact & { hash: string; will: number }>();
    byJourney.set(row.journey, own);
    const fact = own.get(row.id) ?? {
      id: row.id,
      hash: row.number_hash.toString('hex'),
      choice: null,
      choiceAt: null,
      will: 0,
    };
    own.set(row.id, fact);
    const valid = row.at !== null && row.at <= closingInstant(campaigns.get(row.campaign_id)!.doc);
    const newer =
      row.at !== null && (row.at > (fact.choiceAt ?? -1) || (row.at === fact.choiceAt && row.will! > fact.will));
    if (!valid || !newer) continue;
    fact.choice = row.choice === 'withdrawn' ? null : row.choice;
    fact.choiceAt = row.at;
    fact.will = row.will!;
  }
  return new Map([...byJourney].map(([id, own]) => [id, [...own.values()]]));
}

async function loadSent(trx: Trx, journeyIds: number[]): Promise<Map<number, SentFact[]>> {
  const rows = await trx
    .selectFrom('messages')
    .select(['journey_id', 'run', 'step', 'channel', 'status', 'not_before', 'handed_over_at', 'bounced_at', 'failure'])
    .where('journey_id', 'in', journeyIds)
    .orderBy('id')
    .execute();
  const facts = rows.map((row) => ({
    journeyId: row.journey_id,
    sent: {
      run: row.run,
      step: row.step,
      channel: row.channel as SentFact['channel'],
      status: row.status,
      at: row.handed_over_at ?? row.not_before,
      bounced: row.bounced_at !== null,
      failure: row.failure,
    },
  }));
  const grouped = groupBy(facts, (fact) => fact.journeyId);
  return new Map([...grouped].map(([id, list]) => [id, list.map((fact) => fact.sent)]));
}

const loadContacts = (trx: Trx, customerIds: number[]) =>
  trx
    .selectFrom('contact_points')
    .select(['customer_id', 'channel', 'bad_reason'])
    .where('customer_id', 'in', customerIds)
    .execute();

/** The consent in force: the newest row per customer, channel and purpose. */
const loadConsents = (trx: Trx, customerIds: number[]) =>
  trx
    .selectFrom('consents')
    .distinctOn(['customer_id', 'channel', 'purpose'])
    .select(['customer_id', 'channel', 'purpose', 'value'])
    .where('customer_id', 'in', customerIds)
    .orderBy('customer_id')
    .orderBy('channel')
    .orderBy('purpose')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();

const loadHolds = (trx: Trx, customerIds: number[]) =>
  trx
    .selectFrom('holds')
    .select(['customer_id', sql<string>`min(reason)`.as('reason')])
    .where('customer_id', 'in', customerIds)
    .where('released_at', 'is', null)
    .groupBy('customer_id')
    .execute();

function consentTable(rows: { channel: string; purpose: Purpose; value: boolean }[]): JourneyFacts['consent'] {
  const table: Record<string, Partial<Record<Purpose, ConsentValue>>> = {};
  for (const row of rows) (table[row.channel] ??= {})[row.purpose] = row.value ? 'yes' : 'no';
  return table;
}

function groupBy<Row, Key>(rows: Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
