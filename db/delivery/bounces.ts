import { type Recorded, recordArrival } from '../journeys/arrivals';
import { readClock } from '../platform/clock';
import { countLane } from './lane-health';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type Db, type Trx } from '../platform/types';

/** A bounce notification: the piece code, the enhanced status (5.1.1), and whether the failure is permanent. */
interface Bounce {
  pieceCode: string;
  status: string;
  hard: boolean;
}

/** The message a bounce is about. */
interface BouncedMessage {
  id: number;
  client_id: number;
  campaign_id: number;
  customer_id: number;
  journey_id: number;
  run: number;
  step: string;
  channel: string;
  lane_id: number;
}

/**
 * Records a bounce as an arrival of the message's journey. `duplicate`: the same bounce is recorded already; `unknown`:
 * no message has this piece code.
 */
export async function recordBounce(db: Db, bounce: Bounce): Promise<'recorded' | 'duplicate' | 'unknown'> {
  return db.transaction().execute(async (trx) => {
    const message = await trx
      .selectFrom('pieces as p')
      .innerJoin('messages as m', 'm.piece_id', 'p.id')
      .select(['m.id', 'm.client_id', 'm.campaign_id', 'm.customer_id', 'm.journey_id', 'm.run', 'm.step', 'm.channel'])
      .select('m.lane_id')
      .where('p.code', '=', bounce.pieceCode)
      .executeTakeFirst();
    if (!message) return 'unknown';
    const { status, hard } = bounce;
    const { duplicate } = await bounceMessage(trx, message, { code: status, hard, reason: status, source: 'smtp:dsn' });
    return duplicate ? 'duplicate' : 'recorded';
  });
}

/** Writes the arrival and its ledger entry, once per message and code. Call it last. */
export async function bounceMessage(
  trx: Trx,
  message: BouncedMessage,
  bounce: { code: string; hard: boolean; reason: string; source: string; callerSignals?: boolean },
): Promise<Recorded> {
  const { id, client_id: clientId, journey_id: journey, run, step, channel } = message;
  const { code, hard, reason, source, callerSignals = false } = bounce;
  const { now } = await readClock(trx);
  const recorded = await recordArrival(trx, {
    callerSignals,
    campaignId: message.campaign_id,
    customerId: message.customer_id,
    kind: 'bounce',
    at: now,
    source,
    data: { messageId: id, code, hard, reason },
    dedupe: `bounce:${id}:${hard ? 'hard' : 'soft'}:${code}`,
  });
  if (recorded.duplicate) return recorded;
  const entry = { kind: 'bounced', by: 'system', message: id, journey, run, step, channel, status: code, hard };
  await appendLedger(trx, campaignChain(message.campaign_id), clientId, now, [entry]);
  if (hard) await countLane(trx, message.lane_id, { bounced: 1 });
  return recorded;
}
