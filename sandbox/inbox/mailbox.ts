import { type Entry, type Mail, type Refused } from './entries';
import { Journal } from './journal';

/** A new mail; number, position and clock are added by the mailbox. */
export type NewMail = Pick<Mail, 'from' | 'to' | 'messageId' | 'key' | 'subject' | 'verdict'> & {
  raw: Buffer;
  /** Bounced by a DSN after this time on the installation's clock, ms; undefined: never. */
  bounceAfterMs: number | undefined;
};

/** Figures of the record. */
export interface RecordCounts {
  total: number;
  /** Keys that were accepted more than once. */
  duplicated: number;
  /** Accepted without a key. */
  withoutKey: number;
  /** Accepted, but the connection was cut before the sender was notified. */
  dropped: number;
  /** Refusals by reply code. */
  refused: Record<string, number>;
  dsn: { owed: number; sent: number };
}

/** The record by key, for comparison with the sender's. */
export interface RecordSummary extends RecordCounts {
  /** How often each key was accepted. */
  accepted: Record<string, number>;
  duplicates: { key: string; count: number }[];
}

const copyId = (to: string, key: string) => `${to}\n${key}`;

/** All received mails: the index in memory, the mails on disk. */
export class Mailbox {
  readonly #mails: Mail[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #duplicated = new Set<string>();
  readonly #byRecipient = new Map<string, number[]>();
  readonly #copies = new Map<string, number>();
  readonly #tries = new Map<string, number>();
  readonly #refused = new Map<number, number>();
  readonly #owed = new Map<number, Mail>();
  #journal!: Journal;
  #clock: string | undefined;
  #seq = 0;
  #dropped = 0;
  #dsnSent = 0;

  static async open(dir: string): Promise<Mailbox> {
    const mailbox = new Mailbox();
    mailbox.#journal = await Journal.open(dir, (entry) => mailbox.#take(entry));
    mailbox.#seq = mailbox.#mails.length;
    return mailbox;
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  get size(): number {
    return this.#mails.length;
  }

  /** Records a mail; durable when this resolves. */
  async accept({ raw, bounceAfterMs, ...mail }: NewMail): Promise<Mail> {
    const received = new Date().toISOString();
    const at = this.#clock ?? received;
    const bounceAt = bounceAfterMs === undefined ? null : new Date(Date.parse(at) + bounceAfterMs).toISOString();
    const seq = ++this.#seq;
    const entry: Mail = { type: 'mail', seq, received, at, ...mail, offset: 0, size: raw.length, bounceAt };
    await this.#journal.append(entry, raw);
    this.#take(entry);
    return entry;
  }

  async refuse(refused: Pick<Refused, 'from' | 'to' | 'key' | 'code'>): Promise<void> {
    const entry: Refused = { type: 'refused', received: new Date().toISOString(), ...refused };
    this.#take(entry);
    await this.#journal.append(entry);
  }

  /** How often this sender was refused for this recipient (and message, when a key is given). */
  tries(from: string, to: string, key = ''): number {
    return this.#tries.get([from, to, key].join('\n')) ?? 0;
  }

  /** How often this message was accepted for this recipient. */
  copies(to: string, key: string): number {
    return this.#copies.get(copyId(to, key)) ?? 0;
  }

  mail(seq: number): Mail | undefined {
    return this.#mails[seq - 1];
  }

  raw(mail: Mail): Promise<Buffer> {
    return this.#journal.read(mail.offset, mail.size);
  }

  /** Mails after number `since`, oldest first; with `to` only those to that address. */
  after(since: number, limit: number, to?: string): Mail[] {
    if (to === undefined) return this.#mails.slice(since, since + limit);
    const numbers = this.#byRecipient.get(to.toLowerCase()) ?? [];
    return numbers
      .filter((seq) => seq > since)
      .slice(0, limit)
      .flatMap((seq) => this.mail(seq) ?? []);
  }

  /** Mails whose address or subject contains `text`, newest first; `total` is their number. */
  search(text: string, offset: number, limit: number): { mails: Mail[]; total: number } {
    const wanted = text.trim().toLowerCase();
    const hits = wanted
      ? this.#mails.filter((mail) => mail.to.includes(wanted) || mail.subject.toLowerCase().includes(wanted))
      : this.#mails;
    const end = hits.length - offset;
    return { mails: hits.slice(Math.max(0, end - limit), Math.max(0, end)).reverse(), total: hits.length };
  }

  async setClock(at: string): Promise<void> {
    if (at === this.#clock) return;
    this.#clock = at;
    await this.#journal.append({ type: 'clock', at });
  }

  get clock(): string | undefined {
    return this.#clock;
  }

  /** Mails whose late bounce is due by `at` and was not sent. */
  bouncesDue(at: string): Mail[] {
    return [...this.#owed.values()].filter((mail) => Date.parse(mail.bounceAt ?? '') <= Date.parse(at));
  }

  async bounceSent(mail: Mail, at: string): Promise<void> {
    const entry: Entry = { type: 'dsn', seq: mail.seq, at };
    await this.#journal.append(entry);
    this.#take(entry);
  }

  counts(): RecordCounts {
    return {
      total: this.#mails.length,
      duplicated: this.#duplicated.size,
      withoutKey: this.#byKey.get('') ?? 0,
      dropped: this.#dropped,
      refused: Object.fromEntries(this.#refused),
      dsn: { owed: this.#owed.size, sent: this.#dsnSent },
    };
  }

  summary(): RecordSummary {
    const accepted = Object.fromEntries([...this.#byKey].filter(([key]) => key !== ''));
    const duplicates = [...this.#duplicated].map((key) => ({ key, count: accepted[key] ?? 0 }));
    return { ...this.counts(), accepted, duplicates };
  }

  #addToRecipient({ to, seq }: Mail): void {
    const numbers = this.#byRecipient.get(to);
    if (numbers) numbers.push(seq);
    else this.#byRecipient.set(to, [seq]);
  }

  #take(entry: Entry): void {
    switch (entry.type) {
      case 'mail':
        this.#mails[entry.seq - 1] = entry;
        if (count(this.#byKey, entry.key) > 1 && entry.key !== '') this.#duplicated.add(entry.key);
        count(this.#copies, copyId(entry.to, entry.key));
        this.#addToRecipient(entry);
        if (entry.verdict === 'dropped') this.#dropped++;
        if (entry.bounceAt !== null) this.#owed.set(entry.seq, entry);
        return;
      case 'refused':
        count(this.#refused, entry.code);
        count(this.#tries, [entry.from, entry.to, entry.key].join('\n'));
        return;
      case 'clock':
        this.#clock = entry.at;
        return;
      case 'dsn':
        if (this.#owed.delete(entry.seq)) this.#dsnSent++;
        return;
    }
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): number {
  const value = (counts.get(key) ?? 0) + 1;
  counts.set(key, value);
  return value;
}
