import { mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type CallReply } from './calls';
import { type Act, type Contact } from './story';
import { type Outcome } from './visit';

/** A message that a customer has read; instants of the installation's clock, epoch ms. */
export interface ContactRead extends Contact {
  type: 'contact';
  /** Its number at its door. */
  seq: number;
  /** The sender's key or the envelope's code, so that a doubled message counts once. */
  key: string;
  /** Id of the customer. */
  person: string;
  /** Path of the customer's page. */
  page?: string;
  /** Path of the page that stops such messages. */
  optOut?: string;
  /** The letter's form pages, counted from 1. */
  formPages?: number[];
}

/** A message for nobody in the file, or without a link. */
export interface MessageIgnored {
  type: 'ignored';
  channel: Contact['channel'];
  seq: number;
}

export interface ActDone extends Outcome {
  type: 'act';
  person: string;
  act: Act;
  at: number;
}

/** A call and how it went; `person` is undefined at numbers that nobody has. */
export interface CallTaken {
  type: 'call';
  key: string;
  person?: string;
  at: number;
  reply: CallReply;
}

export type Entry = ContactRead | MessageIgnored | ActDone | CallTaken;

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
