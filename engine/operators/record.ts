import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** What happened at a desk; ids and codes only. */
export interface Note {
  at: string;
  desk: 'calls' | 'returns' | 'client_data';
  /** A call's result, `booked`, `entered`, `applied`, or the code of what was refused. */
  what: string;
  id: number;
  /** Which person did it. */
  by: string;
  detail?: string;
}

/** The operators' own record: record.jsonl, append-only. Nothing is decided by it. */
export class DeskRecord {
  private readonly counts = new Map<string, number>();
  private readonly file: number;

  constructor(dir: string) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const path = join(dir, 'record.jsonl');
    this.file = openSync(path, 'a', 0o600);
    const bytes = readFileSync(path);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) truncateSync(path, whole);
    for (const line of bytes.toString('utf8', 0, whole).split('\n')) if (line) this.count(JSON.parse(line) as Note);
  }

  put(note: Note): void {
    writeSync(this.file, `${JSON.stringify(note)}\n`);
    this.count(note);
  }

  /** How often each thing was done, by desk. */
  account(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  close(): void {
    closeSync(this.file);
  }

  private count({ desk, what }: Note): void {
    const name = `${desk}.${what}`;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}
