import { sql, type Selectable } from 'kysely';
import { type CampaignDoc, type Channel, type ConsentValue, type Purpose } from '../../../domain/campaigns/campaign';
import { planChannels } from '../../../domain/journeys/choose-channel';
import { type ContractFact, type JourneyFacts, type SentFact } from '../../../domain/journeys/facts';
import { leavesOpenWho } from '../../../domain/customers/who-answers';
import { REPLY_CHANNELS } from '../../../domain/journeys/answers/replies';
import { type Defect, isMendedByPhone } from '../../../domain/returns/return-rules';
import { pausesThatCount } from '../../../domain/campaigns/pauses';
import { confirmedOverrides, loadRepresented } from './customer-facts';
import { loadContracts } from './contract-facts';
import { loadAuthority } from '../../customers/authority';
import { contactOf, loadContacts } from '../../customers/contacts';
import { protectedAmong } from '../../customers/protection';
import { loadHandlerFacts, withMarks } from './failure-facts';
import { loadHeard } from './heard-facts';
import { loadFormsOnDesk, loadPauses } from './pause-facts';
import { loadTrials } from './trial-facts';
import { loadHeldTexts } from '../../campaigns/text-recipients';
import { type ClockReading, instantsOf, type NowOf } from '../../platform/clock';
import { among, plannedOnce } from '../../platform/planned-once';
import { type Trx } from '../../platform/types';
import { type Journeys } from '../../platform/schema.generated';

export type JourneyRow = Selectable<Journeys>;

/** What facts are loaded from besides the journeys. */
export interface FactsContext extends Pick<ClockReading, 'now' | 'slotMs' | 'nowOf'> {
  campaigns: Map<number, { status: string; version: number; doc: CampaignDoc }>;
}

/** The facts of one journey as they are now. */
export async function factsNow(trx: Trx, journey: JourneyRow, context: FactsContext): Promise<JourneyFacts> {
  return { ...(await loadFacts(trx, [journey], context)).get(journey.id)!, turn: journey.turn };
}

