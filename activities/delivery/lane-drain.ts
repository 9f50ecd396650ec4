import { type Logger } from 'pino';
import { type CampaignDocs } from '../../db/campaigns/documents';
import { type Claim, claimMessages, type ClaimedMessage, hasDue } from '../../db/delivery/claims';
import {
  type Delivered,
  type InHandStatus,
  markHandingOver,
  recordDelivered,
  recordFailed,
  recordRefusedForNow,
  releaseClaims,
  releaseOrphanedClaims,
  withdraw,
} from '../../db/delivery/handovers';
import { takeOverLane } from '../../db/delivery/lane-takeover';
import { countLane, judgeLane } from '../../db/delivery/lane-rates';
import { closeBreaker, openBreaker } from '../../db/delivery/lane-breaker';
import { AppError } from '../../domain/errors';
import { type LaneStops, PROVIDER_UNREACHABLE } from '../../domain/delivery/lane-health';
import { type LaneHealth } from './lane-health';
import { type LaneSender, type Sent } from './providers/sender';
import { type Db } from '../../db/platform/types';
import { batchWriter, retryTransient } from '../retry-transient';
import { sleep } from '../../config/sleep';

export interface DrainDeps {
  db: Db;
  docs: CampaignDocs;
  /** Number of concurrent sends. */
  connections: number;
  log: Logger;
}

/** Which lane to drain and for how long: until `signal` is aborted or at `untilMs` (machine time). */
export interface DrainTask {
  laneId: number;
  health: LaneHealth;
  limits: { signal: AbortSignal; untilMs: number };
}

/** Why a drain ended: its time was over, it was asked to stop, or another drainer took the lane over. */
export type DrainEnd = 'time' | 'asked' | 'superseded';

const CLAIM = 64;
const IDLE_MIN_MS = 50;
const IDLE_MAX_MS = 500;
const PROBE_MS = 1_000;

/**
 * Drains one lane over a few connections. Each connection handles one message at a time and records its outcome before
 * the next, so that a killed process leaves at most one doubtful message per connection.
 */
export class LaneDrain<Recipient, Outgoing> {
  private fence = 0;
  private end: DrainEnd | undefined;
  private buffer: ClaimedMessage[] = [];
  private filling: Promise<void> | undefined;
  private idleMs = IDLE_MIN_MS;
  /** A claim was started and its reply not seen, so what it took must be returned. */
  private orphaned = false;
  private readonly atWork = new Set<number>();
  /** Provider replies not yet in the lane's counts; temporary refusals are not counted. */
  private answers = { sent: 0, refused: 0 };
  private stops: LaneStops | undefined;
  /** Recipients of the buffered messages. */
  private recipients = new Map<number, Recipient>();
  private readonly laneId: number;
  private readonly health: LaneHealth;
  private readonly limits: DrainTask['limits'];
  private readonly recordDelivered: (delivered: Delivered) => Promise<void>;

  constructor(
    private readonly deps: DrainDeps,
    private readonly sender: LaneSender<Recipient, Outgoing>,
    { laneId, health, limits }: DrainTask,
  ) {
    this.laneId = laneId;
    this.health = health;
    this.limits = limits;
    this.recordDelivered = batchWriter((items) => recordDelivered(deps.db, deps.docs, items));
  }

  async run(): Promise<DrainEnd> {
    const { db, docs, log } = this.deps;
    const taken = await retryTransient(() => takeOverLane(db, docs, this.laneId, this.sender.repeatable));
    this.fence = taken.fence;
    log.info({ lane: this.laneId, ...taken }, 'lane taken over');
    const workers = Array.from({ length: this.deps.connections }, () => this.work());
    const results = await Promise.allSettled(workers);
    await this.release(this.buffer.splice(0));
    await retryTransient(() => this.countAnswers());
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    return this.end ?? 'asked';
  }

  private async work(): Promise<void> {
    try {
      for (let message = await this.next(); message; message = await this.next()) {
        await this.deliver(message);
        this.atWork.delete(message.messageId);
      }
    } catch (error) {
      this.end ??= 'asked'; // // one connection that cannot record its outcome stops the others
      throw error;
    }
  }

  private async next(): Promise<ClaimedMessage | undefined> {
    for (;;) {
      if (this.limits.signal.aborted) this.end ??= 'asked';
      else if (Date.now() >= this.limits.untilMs) this.end ??= 'time';
      if (this.end) return undefined;
      const message = this.buffer.shift();
      if (message) {
        this.atWork.add(message.messageId); // // at once: a message not listed here would be returned as an orphaned claim
        return message;
      }
      await (this.filling ??= this.fill().finally(() => (this.filling = undefined)));
    }
  }

  private async fill(): Promise<void> {
    const claim = await retryTransient(() => this.claim());
    if (claim?.lane === 'fenced') this.end ??= 'superseded';
    if (claim?.lane === 'breaker_open') return this.probe(claim.breaker);
    for (const { message, reason } of claim?.refused ?? []) {
      await retryTransient(() => withdraw(this.deps.db, message, reason));
    }
    await this.stock(claim?.messages ?? []);
    if (claim && (claim.messages.length > 0 || claim.refused.length > 0 || claim.deferred > 0)) {
      this.idleMs = IDLE_MIN_MS;
      return;
    }
    await this.sleep(this.idleMs);
    this.idleMs = Math.min(IDLE_MAX_MS, this.idleMs * 2);
  }

