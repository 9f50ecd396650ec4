import { recordArrival } from './arrivals';
import { readClock } from './clock';
import { type Db } from './connect';
import { appendLedger, campaignChain } from './ledger';

/** A bounce as its notification tells it: the piece, the enhanced status (5.1.1), and whether it is for good. */
export interface Bounce {
  pieceCode: string;
  status: string;
  hard: boolean;
}

/**
 * Records a bounce as an arrival of the message's journey. `duplicate`: this message has said so before; `unknown`:
 * no message has this piece code.
 */
export async function recordBounce(db: Db, bounce: Bounce): Promise<'recorded' | 'duplicate' | 'unknown'> {
  return db.transaction().execute(async (trx) => {
    const message = await trx
      .selectFrom('pieces as p')
      .innerJoin('messages as m', 'm.piece_id', 'p.id')
      .select(['m.id', 'm.client_id', 'm.campaign_id', 'm.customer_id', 'm.journey_id', 'm.run', 'm.step', 'm.channel'])
      .where('p.code', '=', bounce.pieceCode)
      .executeTakeFirst();
    if (!message) return 'unknown';
    const { now } = await readClock(trx);
    const { status, hard } = bounce;
    const { duplicate } = await recordArrival(trx, {
      campaignId: message.campaign_id,
      customerId: message.customer_id,
      kind: 'bounce',
      at: now,
      source: 'smtp:dsn',
      data: { messageId: message.id, code: status, hard, reason: status },
      dedupe: `bounce:${message.id}:${hard ? 'hard' : 'soft'}:${status}`,
    });
    if (duplicate) return 'duplicate';
    const { id, journey_id: journey, run, step, channel } = message;
    const entry = { kind: 'bounced', by: 'system', message: id, journey, run, step, channel, status, hard };
    await appendLedger(trx, campaignChain(message.campaign_id), message.client_id, now, [entry]);
    return 'recorded';
  });
}