/** What the decisions of a batch need, read set by set: a few statements however many journeys. */
export async function loadFacts(
  trx: Trx,
  journeys: JourneyRow[],
  context: FactsContext,
): Promise<Map<number, Omit<JourneyFacts, 'turn'>>> {
  const nowOf = instantsOf(context);
  const ids = journeys.map((journey) => journey.id);
  const customerIds = journeys.map((journey) => journey.customer_id);
  const campaignIds = [...new Set(journeys.map((journey) => journey.campaign_id))];
  const contracts = await loadContracts(trx, journeys, context.campaigns);
  const sent = await loadSent(trx, ids);
  const contacts = await loadContacts(trx, customerIds, context.now, nowOfCustomers(journeys, nowOf));
  const consents = groupBy(await loadConsents(trx, customerIds), (row) => row.customer_id);
  const authority = await loadAuthority(trx, customerIds, context.now);
  const defects = await loadDefects(trx, journeys, context.campaigns);
  const traits = await loadTraits(trx, journeys, context.campaigns);
  const pauses = await loadPauses(trx, journeys, context.campaigns);
  const overrides = await loadOverrides(trx, journeys, context.campaigns);
  const held = await loadHeldTexts(trx, journeys, context.campaigns);
  const handled = await loadHandlerFacts(trx, journeys, context.campaigns);
  const awaiting = journeys.filter(({ id }) => contracts.get(id)?.some(({ awaitsConsent }) => awaitsConsent));
  const represented = await loadRepresented(
    trx,
    awaiting.map((journey) => journey.customer_id),
  );
  const restarted = await loadRestarted(trx, journeys);
  const guarded = await protectedAmong(trx, customerIds);
  const heard = await loadHeard(trx, journeys, { nowOf, campaigns: context.campaigns });
  const unsent = journeys.filter(({ id }) => !sent.has(id));
  const trials = await loadTrials(trx, unsent, context.campaigns);
  const forms = await loadFormsOnDesk(trx, journeys, context.campaigns);
  if (campaignIds.some((id) => !context.campaigns.has(id))) throw new Error('a journey without its campaign');
  return new Map(
    journeys.map((journey) => {
      const campaign = context.campaigns.get(journey.campaign_id)!;
      const own = contracts.get(journey.id) ?? [];
      const trait = traits.get(journey.customer_id);
      const stilled = pausesThatCount(pauses.get(journey.id), sent.get(journey.id));
      const granted = overrides.get(`${journey.campaign_id}:${journey.customer_id}`);
      return [
        journey.id,
        {
          now: nowOf(journey.id),
          slotMs: context.slotMs,
          campaign: campaign.status as JourneyFacts['campaign'],
          customerId: journey.customer_id,
          run: journey.run,
          ...(journey.run > 1 && { again: true as const }),
          ...(restarted.has(journey.id) && { restarted: true as const }),
          ...(guarded.has(journey.customer_id) && { protected: true as const }),
          step: journey.step,
          hold: authority.get(journey.customer_id)?.hold?.reason ?? null,
          contact: contactOf(contacts.get(journey.customer_id), channelsNeeded(campaign.doc, own)),
          consent: consentTable(consents.get(journey.customer_id) ?? []),
          contractHashes: own.map((contract) => contract.hash),
          contracts: own.map(({ hash: _, product: __, ...contract }): ContractFact => contract),
          sent: withMarks(sent.get(journey.id) ?? [], handled.get(journey.id)),
          ...(handled.get(journey.id)?.changes.length && { changes: handled.get(journey.id)!.changes }),
          ...handled.get(journey.id)?.own,
          ...(trait && {
            traits: { ...trait, products: [...new Set(own.map((contract) => contract.product ?? ''))] },
          }),
          ...(granted && { overrides: granted }),
          ...(campaign.doc.plan.onDefect && defectFacts(defects.get(journey.id) ?? [], campaign.doc)),
          ...(stilled.length > 0 && { pauses: stilled }),
          ...(held.has(journey.id) && { holds: held.get(journey.id)! }),
          ...(journey.wave !== null && { wave: journey.wave }),
          ...(trials.has(journey.id) && { trial: trials.get(journey.id)! }),
          ...(represented.has(journey.customer_id) && { represented: true as const }),
          ...(leavesOpenWho(authority.get(journey.customer_id)?.representative ?? null) && { noScope: true as const }),
          ...(forms.has(journey.id) && { formUntil: forms.get(journey.id)! }),
          ...(heard.has(journey.id) && { heard: heard.get(journey.id)! }),
          ...(journey.stopped_at !== null && { stopped: true as const }),
        },
      ];
    }),
  );
}

const nowOfCustomers = (journeys: JourneyRow[], nowOf: NowOf): Map<number, number> =>
  new Map(journeys.map((journey) => [journey.customer_id, nowOf(journey.id)]));

/** Those of the plan; also those on which a question is asked that is no step of it, while there is one. */
const channelsNeeded = (doc: CampaignDoc, contracts: ContractFact[]): Channel[] =>
  contracts.some(({ unclear }) => unclear)
    ? [...new Set([...planChannels(doc), ...REPLY_CHANNELS])]
    : planChannels(doc);

async function loadSent(trx: Trx, journeyIds: number[]): Promise<Map<number, SentFact[]>> {
  const query = trx
    .selectFrom('messages')
    .select(['journey_id', 'run', 'step', 'channel', 'status', 'not_before', 'handed_over_at', 'bounced_at', 'failure'])
    .select(['expected_at', 'occurrence'])
    .where(among('journey_id', journeyIds))
    .where('reply', '=', false)
    .orderBy('id');
  const rows = await plannedOnce(trx, query);
  const facts = rows.map((row) => ({
    journeyId: row.journey_id,
    sent: {
      run: row.run,
      step: row.step,
      channel: row.channel as SentFact['channel'],
      status: row.status,
      at: row.expected_at ?? row.handed_over_at ?? row.not_before,
      bounced: row.bounced_at !== null,
      failure: row.failure,
      ...(row.occurrence > 0 && { occurrence: row.occurrence }),
    },
  }));
  const grouped = groupBy(facts, (fact) => fact.journeyId);
  return new Map([...grouped].map(([id, list]) => [id, list.map((fact) => fact.sent)]));
}

