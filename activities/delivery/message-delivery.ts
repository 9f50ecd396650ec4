import { type Logger } from 'pino';
import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { type ClaimedMessage } from '../../db/delivery/claims';
import {
  type Delivered,
  type InHandStatus,
  markHandingOver,
  recordDelivered,
  recordFailed,
  recordRefusedForNow,
  releaseClaims,
  withdraw,
} from '../../db/delivery/handovers';
import { recordProviderOptOut } from '../../db/delivery/sms-receipts';
import { type Db } from '../../db/platform/types';
import { AppError } from '../../domain/errors';
import { batchWriter, retryTransient } from '../retry-transient';
import { type Addressed } from './claim-buffer';
import { type LaneMonitor } from './lane-monitor';
import { type LaneSender, type Sent } from './providers/sender';

interface DeliveryParts<Recipient, Outgoing> {
  db: Db;
  docs: CampaignDocs;
  log: Logger;
  laneId: number;
  sender: LaneSender<Recipient, Outgoing>;
  monitor: LaneMonitor;
  /** Aborted when the drain is to end; until then the outcome of an accepted message is kept and written. */
  until: AbortSignal;
}

/** Hands messages of one lane to the provider, and records what became of each. */
export class MessageDelivery<Recipient, Outgoing> {
  private readonly recordDelivered: (delivered: Delivered) => Promise<void>;

  constructor(private readonly parts: DeliveryParts<Recipient, Outgoing>) {
    const record = (items: Delivered[]) => recordDelivered(parts.db, parts.docs, items);
    this.recordDelivered = batchWriter(record, parts.until);
  }

  /** Resolves once the outcome is recorded. Throws when it could not be. */
  async deliver({ message, recipient }: Addressed<Recipient>): Promise<void> {
    const { db, sender, monitor } = this.parts;
    try {
      const outgoing = await retryTransient(() => sender.compose(message, recipient));
      if (!outgoing) return await retryTransient(() => withdraw(db, message, 'no_contact'));
      let marked: boolean | undefined; // undefined: not known
      const sent = await sender.send(outgoing, async () => (marked = await markHandingOver(db, message)));
      await this.record(message, sent, marked);
    } catch (error) {
      if (!(error instanceof AppError) || error.retryable) throw error;
      await retryTransient(() => recordFailed(db, message, { hard: false, reason: error.code }));
      monitor.refused(true);
    }
  }

  private async record(message: ClaimedMessage, sent: Sent, marked: boolean | undefined): Promise<void> {
    const { db, log, laneId, monitor } = this.parts;
    switch (sent.kind) {
      case 'accepted':
        monitor.accepted();
        return this.recordDelivered({ ...message, kind: 'handed_over', ref: sent.ref });
      case 'unknown':
        return this.recordUnknown(message, sent.unclear === true);
      case 'refused':
        monitor.refused(sent.forGood, sent.retryAfterMs);
        if (!sent.forGood)
          return retryTransient(() => recordRefusedForNow(db, message, sent.reason, sent.retryAfterMs));
        if (sent.optedOut) await retryTransient(() => recordProviderOptOut(db, message.messageId));
        return retryTransient(() => recordFailed(db, message, { hard: sent.badAddress, reason: sent.reason }));
      case 'unreachable':
        monitor.connectionFailed();
        log.warn({ lane: laneId, reason: sent.reason }, 'provider not reached');
        return this.release(message);
      case 'not_begun':
        return this.release(message, marked === false ? ['claimed'] : ['claimed', 'handing_over']);
    }
  }

  /** No clear answer after the data: only a provider that recognises its key may get the message again. */
  private recordUnknown(message: ClaimedMessage, unclear: boolean): Promise<void> {
    const { log, laneId, sender, monitor } = this.parts;
    const about = { lane: laneId, message: message.messageId };
    if (!sender.repeatable) {
      monitor.notAnswered();
      log.warn(about, 'no clear answer after the data: doubtful');
      return this.recordDelivered({ ...message, kind: 'doubtful' });
    }
    if (unclear) monitor.notAnswered();
    else monitor.connectionFailed();
    log.warn(about, 'no clear answer: will be repeated under the same key');
    return this.release(message);
  }

  private release(message: ClaimedMessage, from: InHandStatus[] = ['claimed', 'handing_over']): Promise<void> {
    return retryTransient(() => releaseClaims(this.parts.db, this.parts.laneId, [message], from));
  }
}
