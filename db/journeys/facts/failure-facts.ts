import { sql } from 'kysely';
import { type CampaignDoc, type Channel } from '../../../domain/campaigns/campaign';
import { type OpensHold } from '../../../domain/journeys/decision';
import { type JourneyFacts, type SentFact } from '../../../domain/journeys/facts';
import { asksForChanges } from '../../../domain/journeys/failure-rules';
import { type Trx } from '../../platform/types';

/** What of a message tells that its address is out of date, or was looked for. */
type Mark = Pick<SentFact, 'left' | 'researched'>;

/** For journeys whose plan has handlers that ask: when messages left, and when addresses changed. */
interface HandlerFacts {
  marks: Map<string, Mark>;
  changes: NonNullable<JourneyFacts['changes']>;
}

/** The source of a hold that a contact which did not arrive has opened. */
export const researchSource = (journeyId: number, because: OpensHold['because']): string =>
  `undelivered:${journeyId}:${keyOf(because)}`;

const keyOf = ({ run, step, occurrence = 0, channel }: Pick<SentFact, 'run' | 'step' | 'occurrence' | 'channel'>) =>
  `${run}:${step}:${occurrence}:${channel}`;

/** Journeys whose plan does not ask are not in the map, and cost nothing. */
export async function loadHandlerFacts(
  trx: Trx,
  journeys: { id: number; campaign_id: number; customer_id: number }[],
  campaigns: Map<number, { doc: CampaignDoc }>,
): Promise<Map<number, HandlerFacts>> {
  const own = journeys.filter((journey) => asksForChanges(campaigns.get(journey.campaign_id)!.doc.plan));
  const facts = new Map(own.map(({ id }): [number, HandlerFacts] => [id, { marks: new Map(), changes: [] }]));
  if (own.length === 0) return facts;
  const ids = own.map(({ id }) => id);
  for (const { journey, left, ...message } of await leftMessages(trx, ids)) {
    const mark: Mark = { left, ...(message.researched && { researched: true as const }) };
    facts.get(journey)!.marks.set(keyOf(message), mark);
  }
  for (const { journey, ...change } of await addressChanges(trx, ids)) facts.get(journey)!.changes.push(change);
  return facts;
}

/** The message facts of a journey with their marks. */
export const withMarks = (sent: SentFact[], facts: HandlerFacts | undefined): SentFact[] =>
  facts ? sent.map((one) => ({ ...one, ...facts.marks.get(keyOf(one)) })) : sent;

/** An address is fixed by the claim: pages are rendered and numbers dialled from then on. */
async function leftMessages(trx: Trx, journeyIds: number[]) {
  const { rows } = await sql<
    { journey: number; run: number; step: string; occurrence: number; channel: Channel } & {
      left: number;
      researched: boolean;
    }
  >`
    select m.journey_id as journey, m.run, m.step, m.occurrence, m.channel, coalesce(m.claimed_at, m.handed_over_at) as "left",
      exists (select 1 from holds h where h.customer_id = m.customer_id and h.source = 'undelivered:' || m.journey_id
        || ':' || m.run || ':' || m.step || ':' || m.occurrence || ':' || m.channel) as researched
    from messages m where m.journey_id = any(${journeyIds}::bigint[])
      and coalesce(m.claimed_at, m.handed_over_at) is not null`.execute(trx);
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
