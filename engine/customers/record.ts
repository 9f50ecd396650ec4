import { mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Act } from './behaviour';
import { type Outcome } from './visit';

/** A mail that a customer has read. `story` names the customer's link: all mails with it are one story. */
export interface MailRead {
  type: 'mail';
  seq: number;
  /** The sender's key, so that a doubled mail counts once. */
  key: string;
  mail: string;
  name: string;
  story: string;
  /** Instant of the installation's clock, epoch ms. */
  at: number;
}

export interface ActDone extends Outcome {
  type: 'act';
  story: string;
  act: Act;
  at: number;
}

/** A mail for nobody in the file. */
export interface MailIgnored {
  type: 'ignored';
  seq: number;
}

export type Entry = MailRead | ActDone | MailIgnored;

/** The customers' own record: record.jsonl, append-only, on disk when `append` resolves. */
export class CustomerRecord {
  private constructor(private readonly file: FileHandle) {}

  /** Hands every entry in the file to `each`; a line torn by a crash is cut off. */
  static async open(dir: string, each: (entry: Entry) => void): Promise<CustomerRecord> {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const path = join(dir, 'record.jsonl');
    const file = await open(path, 'a', 0o600);
    const bytes = readFileSync(path);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) truncateSync(path, whole);
    for (const line of bytes.toString('utf8', 0, whole).split('\n')) if (line) each(JSON.parse(line) as Entry);
    return new CustomerRecord(file);
  }

  async append(entries: Entry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.file.appendFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    await this.file.datasync();
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
