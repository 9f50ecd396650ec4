const WINDOW = 200;
const HARD_SHARE = 0.3;
const CONNECTION_FAILURES = 50;
/** However long a provider asks us to wait, no lane stands still longer than this at a time. */
const LONGEST_PAUSE_MS = 60_000;

/** Reason of a breaker that the drainer closes by itself once the provider answers again. */
export const PROVIDER_UNREACHABLE = 'provider_unreachable';
/** Reason of a breaker that a person closes after looking: too many refusals for good. */
export const TOO_MANY_REFUSED = 'too_many_refused';

/** What a lane's last sendings say about its provider and its addresses. */
export class LaneHealth {
  private unreachable = 0;
  /** Machine time before which the provider wants nothing. */
  private notBefore = 0;
  private readonly refused: boolean[] = [];

  /** An answer for one message: `hard` = refused for good; `retryAfterMs`: it asked for so long a pause. */
  answered(hard: boolean, retryAfterMs = 0): void {
    this.unreachable = 0;
    this.notBefore = Math.max(this.notBefore, Date.now() + Math.min(LONGEST_PAUSE_MS, retryAfterMs));
    this.refused.push(hard);
    if (this.refused.length > WINDOW) this.refused.shift();
  }

  connectionFailed(): void {
    this.unreachable += 1;
  }

  /**
   * Real ms to wait before the next attempt: doubling from 100 ms to 5 s while there is no connection, as long as the
   * provider asked (at most a minute), else 0.
   */
  get pauseMs(): number {
    const backoff = this.unreachable === 0 ? 0 : Math.min(5_000, 100 * 2 ** Math.min(this.unreachable - 1, 6));
    return Math.max(backoff, this.notBefore - Date.now());
  }

  /** Why the lane must stop, or undefined. More than 50 failed connections in a row, or 30 % of 200 answers refusals. */
  get verdict(): string | undefined {
    if (this.unreachable > CONNECTION_FAILURES) return PROVIDER_UNREACHABLE;
    const hard = this.refused.filter(Boolean).length;
    return this.refused.length === WINDOW && hard > WINDOW * HARD_SHARE ? TOO_MANY_REFUSED : undefined;
  }

  /** Starts anew, once the breaker has opened. */
  reset(): void {
    this.unreachable = 0;
    this.refused.length = 0;
  }
}
