import { type Logger } from 'pino';
import { sleep } from '../../config/sleep';
import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { closeBreaker, takeOverLane } from '../../db/delivery/lane-health';
import { takeOverProofs } from '../../db/delivery/proofs';
import { type Notifications } from '../../db/platform/notifications/listen';
import { type Db } from '../../db/platform/types';
import { PROVIDER_UNREACHABLE } from '../../domain/delivery/lane-health';
import { retryTransient } from '../retry-transient';
import { ClaimBuffer, type Ready } from './claim-buffer';
import { IdleWait } from './idle-wait';
import { type LaneHealth } from './lane-health';
import { type FencedLane, LaneMonitor } from './lane-monitor';
import { MessageDelivery, type Outcome } from './message-delivery';
import { sendProofs } from './proofs';
import { type LaneSender } from './providers/sender';

export interface DrainDeps {
  db: Db;
  docs: CampaignDocs;
  /** Number of concurrent sends. */
  connections: number;
  log: Logger;
  /** Announces what is queued; absent: its queue is read more often. */
  notifications?: Notifications | undefined;
}

/** Which lane to drain and for how long: until `signal` is aborted or at `untilMs` (machine time). */
export interface DrainTask {
  laneId: number;
  health: LaneHealth;
  limits: { signal: AbortSignal; untilMs: number };
}

/** Why a drain ended: its time was over, it was asked to, or another drain has taken the lane over. */
export type DrainEnd = 'time' | 'asked' | 'superseded';

const PROBE_MS = 1_000;

/**
 * Drains one lane over a few connections. Each connection delivers one message at a time and records its outcome before
 * the first byte of the next, so that a kill leaves at most one doubtful message per connection. Meanwhile the next ones
 * are claimed and composed, and what the connections mark or record at the same time shares a statement.
 */
export async function drainLane<Recipient, Outgoing>(
  deps: DrainDeps,
  sender: LaneSender<Recipient, Outgoing>,
  task: DrainTask,
): Promise<DrainEnd> {
  const { laneId } = task;
  const taken = await retryTransient(() => takeOverLane(deps.db, deps.docs, laneId, sender.repeatable));
  await retryTransient(() => takeOverProofs(deps.db, { laneId, fence: taken.fence }, sender.repeatable));
  deps.log.info({ lane: laneId, ...taken }, 'lane taken over');
  return new LaneDrain(deps, sender, task, { laneId, fence: taken.fence }).run();
}

class LaneDrain<Recipient, Outgoing> {
  private end: DrainEnd | undefined;
  private failures: unknown[] = [];
  private filling: Promise<void> | undefined;
  private judging: Promise<void> | undefined;
  private readonly lane: FencedLane;
  private readonly idle: IdleWait;
  private readonly monitor: LaneMonitor;
  private readonly buffer: ClaimBuffer<Recipient, Outgoing>;
  private readonly delivery: MessageDelivery<Outgoing>;

  constructor(
    private readonly deps: DrainDeps,
    private readonly sender: LaneSender<Recipient, Outgoing>,
    private readonly task: DrainTask,
    lane: FencedLane,
  ) {
    const { db, docs, log } = deps;
    this.lane = lane;
    const monitor = new LaneMonitor(deps, lane, task.health);
    this.monitor = monitor;
    this.idle = new IdleWait(lane.laneId, task.limits.signal, deps.notifications);
    this.buffer = new ClaimBuffer({ db, docs, lane, monitor, sender, ahead: 2 * deps.connections });
    this.delivery = new MessageDelivery({
      db,
      docs,
      log,
      laneId: lane.laneId,
      sender,
      monitor,
      until: task.limits.signal,
    });
  }

  async run(): Promise<DrainEnd> {
    await Promise.all(Array.from({ length: this.deps.connections }, () => this.work()));
    await this.filling;
    this.idle.end();
    await this.buffer.clear();
    await retryTransient(() => this.monitor.store());
    if (this.failures.length > 0) throw this.failures[0];
    return this.end ?? 'asked';
  }

  private async work(): Promise<void> {
    let last: Outcome = { recorded: Promise.resolve() };
    try {
      for (let next = await this.next(); next; next = await this.next()) {
        await this.sleep(this.monitor.pauseMs);
        last = await this.delivery.deliver(next, last);
        const { message } = next;
        last.recorded.then(() => this.buffer.done(message), this.fail);
        await this.judge();
      }
      await last.recorded;
    } catch (error) {
      this.fail(error);
    }
  }

  /** What cannot be claimed or recorded stops all connections. */
  private readonly fail = (error: unknown): void => {
    this.end ??= 'asked';
    this.failures.push(error);
  };

  /** Stops the lane where its last sendings demand it. Nothing is taken meanwhile: what was claimed goes back first. */
  private judge(): Promise<void> {
    const judge = async () => {
      if (await this.monitor.judgeSendings()) await this.buffer.clear();
    };
    return (this.judging ??= judge().finally(() => (this.judging = undefined)));
  }

  private async next(): Promise<Ready<Outgoing> | undefined> {
    const { signal, untilMs } = this.task.limits;
    for (;;) {
      if (signal.aborted) this.end ??= 'asked';
      else if (Date.now() >= untilMs) this.end ??= 'time';
      if (this.end) return undefined;
      await this.judging;
      const filling = this.buffer.low ? this.refill() : undefined;
      const next = this.buffer.take();
      if (next) return next;
      await filling;
    }
  }

  private refill(): Promise<void> {
    const filled = () => (this.filling = undefined);
    return (this.filling ??= this.fill().catch(this.fail).finally(filled));
  }

  private async fill(): Promise<void> {
    this.idle.reading();
    await sendProofs(this.deps, this.sender, this.lane);
    const claim = await this.buffer.fill();
    if (claim?.lane === 'fenced') this.end ??= 'superseded';
    if (claim?.lane === 'breaker_open') return this.probe(claim.breaker);
    if (claim && claim.messages.length + claim.refused.length + claim.deferred > 0) return this.idle.found();
    await this.idle.wait(claim === undefined && this.buffer.idle);
  }

  /** The breaker is open: where it opened because the provider was away, it closes once the provider is back. */
  private async probe(reason: string | null): Promise<void> {
    await this.sleep(PROBE_MS);
    if (this.task.limits.signal.aborted || reason !== PROVIDER_UNREACHABLE) return;
    if (await this.sender.reachable()) {
      await retryTransient(() => closeBreaker(this.deps.db, { laneId: this.task.laneId, reason }));
    }
  }

  private sleep(ms: number): Promise<void> {
    return sleep(ms, this.task.limits.signal);
  }
}
