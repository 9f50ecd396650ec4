import { sql } from 'kysely';
import { type CampaignDoc, type Channel } from '../../../domain/campaigns/campaign';
import { type OpensResearch } from '../../../domain/journeys/decision';
import { type JourneyFacts, type SentFact } from '../../../domain/journeys/facts';
import { asksForChanges } from '../../../domain/journeys/failure-rules';
import { type Trx } from '../../platform/types';

/** What of a message tells that its address is out of date, or was looked for. */
type Mark = Pick<SentFact, 'left' | 'researched'>;

/** When messages left and addresses changed, where a plan or a hold asks; and the holds that a journey itself has opened. */
interface HandlerFacts {
  marks: Map<string, Mark>;
  changes: NonNullable<JourneyFacts['changes']>;
  /** As in JourneyFacts. */
  own: Pick<JourneyFacts, 'searched' | 'unprintable'>;
}

/** The source of a hold that a contact which did not arrive, or could not be printed, has opened. */
export const researchSource = (
  journeyId: number,
  { reason, because }: Pick<OpensResearch, 'reason' | 'because'>,
): string => `${reason === 'unprintable' ? 'unprintable' : 'undelivered'}:${journeyId}:${keyOf(because)}`;

/** The source of a hold that was opened because no way to a customer was left in a run. */
export const lastChannelSource = (journeyId: number, run: number): string => `no_channel:${journeyId}:${run}`;

const keyOf = ({ run, step, occurrence = 0, channel }: Pick<SentFact, 'run' | 'step' | 'occurrence' | 'channel'>) =>
  `${run}:${step}:${occurrence}:${channel}`;

/** Journeys whose plan does not ask and that have opened no hold are not in the map. */
export async function loadHandlerFacts(
  trx: Trx,
  journeys: { id: number; campaign_id: number; customer_id: number; run: number }[],
  campaigns: Map<number, { doc: CampaignDoc }>,
): Promise<Map<number, HandlerFacts>> {
  const holds = await ownHolds(trx, journeys);
  const asks = ({ id, campaign_id: campaign }: (typeof journeys)[number]) =>
    holds.has(id) || asksForChanges(campaigns.get(campaign)!.doc.plan);
  const facts = new Map(
    journeys.filter(asks).map((journey): [number, HandlerFacts] => {
      const own = holds.get(journey.id) ?? [];
      const searched = own.some(({ source }) => source === lastChannelSource(journey.id, journey.run));
      const unprintable = own.some(({ reason, open }) => reason === 'unprintable' && open);
      const flags = {
        ...(searched && { searched: true as const }),
        ...(unprintable && { unprintable: true as const }),
      };
      return [journey.id, { marks: new Map(), changes: [], own: flags }];
    }),
  );
  if (facts.size === 0) return facts;
  const ids = [...facts.keys()];
  for (const { journey, left, ...message } of await sentMessages(trx, ids)) {
    const printing = `unprintable:${journey}:${keyOf(message)}`;
    const researched = message.researched || holds.get(journey)?.some(({ source }) => source === printing);
    const mark: Mark = { ...(left !== null && { left }), ...(researched && { researched: true as const }) };
    facts.get(journey)!.marks.set(keyOf(message), mark);
  }
  for (const { journey, ...change } of await addressChanges(trx, ids)) facts.get(journey)!.changes.push(change);
  return facts;
}

/** Holds of the customers that journeys have opened for a lost last channel or a letter that could not be printed. */
async function ownHolds(trx: Trx, journeys: { id: number; customer_id: number }[]) {
  const { rows } = await sql<{ customer: number; reason: string; source: string; open: boolean }>`
    select customer_id as customer, reason, source, released_at is null as open from holds
    where customer_id = any(${journeys.map((journey) => journey.customer_id)}::bigint[])
      and (source like 'no\\_channel:%' or source like 'unprintable:%')`.execute(trx);
  const byCustomer = new Map<number, typeof rows>();
  for (const row of rows) byCustomer.set(row.customer, [...(byCustomer.get(row.customer) ?? []), row]);
  return new Map(
    journeys.flatMap((journey): [number, typeof rows][] => {
      const own = byCustomer.get(journey.customer_id);
      return own ? [[journey.id, own]] : [];
    }),
  );
}

/** The message facts of a journey with their marks. */
export const withMarks = (sent: SentFact[], facts: HandlerFacts | undefined): SentFact[] =>
  facts ? sent.map((one) => ({ ...one, ...facts.marks.get(keyOf(one)) })) : sent;

/** An address is fixed by the claim: pages are rendered and numbers dialled from then on. */
async function sentMessages(trx: Trx, journeyIds: number[]) {
  const { rows } = await sql<
    { journey: number; run: number; step: string; occurrence: number; channel: Channel } & {
      left: number | null;
      researched: boolean;
    }
  >`
    select m.journey_id as journey, m.run, m.step, m.occurrence, m.channel, coalesce(m.claimed_at, m.handed_over_at) as "left",
      exists (select 1 from holds h where h.customer_id = m.customer_id and h.source = 'undelivered:' || m.journey_id
        || ':' || m.run || ':' || m.step || ':' || m.occurrence || ':' || m.channel) as researched
    from messages m where m.journey_id = any(${journeyIds}::bigint[])`.execute(trx);
  return rows;
}

/** The customer's own addresses that changed; an address of a representative or an override is no change of address. */
async function addressChanges(trx: Trx, journeyIds: number[]) {
  const { rows } = await sql<{ journey: number; channel: Channel; at: number }>`
    select a.journey_id as journey, c.channel, a.received_at as at
    from arrivals a cross join lateral jsonb_array_elements_text(a.data -> 'channels') as c(channel)
    where a.journey_id = any(${journeyIds}::bigint[]) and a.kind = 'contact_changed' and a.read_at is not null
      and a.data ->> 'source' is null order by a.id`.execute(trx);
  return rows;
}