  /** Fills the empty buffer with messages and loads what is needed to address them. */
  private async stock(messages: ClaimedMessage[]): Promise<void> {
    this.recipients = await retryTransient(() => this.sender.recipients(messages));
    this.buffer.push(...messages);
  }

  private async claim(): Promise<Claim | undefined> {
    const { db, docs } = this.deps;
    const lane = { laneId: this.laneId, fence: this.fence };
    if (this.orphaned) {
      const known = [...this.atWork, ...this.buffer.map((message) => message.messageId)];
      await releaseOrphanedClaims(db, { ...lane, known });
    }
    this.orphaned = false;
    await this.countAnswers();
    if (!(await hasDue(db, this.laneId))) return undefined;
    await this.judgeRates();
    this.orphaned = true;
    const claim = await claimMessages(db, docs, { ...lane, limit: CLAIM });
    this.orphaned = false;
    return claim;
  }

  /** Adds the provider's replies to the lane's counts. */
  private async countAnswers(): Promise<void> {
    const { sent, refused } = this.answers;
    if (sent + refused === 0) return;
    await countLane(this.deps.db, this.laneId, { sent, refused });
    this.answers.sent -= sent; // // keeps replies that came meanwhile
    this.answers.refused -= refused;
  }

  /** Stops the lane before the next claim if too many messages have bounced or been complained about. */
  private async judgeRates(): Promise<void> {
    const { stopped, stops } = await judgeLane(this.deps.db, { laneId: this.laneId, fence: this.fence });
    this.stops = stops;
    if (stopped) this.deps.log.error({ lane: this.laneId, reason: stopped }, 'breaker open');
  }

  /**
   * Called while the breaker is open. If it opened because the provider was unreachable, the first successful
   * connection closes it.
   */
  private async probe(reason: string | null): Promise<void> {
    await this.sleep(PROBE_MS);
    if (this.limits.signal.aborted || reason !== PROVIDER_UNREACHABLE) return;
    if (await this.sender.reachable()) {
      await retryTransient(() => closeBreaker(this.deps.db, { laneId: this.laneId, reason }));
    }
  }

  private async deliver(message: ClaimedMessage): Promise<void> {
    const { db } = this.deps;
    const recipient = this.recipients.get(message.customerId);
    await this.sleep(this.health.pauseMs);
    try {
      const outgoing = await retryTransient(() => this.sender.compose(message, recipient));
      if (!outgoing) return void (await retryTransient(() => withdraw(db, message, 'no_contact')));
      let marked: boolean | undefined; // // undefined: not known
      const sent = await this.sender.send(outgoing, async () => (marked = await markHandingOver(db, message)));
      await this.record(message, sent, marked);
    } catch (error) {
      if (!(error instanceof AppError) || error.retryable) throw error;
      await retryTransient(() => recordFailed(db, message, { hard: false, reason: error.code }));
      this.health.answered(true);
      this.answers.refused += 1;
    }
    await this.judge();
  }

  private async record(message: ClaimedMessage, sent: Sent, marked: boolean | undefined): Promise<void> {
    const { db, log } = this.deps;
    switch (sent.kind) {
      case 'accepted':
        this.health.answered(false);
        this.answers.sent += 1;
        return this.recordDelivered({ ...message, kind: 'handed_over', ref: sent.ref });
      case 'unknown':
        return this.recordUnknown(message);
      case 'refused':
        this.health.answered(sent.forGood, sent.retryAfterMs);
        if (sent.forGood) this.answers.refused += 1;
        if (!sent.forGood)
          return retryTransient(() => recordRefusedForNow(db, message, sent.reason, sent.retryAfterMs));
        return retryTransient(() => recordFailed(db, message, { hard: sent.badAddress, reason: sent.reason }));
      case 'unreachable':
        this.health.connectionFailed();
        log.warn({ lane: this.laneId, reason: sent.reason }, 'provider not reached');
        return this.release([message]);
      case 'not_begun':
        return this.release([message], marked === false ? ['claimed'] : ['claimed', 'handing_over']);
    }
  }

  private recordUnknown(message: ClaimedMessage): Promise<void> {
    const { messageId } = message;
    if (!this.sender.repeatable) {
      this.deps.log.warn({ lane: this.laneId, message: messageId }, 'cut off after the data: doubtful');
      return this.recordDelivered({ ...message, kind: 'doubtful' });
    }
    this.health.connectionFailed();
    this.deps.log.warn({ lane: this.laneId, message: messageId }, 'cut off: will be repeated under the same key');
    return this.release([message]);
  }

  private async judge(): Promise<void> {
    const reason = this.stops && this.health.verdict(this.stops);
    if (!reason) return;
    this.health.reset();
    this.deps.log.error({ lane: this.laneId, reason }, 'breaker open');
    await retryTransient(() => openBreaker(this.deps.db, { laneId: this.laneId, fence: this.fence, reason }));
    await this.release(this.buffer.splice(0));
  }

  private release(messages: ClaimedMessage[], from: InHandStatus[] = ['claimed', 'handing_over']): Promise<void> {
    return retryTransient(() => releaseClaims(this.deps.db, this.laneId, messages, from));
  }

  private sleep(ms: number): Promise<void> {
    return sleep(ms, this.limits.signal);
  }
}
