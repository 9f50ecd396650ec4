import { type Vault } from '../privacy/vault';
import { isRefusalOfUs } from '../../domain/delivery/bounce-rules';
import { type Recorded, recordArrival } from '../journeys/arrivals';
import { readClock } from '../platform/clock';
import { refuseChannel } from './channel-refusals';
import { countLane } from './lane-health';
import { recordProofBounce } from './proof-results';
import { appendLedger, campaignChain } from '../platform/ledger';
import { type Db, type Trx } from '../platform/types';

/** A bounce notification about a mail: its piece code and the enhanced status (5.1.1, or `unread`). */
interface Bounce {
  pieceCode: string;
  status: string;
  /** The recipient does not exist: the address is bad. */
  hard: boolean;
  /** Not the last word: delayed, or a person must read it. The mail counts as on its way. */
  pending?: boolean;
}

/** A bounce that no program could read: the mail as it came. */
interface UnreadBounce {
  vault: Vault;
  raw: Buffer;
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
 * Records a mail's bounce as an arrival of its journey. `duplicate`: it has bounced so already; `unknown`: no mail has
 * this piece code. A proof's bounce is recorded with the proof. With `unread` the report itself is kept until a person has read it.
 */
export async function recordBounce(
  db: Db,
  bounce: Bounce,
  unread?: UnreadBounce,
): Promise<'recorded' | 'duplicate' | 'unknown'> {
  return db.transaction().execute(async (trx) => {
    const message = await trx
      .selectFrom('pieces as p')
      .innerJoin('messages as m', 'm.piece_id', 'p.id')
      .select(['m.id', 'm.client_id', 'm.campaign_id', 'm.customer_id', 'm.journey_id', 'm.run', 'm.step', 'm.channel'])
      .select('m.lane_id')
      .where('p.code', '=', bounce.pieceCode)
      .where('m.channel', '=', 'mail')
      .executeTakeFirst();
    if (!message) return recordProofBounce(trx, bounce);
    if (unread && !(await keepUnread(trx, message, unread))) return 'duplicate';
    const { status, hard, pending = false } = bounce;
    const said = { code: status, hard, pending, reason: status, source: 'smtp:dsn' };
    const { duplicate } = await bounceMessage(trx, message, said);
    return duplicate && !unread ? 'duplicate' : 'recorded';
  });
}

/** Keeps a mail for a person, once per message. Returns false if one is kept already. */
async function keepUnread(
  trx: Trx,
  { id, client_id, campaign_id, customer_id }: BouncedMessage,
  { vault, raw }: UnreadBounce,
): Promise<boolean> {
  const key = await trx
    .selectFrom('vault_keys')
    .select('wrapped_key')
    .where('customer_id', '=', customer_id)
    .executeTakeFirst();
  const data = key ? vault.encryptBytes(vault.unwrap(key.wrapped_key), raw) : null;
  const { now } = await readClock(trx);
  const received_at = new Date(now);
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('unread_bounces')
    .values({ client_id, campaign_id, customer_id, message_id: id, received_at, data })
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows !== 0n;
}

/**
 * Writes the arrival and its ledger entry: at most one hard bounce, one soft one and one that is pending per message,
 * whatever statuses further reports name. Counts the message once in its lane. Call it last.
 */
export async function bounceMessage(
  trx: Trx,
  message: BouncedMessage,
  bounce: {
    code: string;
    hard: boolean;
    pending?: boolean;
    reason: string;
    source: string;
    callerSignals?: boolean;
  },
): Promise<Recorded> {
  const { id, client_id: clientId, journey_id: journey, run, step, channel } = message;
  const { code, hard, pending = false, reason, source, callerSignals = false } = bounce;
  const { now } = await readClock(trx);
  const recorded = await recordArrival(trx, {
    callerSignals,
    campaignId: message.campaign_id,
    customerId: message.customer_id,
    kind: 'bounce',
    at: now,
    source,
    data: { messageId: id, code, hard, reason, ...(pending && { pending }) },
    dedupe: bounceKey(id, hard ? 'hard' : pending ? 'pending' : 'soft'),
  });
  if (recorded.duplicate) return recorded;
  const entry = { kind: 'bounced', by: 'system', message: id, journey, run, step, channel, status: code, hard };
  await appendLedger(trx, campaignChain(message.campaign_id), clientId, now, [entry]);
  if (speaksOfLane({ hard, code }) && !(await hasSpokenOfLane(trx, message, recorded.arrivalId)))
    await countLane(trx, message.lane_id, { bounced: 1 });
  return recorded;
}

const bounceKey = (messageId: number, how: 'hard' | 'soft' | 'pending'): string => `bounce:${messageId}:${how}`;

/** A rise of either stops the lane: bad addresses, or a recipients' side that refuses us. */
const speaksOfLane = ({ hard, code }: { hard?: unknown; code?: unknown }): boolean =>
  hard === true || isRefusalOfUs(String(code));

/** Whether an earlier bounce of the message is in its lane's counts already. */
async function hasSpokenOfLane(trx: Trx, message: BouncedMessage, arrivalId: number): Promise<boolean> {
  const earlier = await trx
    .selectFrom('arrivals')
    .select('data')
    .where('campaign_id', '=', message.campaign_id)
    .where('dedupe', 'in', [
      bounceKey(message.id, 'hard'),
      bounceKey(message.id, 'soft'),
      bounceKey(message.id, 'pending'),
    ])
    .where('id', '<>', arrivalId)
    .execute();
  return earlier.some(({ data }) => speaksOfLane(data));
}

/**
 * Records a complaint about a mail, reported by the recipient's provider: no more mail to that address for any purpose,
 * for every customer of the client who has it, and one more complaint in the lane's counts. `duplicate`: already
 * recorded for this mail; `unknown`: no mail has this piece code.
 */
export async function recordComplaint(db: Db, pieceCode: string): Promise<'complained' | 'duplicate' | 'unknown'> {
  return db.transaction().execute(async (trx) => {
    const message = await trx
      .selectFrom('pieces as p')
      .innerJoin('messages as m', 'm.piece_id', 'p.id')
      .select(['m.id', 'm.client_id', 'm.campaign_id', 'm.customer_id', 'm.journey_id', 'm.run', 'm.step', 'm.lane_id'])
      .where('p.code', '=', pieceCode)
      .where('m.channel', '=', 'mail')
      .executeTakeFirst();
    if (!message) return 'unknown';
    const { id, client_id: clientId, campaign_id: campaignId, journey_id: own, run, step, lane_id: laneId } = message;
    const refusal = { channel: 'mail', source: 'smtp:arf', dedupe: 'complaint' } as const;
    const { refused, customers, now } = await refuseChannel(trx, message, refusal);
    if (!refused) return 'duplicate';
    const entry = { kind: 'complained', by: 'system', message: id, journey: own, run, step, channel: 'mail' };
    await appendLedger(trx, campaignChain(campaignId), clientId, now, [{ ...entry, customers }]);
    await countLane(trx, laneId, { complaints: 1 });
    return 'complained';
  });
}
