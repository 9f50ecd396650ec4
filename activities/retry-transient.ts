/** Real milliseconds during which a database that is away is waited for. */
const PATIENCE_MS = 30_000;

const PASSING = /^(08|40|53|57P)|^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT)$/;

/** Whether the database may take the same write a moment later: it was away, full, or chose us to end a deadlock. */
function isPassing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return PASSING.test(code);
  return /connection|timeout/i.test(String(message));
}

/**
 * Repeats a write until the database takes it, for up to 30 s: what a provider has answered must not be lost because
 * PostgreSQL restarts. `write` must be safe to repeat. Throws the last error after that, any other error at once.
 */
export async function retryTransient<Result>(write: () => Promise<Result>): Promise<Result> {
  const until = Date.now() + PATIENCE_MS;
  for (let wait = 50; ; wait = Math.min(1_000, wait * 2)) {
    try {
      return await write();
    } catch (error) {
      if (!isPassing(error) || Date.now() + wait > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** Gathers writes: while one batch is being written the next one fills, so that the busiest time has the fewest commits. */
export class BatchWriter<Item> {
  private waiting: { item: Item; done: () => void; failed: (error: unknown) => void }[] = [];
  private running = false;

  constructor(private readonly write: (items: Item[]) => Promise<unknown>) {}

  /** Resolves once the item is written. */
  add(item: Item): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed });
      if (!this.running) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      try {
        await retryTransient(() => this.write(batch.map((one) => one.item)));
        for (const one of batch) one.done();
      } catch (error) {
        for (const one of batch) one.failed(error);
      }
    }
    this.running = false;
  }
}
