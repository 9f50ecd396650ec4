import { type Logger } from 'pino';
import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { type ClaimedMessage } from '../../db/delivery/claims';
import {
  type Delivered,
  type InHandStatus,
  type Leaving,
  markLeaving,
  recordDelivered,
  recordFailed,
  recordRefusedForNow,
  releaseClaims,
  withdraw,
} from '../../db/delivery/handovers';
import { recordProviderOptOut } from '../../db/delivery/sms-receipts';
import { type Db } from '../../db/platform/types';
import { AppError } from '../../domain/errors';
import { batchWriter, inBatches, retryTransient } from '../retry-transient';
import { type Ready } from './claim-buffer';
import { type LaneMonitor } from './lane-monitor';
import { type LaneSender, type Sent } from './providers/sender';

interface DeliveryParts<Outgoing> {
  db: Db;
  docs: CampaignDocs;
  log: Logger;
  laneId: number;
  sender: Pick<LaneSender<unknown, Outgoing>, 'repeatable' | 'send' | 'parts'>;
  monitor: LaneMonitor;
  /** Aborted when the drain is to end; until then the outcome of an accepted message is kept and written. */
  until: AbortSignal;
}

/** What became of a message that was handed over. `recorded` rejects where that cannot be written. */
export interface Outcome {
  recorded: Promise<void>;
}

/** How long a mark or an outcome waits for those of the lane's other connections, ms. */
const JOIN_MS = 5;

const RECORDED: Outcome = { recorded: Promise.resolve() };

/** Hands messages of one lane to the provider, and records what became of each. */
export class MessageDelivery<Outgoing> {
  private readonly recordDelivered: (delivered: Delivered) => Promise<void>;
  private readonly mark: (message: Leaving) => Promise<boolean>;
  /** Messages under way to their mark, and those whose mark is made and whose outcome is not written yet. */
  private readonly under = { mark: 0, record: 0 };

  constructor(private readonly parts: DeliveryParts<Outgoing>) {
    const { under } = this;
    const record = (items: Delivered[]) => recordDelivered(parts.db, parts.docs, items);
    const joined = { expected: () => under.record, waitMs: JOIN_MS };
    this.recordDelivered = batchWriter(record, parts.until, joined);
    this.mark = inBatches((messages) => markLeaving(parts.db, messages), {
      expected: () => under.mark,
      waitMs: JOIN_MS,
    });
  }

  /**
   * Hands a message over. It is marked, and its first byte sent, only once `before` is recorded: what the connection sent
   * last. Throws when that, or what became of this message, could not be recorded.
   */
  async deliver({ message, outgoing: composing }: Ready<Outgoing>, before: Outcome): Promise<Outcome> {
    const { db, sender } = this.parts;
    const outgoing = await this.composed(message, composing);
    if (!outgoing) await retryTransient(() => withdraw(db, message, 'no_contact'));
    if (!outgoing || outgoing === 'failed') return before; // nothing was sent: the next message waits for the same
    const smsParts = sender.parts?.(outgoing);
    const { under } = this;
    let stage: 'mark' | 'record' | undefined;
    const enter = (next: typeof stage) => {
      if (stage) under[stage] -= 1;
      if (next) under[next] += 1;
      stage = next;
    };
    let marked: boolean | undefined; // undefined: not known
    const begin = async () => {
      await before.recorded;
      marked = await this.mark({ ...message, smsParts });
      enter(marked ? 'record' : undefined);
      return marked;
    };
    enter('mark');
    try {
      const sent = await sender.send(outgoing, begin);
      await before.recorded;
      const outcome = await this.record(message, sent, marked);
      outcome.recorded.then(
        () => enter(undefined),
        () => enter(undefined),
      );
      return outcome;
    } catch (error) {
      enter(undefined);
      throw error;
    }
  }

  /** A message that can never be composed has failed. */
  private async composed(
    message: ClaimedMessage,
    composing: Ready<Outgoing>['outgoing'],
  ): Promise<Outgoing | 'failed' | undefined> {
    try {
      return await composing;
    } catch (error) {
      if (!(error instanceof AppError) || error.retryable) throw error;
      await retryTransient(() => recordFailed(this.parts.db, message, { hard: false, reason: error.code }));
      this.parts.monitor.refused(true);
      return 'failed';
    }
  }

  /** What was accepted is recorded while the connection prepares its next message; everything else at once. */
  private async record(message: ClaimedMessage, sent: Sent, marked: boolean | undefined): Promise<Outcome> {
    const { db, log, laneId, monitor } = this.parts;
    switch (sent.kind) {
      case 'accepted':
        monitor.accepted();
        return { recorded: this.recordDelivered({ ...message, kind: 'handed_over', ref: sent.ref }) };
      case 'unknown':
        return recorded(this.recordUnknown(message, sent.unclear === true));
      case 'refused':
        monitor.refused(sent.forGood, sent.retryAfterMs);
        if (!sent.forGood)
          return recorded(retryTransient(() => recordRefusedForNow(db, message, sent.reason, sent.retryAfterMs)));
        if (sent.optedOut) await retryTransient(() => recordProviderOptOut(db, message.messageId));
        return recorded(
          retryTransient(() => recordFailed(db, message, { hard: sent.badAddress, reason: sent.reason })),
        );
      case 'unreachable':
        monitor.connectionFailed();
        log.warn({ lane: laneId, reason: sent.reason }, 'provider not reached');
        return recorded(this.release(message));
      case 'not_begun':
        return recorded(this.release(message, marked === false ? ['claimed'] : ['claimed', 'handing_over']));
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

const recorded = async (writing: Promise<void>): Promise<Outcome> => {
  await writing;
  return RECORDED;
};