/** Further runs that have decided nothing yet, of journeys whose run before never closed. */
async function loadRestarted(trx: Trx, journeys: JourneyRow[]): Promise<Set<number>> {
  const begun = journeys.filter(({ run, turn }) => run > 1 && turn < 0).map(({ id }) => id);
  if (begun.length === 0) return new Set();
  const { rows } = await sql<{ id: number }>`
    select j.id from journeys j where j.id = any(${begun}::bigint[]) and not exists (select from step_results p
      where p.journey_id = j.id and p.run = j.run - 1 and p.result ->> 'did' = 'closed')`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}

/** Forms with a defect, where the plan has an answer to them. */
async function loadDefects(trx: Trx, journeys: JourneyRow[], campaigns: Map<number, { doc: CampaignDoc }>) {
  const ids = journeys.filter((journey) => campaigns.get(journey.campaign_id)!.doc.plan.onDefect).map(({ id }) => id);
  if (ids.length === 0) return new Map<number, Defect[][]>();
  const rows = await trx
    .selectFrom('arrivals')
    .select(['journey_id', sql<Defect[][]>`json_agg(coalesce(data -> 'defects', '[]') order by seq)`.as('defects')])
    .where('journey_id', 'in', ids)
    .where('kind', '=', 'form_defect')
    .where('read_at', 'is not', null)
    .groupBy('journey_id')
    .execute();
  return new Map(rows.map((row) => [row.journey_id, row.defects]));
}

/** The number of forms with a defect; where the plan calls about them, also which of them no call can mend. */
function defectFacts(forms: Defect[][], { plan }: CampaignDoc): Pick<JourneyFacts, 'defects' | 'heavyDefects'> {
  const heavy = forms.flatMap((defects, round) => (isMendedByPhone(defects) ? [] : [round]));
  const calls = plan.onDefect!.first.includes('phone') && heavy.length > 0;
  return { defects: forms.length, ...(calls && { heavyDefects: heavy }) };
}

/** Coarse traits, where the plan has segments. */
async function loadTraits(trx: Trx, journeys: JourneyRow[], campaigns: Map<number, { doc: CampaignDoc }>) {
  const own = journeys.filter((journey) => campaigns.get(journey.campaign_id)!.doc.segments);
  if (own.length === 0) return new Map<number, never>();
  const customerIds = own.map((journey) => journey.customer_id);
  const query = trx
    .selectFrom('customers')
    .select(['id', 'kind', 'age_from as ageFrom', 'prefecture'])
    .where(among('id', customerIds));
  const rows = await plannedOnce(trx, query);
  return new Map(rows.map(({ id, ...trait }) => [id, trait]));
}

/** Overrides for single customers, where a campaign's table foresees any. */
async function loadOverrides(trx: Trx, journeys: JourneyRow[], campaigns: Map<number, { doc: CampaignDoc }>) {
  const foreseen = ({ doc }: { doc: CampaignDoc }) =>
    Object.values(doc.policy.table.service_notice ?? {}).some((row) => row?.no === 'override');
  const own = journeys.filter((journey) => foreseen(campaigns.get(journey.campaign_id)!));
  if (own.length === 0) return new Map<string, never>();
  const campaignIds = [...new Set(own.map((journey) => journey.campaign_id))];
  return confirmedOverrides(
    trx,
    campaignIds,
    own.map((journey) => journey.customer_id),
  );
}

/** The consent in force: the newest row per customer, channel and purpose. */
export const loadConsents = (trx: Trx, customerIds: number[]) =>
  plannedOnce(
    trx,
    trx
      .selectFrom('consents')
      .distinctOn(['customer_id', 'channel', 'purpose'])
      .select(['customer_id', 'channel', 'purpose', 'value'])
      .where(among('customer_id', customerIds))
      .orderBy('customer_id')
      .orderBy('channel')
      .orderBy('purpose')
      .orderBy('at', 'desc')
      .orderBy('id', 'desc'),
  );

/** The newest declarations of one customer as decisions read them. */
export function consentTable(
  rows: { channel: string; purpose: Purpose; value: boolean | null }[],
): JourneyFacts['consent'] {
  const table: Record<string, Partial<Record<Purpose, ConsentValue>>> = {};
  for (const { channel, purpose, value } of rows) {
    if (value !== null) (table[channel] ??= {})[purpose] = value ? 'yes' : 'no';
  }
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
