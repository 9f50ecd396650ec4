import { type Selectable } from 'kysely';
import { type Recorded } from '../journeys/arrivals';
import { bounceMessage } from './bounces';
import { type CampaignDocs } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { recordDelivered } from './handovers';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type Db } from '../platform/types';
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
/**
 * Error codes for numbers that will never work: unsubscribed at the provider, not a mobile number, unknown, or a
 * landline.
 */
const BAD_NUMBER = ['21211', '21610', '21612', '21614', '30005', '30006'];

type Message = Selectable<Messages>;

/**
 * Records a receipt. Repeated, late and out-of-order receipts are harmless: a delivered message stays delivered, and
 * the same failure is one arrival. Any receipt proves that the provider has the message, so it is not doubtful any
 * more.
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
  if (DELIVERED.includes(status)) return (await deliver(db, message)) || proved ? recorded() : { result: 'known' };
  if (!LOST.includes(status)) return { result: proved ? 'recorded' : 'known' };
  const arrival = await lose(db, message, receipt.code ?? status);
  if (!arrival || arrival.duplicate) return { result: proved ? 'recorded' : 'known' };
  return { result: 'recorded', arrival };
}

const recorded = (): TakenReceipt => ({ result: 'recorded' });

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
      kind: 'handed_over',
      ref: sid,
      proved: true,
    },
  ]);
  return count > 0;
}

async function deliver(db: Db, message: Message): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { now } = await readClock(trx);
    const { numUpdatedRows } = await trx
      .updateTable('messages')
      .set({ delivered_at: new Date(now) })
      .where('id', '=', message.id)
      .where('delivered_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return false;
    const { id, client_id: clientId, campaign_id: campaignId, journey_id: journey, run, step, channel } = message;
    const entry = { kind: 'delivered', by: 'system', message: id, journey, run, step, channel };
    await appendLedger(trx, campaignChain(campaignId), clientId, now, [entry]);
    return true;
  });
}

/** Records a failed delivery. Returns undefined if it was delivered before; a later receipt does not change that. */
async function lose(db: Db, message: Message, code: string): Promise<Recorded | undefined> {
  return db.transaction().execute(async (trx) => {
    // the journey before the message, as everywhere
    await trx.selectFrom('journeys').select('id').where('id', '=', message.journey_id).forNoKeyUpdate().execute();
    const { delivered_at: deliveredAt } = await trx
      .selectFrom('messages')
      .select('delivered_at')
      .where('id', '=', message.id)
      .forNoKeyUpdate()
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
