import { sleep } from '../../config/sleep';
import { ALL_LANES, laneTopic } from '../../db/platform/notifications/announce';
import { type Notifications } from '../../db/platform/notifications/listen';

const SHORT_MS = { from: 200, to: 500 };
/** When nothing is due and what is queued is announced: for due times, what people release, and lost announcements. */
const LONG_MS = 2_000;

/**
 * The waits of a drain between its reads of the queue. What is queued ends one at once; without announcements the waits are
 * short.
 */
export class IdleWait {
  private pause = new AbortController();
  private shortMs = SHORT_MS.from;
  private readonly unsubscribe: (() => void) | undefined;
  private readonly wake = (): void => this.pause.abort();

  constructor(
    laneId: number,
    private readonly signal: AbortSignal,
    private readonly notifications: Notifications | undefined,
  ) {
    const own = laneTopic(laneId);
    const notified = (topic: string): void => {
      if (topic === own || topic === ALL_LANES) this.wake();
    };
    this.unsubscribe = notifications?.subscribe({ notified, connected: this.wake });
    signal.addEventListener('abort', this.wake, { once: true });
  }

  /** Before each read of the queue: what is queued from here on ends the wait after it. */
  reading(): void {
    this.pause = new AbortController();
  }

  /** The read has found something. */
  found(): void {
    this.shortMs = SHORT_MS.from;
  }

  /** After a read that found nothing; `empty`: nothing was due and nothing is in hand. True: something was queued. */
  async wait(empty: boolean): Promise<boolean> {
    if (this.signal.aborted) return false;
    if (empty && this.notifications?.heard) await sleep(LONG_MS, this.pause.signal);
    else {
      await sleep(this.shortMs, this.pause.signal);
      this.shortMs = Math.min(SHORT_MS.to, this.shortMs * 2);
    }
    return this.pause.signal.aborted;
  }

  end(): void {
    this.unsubscribe?.();
    this.signal.removeEventListener('abort', this.wake);
  }
}
