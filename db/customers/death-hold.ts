import { addDays, localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { freeLeases } from '../calls/free-leases';
import { type JourneyArrival } from '../journeys/customer-arrivals';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { type LedgerEntry } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';
import { arrivalsOf, insertHold } from './holds';

/** Days until a death reported by phone must be reviewed. */
const DEATH_REVIEW_DAYS = 14;

/**
 * Opens a hold after a call that reported a death. Returns its arrivals and its ledger entry; the caller holds the locks and records
 * them.
 */
export async function deathHold(
  trx: Trx,
  scope: Scope,
  call: {
    task: { id: number; customer_id: number };
    doc: CampaignDoc;
    journeys: JourneyRow[];
    now: number;
    personId: number;
  },
): Promise<{ arrivals: JourneyArrival[]; entry: LedgerEntry }> {
  const { task, doc, now, personId } = call;
  const reviewOn = addDays(localDate(now, doc.zone), DEATH_REVIEW_DAYS);
  const hold = { customerId: task.customer_id, reason: 'death_reported' as const, source: `call:${task.id}`, reviewOn };
  const row = await insertHold(trx, scope, { ...hold, note: null, personId }, now);
  await freeLeases(trx, { customerId: task.customer_id, except: task.id });
  const own = call.journeys.filter((journey) => journey.customer_id === task.customer_id);
  const { reason } = hold;
  const about = { customer: task.customer_id, hold: row.id, reason, reviewOn, owner: row.owner_id };
  const entry = { kind: 'hold_opened', by: `person:${personId}`, ...about, because: { task: task.id } };
  return { arrivals: arrivalsOf(own, row, 'hold_opened'), entry };
}
