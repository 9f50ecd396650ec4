import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { type Claim, type ClaimedMessage, claimMessages } from '../../db/delivery/claims';
import { hasDue } from '../../db/delivery/due-messages';
import { releaseClaims, releaseOrphanedClaims, withdraw } from '../../db/delivery/handovers';
import { type Db } from '../../db/platform/types';
import { retryTransient } from '../retry-transient';
import { type FencedLane, type LaneMonitor } from './lane-monitor';
import { type LaneSender } from './providers/sender';

/** Messages that a lane claims at a time, at most. */
export const CLAIM = 32;

/** A message ready to be handed over. */
export interface Ready<Outgoing> {
  message: ClaimedMessage;
  /** Undefined: the customer has no address any more. Rejects where it cannot be composed. */
  outgoing: Promise<Outgoing | undefined>;
}

interface BufferParts<Recipient, Outgoing> {
  db: Db;
  docs: CampaignDocs;
  lane: FencedLane;
  monitor: LaneMonitor;
  sender: Pick<LaneSender<Recipient, Outgoing>, 'recipients' | 'compose'>;
  /** So many are composed before their turn, and the next are claimed once no more are left. */
  ahead: number;
}

/** Messages that a drain has claimed and not delivered yet. The next ones are composed already. */
export class ClaimBuffer<Recipient, Outgoing> {
  private waiting: { message: ClaimedMessage; recipient: Recipient | undefined; ready?: Ready<Outgoing> }[] = [];
  private readonly atWork = new Set<number>();
  /** A claim was begun and its answer not seen: what it took must be released. */
  private orphaned = false;
  private cleared = 0;
  /** The last claim took nothing. */
  private keptBack = true;

  constructor(private readonly parts: BufferParts<Recipient, Outgoing>) {}

  /** So few are left that the next may be claimed. */
  get low(): boolean {
    return this.waiting.length <= this.parts.ahead;
  }

  /** Nothing is in hand, so nothing can go back to the queue. */
  get idle(): boolean {
    return this.waiting.length === 0 && this.atWork.size === 0;
  }

  /** The next message, now at work; undefined when the buffer is empty. */
  take(): Ready<Outgoing> | undefined {
    const [next] = this.waiting;
    if (!next) return undefined;
    // several at once, so that they are read together
    if (!next.ready) for (const one of this.waiting.slice(0, this.parts.ahead)) one.ready = this.ready(one);
    this.waiting.shift();
    this.atWork.add(next.message.messageId); // at once: else it would be released as orphaned
    return next.ready;
  }

  private ready({
    message,
    recipient,
  }: {
    message: ClaimedMessage;
    recipient: Recipient | undefined;
  }): Ready<Outgoing> {
    const outgoing = retryTransient(() => this.parts.sender.compose(message, recipient));
    outgoing.catch(() => undefined); // its turn may never come
    return { message, outgoing };
  }

  /** The message was delivered or released. */
  done({ messageId }: ClaimedMessage): void {
    this.atWork.delete(messageId);
  }

  /** Claims due messages. What is claimed while the buffer is cleared goes back too. Undefined: none is due. */
  async fill(): Promise<Claim | undefined> {
    const { db, sender } = this.parts;
    const before = this.cleared;
    const claim = await retryTransient(() => this.claim());
    for (const { message, reason } of claim?.refused ?? []) await retryTransient(() => withdraw(db, message, reason));
    const messages = claim?.messages ?? [];
    const recipients = await retryTransient(() => sender.recipients(messages));
    this.waiting.push(...messages.map((message) => ({ message, recipient: recipients.get(message.customerId) })));
    if (this.cleared !== before) await this.clear();
    return claim;
  }

  private async claim(): Promise<Claim | undefined> {
    const { db, docs, lane, monitor } = this.parts;
    if (this.orphaned) {
      const known = [...this.atWork, ...this.waiting.map(({ message }) => message.messageId)];
      await releaseOrphanedClaims(db, { ...lane, known });
    }
    this.orphaned = false;
    await monitor.store();
    if (!(await hasDue(db, lane.laneId, { keptBack: this.keptBack }))) return undefined;
    await monitor.judgeRates();
    this.orphaned = true;
    const claim = await claimMessages(db, docs, { ...lane, limit: CLAIM });
    this.orphaned = false;
    this.keptBack = claim.messages.length === 0;
    return claim;
  }

  /** Releases what is not at work. */
  async clear(): Promise<void> {
    this.cleared += 1;
    const messages = this.waiting.splice(0).map(({ message }) => message);
    await retryTransient(() =>
      releaseClaims(this.parts.db, this.parts.lane.laneId, messages, ['claimed', 'handing_over']),
    );
  }
}
