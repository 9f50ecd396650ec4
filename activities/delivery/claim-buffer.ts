import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { type Claim, type ClaimedMessage, claimMessages } from '../../db/delivery/claims';
import { hasDue } from '../../db/delivery/due-messages';
import { releaseClaims, releaseOrphanedClaims, withdraw } from '../../db/delivery/handovers';
import { type Db } from '../../db/platform/types';
import { retryTransient } from '../retry-transient';
import { type FencedLane, type LaneMonitor } from './lane-monitor';

const CLAIM = 64;

export interface Addressed<Recipient> {
  message: ClaimedMessage;
  /** Undefined: the customer has no address any more. */
  recipient: Recipient | undefined;
}

interface BufferParts<Recipient> {
  db: Db;
  docs: CampaignDocs;
  lane: FencedLane;
  monitor: LaneMonitor;
  recipients: (messages: ClaimedMessage[]) => Promise<Map<number, Recipient>>;
}

/** Messages that a drain has claimed and not delivered yet, with their recipients. */
export class ClaimBuffer<Recipient> {
  private messages: ClaimedMessage[] = [];
  private recipients = new Map<number, Recipient>();
  private readonly atWork = new Set<number>();
  /** A claim was begun and its answer not seen: what it took must be released. */
  private orphaned = false;

  constructor(private readonly parts: BufferParts<Recipient>) {}

  /** The next message, now at work; undefined when the buffer is empty. */
  take(): Addressed<Recipient> | undefined {
    const message = this.messages.shift();
    if (!message) return undefined;
    this.atWork.add(message.messageId); // at once: else it would be released as orphaned
    return { message, recipient: this.recipients.get(message.customerId) };
  }

  /** The message was delivered or released. */
  done({ messageId }: ClaimedMessage): void {
    this.atWork.delete(messageId);
  }

  /** Claims due messages into the empty buffer. Undefined: none is due. */
  async fill(): Promise<Claim | undefined> {
    const claim = await retryTransient(() => this.claim());
    for (const { message, reason } of claim?.refused ?? [])
      await retryTransient(() => withdraw(this.parts.db, message, reason));
    const messages = claim?.messages ?? [];
    this.recipients = await retryTransient(() => this.parts.recipients(messages));
    this.messages.push(...messages);
    return claim;
  }

  private async claim(): Promise<Claim | undefined> {
    const { db, docs, lane, monitor } = this.parts;
    if (this.orphaned) {
      const known = [...this.atWork, ...this.messages.map((message) => message.messageId)];
      await releaseOrphanedClaims(db, { ...lane, known });
    }
    this.orphaned = false;
    await monitor.store();
    if (!(await hasDue(db, lane.laneId))) return undefined;
    await monitor.judgeRates();
    this.orphaned = true;
    const claim = await claimMessages(db, docs, { ...lane, limit: CLAIM });
    this.orphaned = false;
    return claim;
  }

  /** Releases what is not at work. */
  async clear(): Promise<void> {
    const messages = this.messages.splice(0);
    await retryTransient(() =>
      releaseClaims(this.parts.db, this.parts.lane.laneId, messages, ['claimed', 'handing_over']),
    );
  }
}
