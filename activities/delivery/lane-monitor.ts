import { type Logger } from 'pino';
import { openBreaker, countLane, judgeLane } from '../../db/delivery/lane-health';
import { type Db } from '../../db/platform/types';
import { type LaneStops } from '../../domain/delivery/lane-health';
import { retryTransient } from '../retry-transient';
import { type LaneHealth } from './lane-health';

/** A lane in the hands of the drain that took it over last: an older fence may write nothing. */
export interface FencedLane {
  laneId: number;
  fence: number;
}

/** Counts what the provider answers, and stops the lane when too much of it is bad. */
export class LaneMonitor {
  /** Answers that are not in the lane's counts yet. A refusal for now is none. */
  private answers = { sent: 0, refused: 0 };
  private stops: LaneStops | undefined;

  constructor(
    private readonly deps: { db: Db; log: Logger },
    private readonly lane: FencedLane,
    private readonly health: LaneHealth,
  ) {}

  /** Real milliseconds to wait before the next sending. */
  get pauseMs(): number {
    return this.health.pauseMs;
  }

  accepted(): void {
    this.health.answered(false);
    this.answers.sent += 1;
  }

  /** `retryAfterMs`: the provider asked for a pause. */
  refused(forGood: boolean, retryAfterMs = 0): void {
    this.health.answered(forGood, retryAfterMs);
    if (forGood) this.answers.refused += 1;
  }

  connectionFailed(): void {
    this.health.connectionFailed();
  }

  /** The provider has taken a message and not said so: a few in a row stop the lane until a person restarts it. */
  notAnswered(): void {
    this.health.notAnswered();
  }

  /** Adds the answers to the lane's counts. */
  async store(): Promise<void> {
    const { sent, refused } = this.answers;
    if (sent + refused === 0) return;
    await countLane(this.deps.db, this.lane.laneId, { sent, refused });
    this.answers.sent -= sent; // what came in meanwhile stays
    this.answers.refused -= refused;
  }

  /** Stops the lane before anything more is claimed, where too much has bounced since, however that was reported. */
  async judgeRates(): Promise<void> {
    const { stopped, stops } = await judgeLane(this.deps.db, this.lane);
    this.stops = stops;
    if (stopped) this.deps.log.error({ lane: this.lane.laneId, reason: stopped }, 'breaker open');
  }

  /** Stops the lane where its last sendings demand it. True: it has just been stopped. */
  async judgeSendings(): Promise<boolean> {
    const reason = this.stops && this.health.verdict(this.stops);
    if (!reason) return false;
    this.health.reset();
    this.deps.log.error({ lane: this.lane.laneId, reason }, 'breaker open');
    await retryTransient(() => openBreaker(this.deps.db, { ...this.lane, reason }));
    return true;
  }
}
