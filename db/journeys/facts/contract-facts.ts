import { sql } from 'kysely';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type Declared, isUnclear } from '../../../domain/journeys/answers/ask-which-answer';
import { type ContractFact } from '../../../domain/journeys/facts';
import { closingInstant } from '../../../domain/journeys/outcome';
import { CONSENT_HOLD } from './customer-facts';
import { loadWaiting } from './kept-facts';
import { listed, PLANNED_ONCE } from '../../platform/planned-once';
import { type Trx } from '../../platform/types';

interface ContractRow {
  journey: number;
  campaign_id: number;
  id: number;
  number_hash: Buffer;
  product: string | null;
  choice: 'migrate' | 'cancel' | 'withdrawn' | null;
  at: number | null;
  via: 'web' | 'form' | 'phone' | 'client' | 'correction' | null;
  agreed: boolean | null;
}

/** The journey's included contracts with their newest valid will (not later than the closing instant). */
export async function loadContracts(
  trx: Trx,
  journeys: { id: number; campaign_id: number; customer_id: number }[],
  campaigns: Map<number, { doc: CampaignDoc }>,
): Promise<Map<number, (ContractFact & { hash: string; product: string | null })[]>> {
  const { rows } = await sql<ContractRow>`${PLANNED_ONCE}
    select j.id as journey, j.campaign_id, c.id, c.number_hash, c.product, w.choice, w.at, w.via,
      v.data ? 'changeRequest' as agreed
    from journeys j
      cross join lateral (select a.* from audience a where a.campaign_id = j.campaign_id and a.customer_id = j.customer_id
        and a.state = 'included' offset 0) a
      join contracts c on c.id = a.contract_id
      left join choices w on w.campaign_id = a.campaign_id and w.contract_id = a.contract_id
      left join arrivals v on v.id = w.arrival_id
    where j.id = any(${listed(journeys.map((journey) => journey.id))}::bigint[]) order by c.id, w.id`.execute(trx);
  const byJourney = new Map<number, Map<number, ContractFact & { hash: string; product: string | null }>>();
  /** Contracts whose choice the client has agreed to: no question is left. */
  const agreed = new Set<ContractFact>();
  const declared = new Map<ContractFact, { zone: string; all: Declared[] }>();
  for (const row of rows) {
    const own =
      byJourney.get(row.journey) ?? new Map<number, ContractFact & { hash: string; product: string | null }>();
    byJourney.set(row.journey, own);
    const fact = own.get(row.id) ?? {
      id: row.id,
      hash: row.number_hash.toString('hex'),
      product: row.product,
      choice: null,
      choiceAt: null,
    };
    own.set(row.id, fact);
    const { doc } = campaigns.get(row.campaign_id)!;
    const valid = row.at !== null && row.at <= closingInstant(doc);
    if (valid) {
      const known = declared.get(fact) ?? { zone: doc.zone, all: [] };
      known.all.push({ choice: row.choice, at: row.at!, via: row.via ?? 'web' });
      declared.set(fact, known);
    }
    if (!valid || !(refused(row) || row.at! >= (fact.choiceAt ?? -1))) continue;
    fact.choice = row.choice === 'withdrawn' ? null : row.choice;
    if (row.agreed) agreed.add(fact);
    else agreed.delete(fact);
    // what the client's system refused no longer counts; only a later choice does, however late the refusal was reported
    if (!refused(row)) fact.choiceAt = row.at;
    delete fact.via;
    if (row.via !== null && row.via !== 'web') fact.via = row.via;
  }
  await markKept(trx, journeys, { campaigns, byJourney });
  for (const [fact, known] of declared) {
    if (agreed.has(fact) || !isUnclear(fact, known.all, known.zone)) continue;
    Object.assign(fact, { choice: null, choiceAt: null, unclear: true });
    delete fact.via;
  }
  return new Map([...byJourney].map(([id, own]) => [id, [...own.values()]]));
}

/** Marks the contracts for which a newer answer, given in time, is kept for a person to decide. */
async function markKept(
  trx: Trx,
  journeys: { id: number; campaign_id: number }[],
  known: { campaigns: Map<number, { doc: CampaignDoc }>; byJourney: Map<number, Map<number, ContractFact>> },
): Promise<void> {
  const closing = new Map(
    journeys.map((journey) => [journey.id, closingInstant(known.campaigns.get(journey.campaign_id)!.doc)]),
  );
  for (const { journeyId, contracts, why, at, refused: discarded } of await loadWaiting(trx, [...closing.keys()])) {
    if (at > closing.get(journeyId)!) continue;
    for (const id of contracts) {
      const fact = known.byJourney.get(journeyId)?.get(id);
      if (!fact || at < (fact.choiceAt ?? 0)) continue;
      if (discarded) fact.consentRefused = true;
      else if (why === CONSENT_HOLD) fact.awaitsConsent = true;
      else fact.kept = why;
    }
  }
}

const refused = ({ choice, via }: { choice: string | null; via: string | null }): boolean =>
  choice === 'withdrawn' && via === 'client';
