import { Journal } from '../support/journal';

/** An action at a desk; ids and codes only. */
export interface Note {
  at: string;
  desk: 'calls' | 'returns' | 'client_data' | 'holds' | 'inquiries' | 'phone_figures';
  /** A call's result, `booked`, `entered`, `applied`, `released`, `closed`, `handed_over`, or the code of a refusal. */
  what: string;
  id: number;
  /** The person who did it. */
  by: string;
  detail?: string;
}

/** The operators' own record: record.jsonl, append-only. No decision depends on it. */
export class DeskRecord {
  private readonly counts = new Map<string, number>();
  private readonly journal: Journal<Note>;

  constructor(dir: string) {
    this.journal = new Journal(dir, (note) => this.count(note));
  }

  put(note: Note): void {
    this.journal.append(note);
    this.count(note);
  }

  /** Number of actions by desk. */
  account(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  close(): void {
    this.journal.close();
  }

  private count({ desk, what }: Note): void {
    const name = `${desk}.${what}`;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}
