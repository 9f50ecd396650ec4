import { randomBytes } from 'node:crypto';
import { Journal } from '../support/journal';
import { type EndedCall, type Hook, reportCall, reportLate } from './report';

/** What the caller hears. Calls to unassigned numbers are not connected. */
export interface Heard {
  heard: 'no_answer' | 'busy' | 'voicemail' | 'answered' | 'not_in_use';
  who?: 'customer' | 'other';
  says?: string;
  choices?: Record<string, 'migrate' | 'cancel'>;
  callbackAt?: string;
  /** What the customer says to show who they are. */
  items?: { item: string; said: string }[];
  /** Id of the recording; only for answered calls. */
  recording?: string;
}

export interface Call {
  /** As dialled. */
  number: string;
  /** The person asked for. */
  name: string;
  /** Repeated calls have the same key. */
  key: string;
}

/** A line of the record. `heard` is absent when the key was known. */
interface Entry {
  type: 'call' | 'repeat' | 'clock';
  key?: string;
  number?: string;
  at: string;
  heard?: Heard;
}

/** Calls a number; undefined when it is not assigned. Rejects while that is impossible. */
export type Ring = (call: Call & { at: string }) => Promise<Heard | undefined>;

/** The telephone exchange: connects each key once and keeps its own record. */
export class Exchange {
  private readonly calls = new Map<string, Entry>();
  private readonly ringing = new Map<string, Promise<Heard>>();
  private repeated = 0;
  private clock: string | undefined;
  /** Calls of which an event is reported only when time has passed. */
  private late: EndedCall[] = [];
  private readonly journal: Journal<Entry>;

  /** Continues from the record in `dir`. A line truncated by a crash is removed. */
  constructor(
    dir: string,
    private readonly ring: Ring,
    private readonly hook?: Hook,
  ) {
    this.journal = new Journal(dir, (entry) => this.take(entry));
  }

  /** Sets the time; what is reported late leaves now. */
  async setClock(at: string): Promise<void> {
    if (at === this.clock) return;
    this.put({ type: 'clock', at });
    for (const call of this.late.splice(0)) if (this.hook) await reportLate(this.hook, call);
  }

  /** Makes one call. Idempotent by key: a repeated call does not ring and is counted once. */
  async call(call: Call): Promise<Heard> {
    const entry = this.calls.get(call.key);
    if (entry?.heard) {
      this.put({ type: 'repeat', key: call.key, at: this.now() });
      await this.report(call, entry.at, entry.heard);
      return entry.heard;
    }
    const running = this.ringing.get(call.key) ?? this.connect(call);
    this.ringing.set(call.key, running);
    return running.finally(() => this.ringing.delete(call.key));
  }

  /** Figures of the record, and calls by key for comparison with the callers'. */
  account() {
    const calls = [...this.calls.values()];
    const byHeard: Record<string, number> = {};
    for (const { heard } of calls) byHeard[heard!.heard] = (byHeard[heard!.heard] ?? 0) + 1;
    return {
      total: calls.length,
      repeated: this.repeated,
      byHeard,
      accepted: Object.fromEntries(calls.map(({ key }) => [key!, 1])),
      duplicates: [],
    };
  }

  close(): void {
    this.journal.close();
  }

  private async connect(call: Call): Promise<Heard> {
    const at = this.now();
    const answered = await this.ring({ ...call, at });
    const heard: Heard = answered ?? { heard: 'not_in_use' };
    if (heard.heard === 'answered') heard.recording = `rec-${randomBytes(6).toString('hex')}`;
    this.put({ type: 'call', key: call.key, number: call.number, at, heard });
    await this.report(call, at, heard);
    return heard;
  }

  private async report({ key, number }: Call, at: string, heard: Heard): Promise<void> {
    const ended = { key, number, at, heard };
    if (this.hook && (await reportCall(this.hook, ended))) this.late.push(ended);
  }

  private now(): string {
    return this.clock ?? new Date().toISOString();
  }

  /** Durable when it returns. */
  private put(entry: Entry): void {
    this.journal.append(entry);
    this.take(entry);
  }

  private take(entry: Entry): void {
    if (entry.type === 'clock') this.clock = entry.at;
    else if (entry.type === 'repeat') this.repeated += 1;
    else this.calls.set(entry.key!, entry);
  }
}
