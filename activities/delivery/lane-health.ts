import {
  type LaneStops,
  PROVIDER_UNCLEAR,
  PROVIDER_UNREACHABLE,
  stopReason,
  unclearLimit,
} from '../../domain/delivery/lane-health';

const WINDOW = 200;
const CONNECTION_FAILURES = 50;
/** Longest pause in ms, whatever delay a provider requests. */
const LONGEST_PAUSE_MS = 60_000;

/** What a lane's recent sends say about its provider and its addresses. */
export class LaneHealth {
  private unreachable = 0;
  /** Messages in a row that were sent and not clearly answered. */
  private unclear = 0;
  /** Machine time before which the provider accepts nothing. */
  private notBefore = 0;
  private readonly refused: boolean[] = [];

  /** `connections`: number of concurrent sends. */
  constructor(private readonly connections: number) {}

  /** Counts a reply for one message: `hard` is a permanent refusal, `retryAfterMs` the pause the provider asked for. */
  answered(hard: boolean, retryAfterMs = 0): void {
    this.unreachable = 0;
    this.unclear = 0;
    this.notBefore = Math.max(this.notBefore, Date.now() + Math.min(LONGEST_PAUSE_MS, retryAfterMs));
    this.refused.push(hard);
    if (this.refused.length > WINDOW) this.refused.shift();
  }

  connectionFailed(): void {
    this.unreachable += 1;
  }

  /** A message was sent, and the provider did not say that it has it. */
  notAnswered(): void {
    this.unreachable += 1;
    this.unclear += 1;
  }

  /**
   * Real ms to wait before the next attempt: doubling from 100 ms to 5 s while there is no connection, or as long as
   * the provider asked (at most a minute), otherwise 0.
   */
  get pauseMs(): number {
    const backoff = this.unreachable === 0 ? 0 : Math.min(5_000, 100 * 2 ** Math.min(this.unreachable - 1, 6));
    return Math.max(backoff, this.notBefore - Date.now());
  }

  /**
   * Why the lane must stop, or undefined: several messages in a row without a clear answer, more than 50 failed
   * connections in a row, or too large a share of permanent refusals among the last 200 replies (fewer if the lane's
   * minimum volume is lower).
   */
  verdict({ errors, volume }: Pick<LaneStops, 'errors' | 'volume'>): string | undefined {
    if (this.unclear >= unclearLimit(this.connections)) return PROVIDER_UNCLEAR;
    if (this.unreachable > CONNECTION_FAILURES) return PROVIDER_UNREACHABLE;
    const answers = this.refused.length;
    if (errors === null || answers < Math.min(WINDOW, volume)) return undefined;
    const hard = this.refused.filter(Boolean).length;
    return hard > answers * errors ? stopReason('too_many_refused', hard, answers, errors) : undefined;
  }

  /** Resets all counts once the breaker has opened. */
  reset(): void {
    this.unreachable = 0;
    this.unclear = 0;
    this.refused.length = 0;
  }
}
