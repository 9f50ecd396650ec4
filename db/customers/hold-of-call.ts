import { addDays, localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { freeLeases } from '../calls/free-leases';
import { type JourneyArrival } from '../journeys/customer-arrivals';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { type LedgerEntry } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';
import { arrivalsOf, insertHold } from './holds';

/** Days until what was said on the phone must be reviewed. */
const REVIEW_DAYS = { death_reported: 14, complaint: 3 };

/**
 * Opens a hold after a call that reported a death, or in which a customer complained: no lane contacts the customer any
 * more. Returns its arrivals and its ledger entry; the caller holds the locks and records them.
 */
export async function holdOfCall(
  trx: Trx,
  scope: Scope,
  call: {
    reason: keyof typeof REVIEW_DAYS;
    task: { id: number; customer_id: number };
    doc: CampaignDoc;
    journeys: JourneyRow[];
    now: number;
    personId: number;
  },
): Promise<{ arrivals: JourneyArrival[]; entry: LedgerEntry }> {
  const { reason, task, doc, now, personId } = call;
  const reviewOn = addDays(localDate(now, doc.zone), REVIEW_DAYS[reason]);
  const hold = { customerId: task.customer_id, reason, source: `call:${task.id}`, reviewOn };
  const row = await insertHold(trx, scope, { ...hold, note: null, personId }, now);
  await freeLeases(trx, { customerId: task.customer_id, except: task.id });
  const own = call.journeys.filter((journey) => journey.customer_id === task.customer_id);
  const about = { customer: task.customer_id, hold: row.id, reason, reviewOn, owner: row.owner_id };
  const entry = { kind: 'hold_opened', by: `person:${personId}`, ...about, because: { task: task.id } };
  return { arrivals: arrivalsOf(own, row, 'hold_opened'), entry };
}
