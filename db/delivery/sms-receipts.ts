import { type Selectable } from 'kysely';
import { type Recorded, recordArrival } from '../journeys/arrivals';
import { lockJourneysById } from '../journeys/customer-arrivals';
import { bounceMessage } from './bounces';
import { type CampaignDocs } from '../campaigns/campaigns';
import { refuseChannel } from './channel-refusals';
import { readClock } from '../platform/clock';
import { recordDelivered } from './handovers';
import { recordProofReceipt } from './proof-results';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type Db, type Trx } from '../platform/types';
import { type Messages } from '../platform/schema.generated';

/** A provider's receipt for one SMS: status in the provider's words, and its error code if any. */
interface SmsReceipt {
  messageId: number;
  /** The provider's id of the message. */
  sid: string;
  status: string;
  code: string | null;
}

/** `known`: nothing new; `unknown`: not our SMS. Signal `arrival` after this returns. */
interface TakenReceipt {
  result: 'recorded' | 'known' | 'unknown';
  arrival?: Recorded;
}

const ON_ITS_WAY = ['accepted', 'scheduled', 'queued', 'sending', 'sent'];
const DELIVERED = ['delivered', 'read'];
const LOST = ['undelivered', 'failed', 'canceled'];
/** Error codes for numbers that will never work: not a mobile number, unknown, or a landline. */
const BAD_NUMBER = ['21211', '21612', '21614', '30005', '30006'];
/** The recipient has asked the provider to stop: the number is a good one, and calls go on. */
const OPTED_OUT = '21610';

type Message = Selectable<Messages>;

/** Records a receipt for a proof: only what is final changes anything. */
export async function takeProofReceipt(
  db: Db,
  { proofId, status, code }: { proofId: number; status: string; code: string | null },
): Promise<'recorded' | 'known' | 'unknown'> {
  const final = DELIVERED.includes(status) ? 'delivered' : LOST.includes(status) ? 'lost' : undefined;
  return final ? recordProofReceipt(db, { proofId, result: final, code: code ?? status }) : 'known';
}

/**
 * Records a receipt. Repeated, late and out-of-order receipts are harmless: a delivered message stays delivered, one
 * that is delivered after a failure counts as delivered, and the same failure is one arrival. Any receipt proves that the
 * provider has the message, so it is not doubtful any more.
 */
export async function recordReceipt(db: Db, docs: CampaignDocs, receipt: SmsReceipt): Promise<TakenReceipt> {
  const message = await db
    .selectFrom('messages')
    .selectAll()
    .where('id', '=', receipt.messageId)
    .where('channel', '=', 'sms')
    .executeTakeFirst();
  if (!message || message.fence === null) return { result: 'unknown' };
  const { status } = receipt;
  if (![...ON_ITS_WAY, ...DELIVERED, ...LOST].includes(status)) return { result: 'known' };
  const proved = await prove(db, docs, message, receipt.sid);
  if (DELIVERED.includes(status)) {
    const { fresh, arrival } = await deliver(db, message);
    return { result: fresh || proved ? 'recorded' : 'known', ...(arrival && { arrival }) };
  }
  if (!LOST.includes(status)) return { result: proved ? 'recorded' : 'known' };
  if (receipt.code === OPTED_OUT) await recordProviderOptOut(db, message.id);
  const arrival = await lose(db, message, receipt.code ?? status);
  if (!arrival || arrival.duplicate) return { result: proved ? 'recorded' : 'known' };
  return { result: 'recorded', arrival };
}

/** Records that the provider has the message. Returns false if that was known. */
async function prove(db: Db, docs: CampaignDocs, message: Message, sid: string): Promise<boolean> {
  if (message.status === 'handed_over' || message.status === 'failed') return false;
  const count = await recordDelivered(db, docs, [
    {
      messageId: message.id,
      journeyId: message.journey_id,
      campaignId: message.campaign_id,
      fence: message.fence!,
      version: message.version,
      step: message.step,
      notice: message.notice,
      kind: 'handed_over',
      ref: sid,
      proved: true,
    },
  ]);
  return count > 0;
}

/**
 * Records the delivery. Its journey hears of it where the message counted as lost, and where it was doubtful and the
 * journey has closed since: what it was closed with may be wrong.
 */
async function deliver(db: Db, message: Message): Promise<{ fresh: boolean; arrival?: Recorded }> {
  return db.transaction().execute(async (trx) => {
    const { id, client_id: clientId, campaign_id: campaignId, journey_id: journey, run, step, channel } = message;
    // the journey before the message, as everywhere
    const { status } = (await lockJourneysById(trx, [journey]))[0]!;
    const { now } = await readClock(trx);
    const delivered = await trx
      .updateTable('messages')
      .set({ delivered_at: new Date(now), receipt_query_at: null })
      .where('id', '=', id)
      .where('delivered_at', 'is', null)
      .returning('bounced_at')
      .executeTakeFirst();
    if (!delivered) return { fresh: false };
    const wasLost = delivered.bounced_at !== null;
    const wasDoubtful = message.status === 'doubtful' && status === 'closed';
    const arrival = wasLost || wasDoubtful ? await recordTakenBack(trx, message, now) : undefined;
    const entry = { kind: 'delivered', by: 'system', message: id, journey, run, step, channel };
    await appendLedger(trx, campaignChain(campaignId), clientId, now, [{ ...entry, ...(wasLost && { wasLost }) }]);
    return { fresh: true, ...(arrival && { arrival }) };
  });
}

const recordTakenBack = (trx: Trx, { id, campaign_id, customer_id }: Message, at: number): Promise<Recorded> =>
  recordArrival(trx, {
    callerSignals: true,
    campaignId: campaign_id,
    customerId: customer_id,
    kind: 'delivered',
    at,
    source: 'sms:receipt',
    data: { messageId: id },
    dedupe: `delivered:${id}`,
  });

/**
 * Records that the recipient has asked the provider to stop: no more SMS to that number, for every customer of the
 * client who has it. Idempotent.
 */
export async function recordProviderOptOut(db: Db, messageId: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const message = await trx
      .selectFrom('messages')
      .select(['id', 'client_id', 'customer_id', 'journey_id'])
      .where('id', '=', messageId)
      .executeTakeFirstOrThrow();
    await refuseChannel(trx, message, { channel: 'sms', source: 'sms:provider', dedupe: 'opt_out:sms:provider' });
  });
}

/** Records a failed delivery. Returns undefined if it was delivered before; a later receipt does not change that. */
async function lose(db: Db, message: Message, code: string): Promise<Recorded | undefined> {
  return db.transaction().execute(async (trx) => {
    // the journey before the message, as everywhere
    await lockJourneysById(trx, [message.journey_id]);
    const { delivered_at: deliveredAt } = await trx
      .updateTable('messages')
      .set({ receipt_query_at: null })
      .where('id', '=', message.id)
      .returning('delivered_at')
      .executeTakeFirstOrThrow();
    if (deliveredAt !== null) return undefined;
    const hard = BAD_NUMBER.includes(code);
    return bounceMessage(trx, message, {
      code,
      hard,
      reason: `sms_${code}`,
      source: 'sms:receipt',
      callerSignals: true,
    });
  });
}
