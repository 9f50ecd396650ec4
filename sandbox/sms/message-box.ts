import { randomBytes } from 'node:crypto';
import { type Entry, type Refused, type Sms } from './entries';
import { Journal } from '../support/journal';

/** A new message; number, id and clock are added by the message box. */
export type NewSms = Pick<
  Sms,
  'to' | 'from' | 'body' | 'key' | 'callback' | 'verdict' | 'lost' | 'doubleReceipt' | 'deliversLate' | 'validity'
> & {
  /** Additional delay of the receipts, ms. */
  receiptDelayMs: number;
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
  /** Refusals by HTTP status; 409 are known keys. */
  refused: Record<string, number>;
  receipts: { owed: number; sent: number; refused: number };
}

/** The record by key, for comparison with the sender's. */
export interface RecordSummary extends RecordCounts {
  /** How often each key was accepted. */
  accepted: Record<string, number>;
  duplicates: { key: string; count: number }[];
}

/** All accepted and refused messages: the index in memory, the record on disk. */
export class MessageBox {
  readonly #journal: Journal<Entry>;
  readonly #messages: Sms[] = [];
  readonly #byKey = new Map<string, Sms[]>();
  readonly #tries = new Map<string, number>();
  readonly #refused = new Map<number, number>();
  readonly #owed = new Map<number, Sms>();
  readonly #answers = new Map<number, number>();
  #clock: string | undefined;

  constructor(dir: string) {
    this.#journal = new Journal(dir, (entry) => this.#take(entry));
  }

  close(): void {
    this.#journal.close();
  }

  get size(): number {
    return this.#messages.length;
  }

  get clock(): string | undefined {
    return this.#clock;
  }

  /** Records a message; durable when this returns. */
  accept({ receiptDelayMs, ...sms }: NewSms): Sms {
    const received = new Date().toISOString();
    const at = this.#clock ?? received;
    const receiptAfter = new Date(Date.parse(at) + receiptDelayMs).toISOString();
    const sid = `SM${randomBytes(16).toString('hex')}`;
    return this.#add({ type: 'sms', seq: this.size + 1, sid, received, at, ...sms, receiptAfter });
  }

  refuse(refused: Pick<Refused, 'to' | 'key' | 'status'>): void {
    this.#add({ type: 'refused', received: new Date().toISOString(), ...refused });
  }

  /** How often this message was refused. */
  tries(to: string, key: string): number {
    return this.#tries.get(`${to}\n${key}`) ?? 0;
  }

  /** Messages received under a key; none for an empty key. */
  under(key: string): Sms[] {
    return key === '' ? [] : (this.#byKey.get(key) ?? []);
  }

  /** A message by the provider's id. */
  find(sid: string): Sms | undefined {
    return this.#messages.find((sms) => sms.sid === sid);
  }

  /** Every message to a number, oldest first. */
  sentTo(to: string): Sms[] {
    return this.#messages.filter((sms) => sms.to === to);
  }

  /** Delivered messages after number `since`, oldest first; with `to` only those to that number. */
  delivered(since: number, limit: number, to?: string): Sms[] {
    const later = this.#messages.slice(since).filter((sms) => sms.lost === null && (!to || sms.to === to));
    return later.slice(0, limit);
  }

  /** Messages whose number or text contains `text`, newest first; `total` is their number. */
  search(text: string, offset: number, limit: number): { messages: Sms[]; total: number } {
    const wanted = text.trim().toLowerCase();
    const hits = wanted
      ? this.#messages.filter((sms) => sms.to.includes(wanted) || sms.body.toLowerCase().includes(wanted))
      : this.#messages;
    const end = hits.length - offset;
    return { messages: hits.slice(Math.max(0, end - limit), Math.max(0, end)).reverse(), total: hits.length };
  }

  setClock(at: string): void {
    if (at !== this.#clock) this.#add({ type: 'clock', at });
  }

  /** Messages whose receipts are due. */
  receiptsDue(at: string): Sms[] {
    return [...this.#owed.values()].filter((sms) => Date.parse(sms.receiptAfter) < Date.parse(at));
  }

  receiptSent({ seq }: Sms, at: string, answer: number): void {
    this.#add({ type: 'receipt', seq, at, answer });
  }

  /** Responses of the other side to the receipts of a message; undefined: not sent yet. */
  answerTo({ seq }: Sms): number | undefined {
    return this.#answers.get(seq);
  }

  counts(): RecordCounts {
    const answers = [...this.#answers.values()];
    const sent = answers.filter((answer) => answer < 300).length;
    return {
      total: this.size,
      duplicated: [...this.#byKey].filter(([key, copies]) => key !== '' && copies.length > 1).length,
      withoutKey: this.#byKey.get('')?.length ?? 0,
      dropped: this.#messages.filter((sms) => sms.verdict === 'cut').length,
      refused: Object.fromEntries(this.#refused),
      receipts: { owed: this.#owed.size, sent, refused: answers.length - sent },
    };
  }

  summary(): RecordSummary {
    const keys = [...this.#byKey].filter(([key]) => key !== '').map(([key, copies]) => [key, copies.length] as const);
    const duplicates = keys.filter(([, count]) => count > 1).map(([key, count]) => ({ key, count }));
    return { ...this.counts(), accepted: Object.fromEntries(keys), duplicates };
  }

  #add<E extends Entry>(entry: E): E {
    this.#journal.append(entry);
    this.#take(entry);
    return entry;
  }

  #take(entry: Entry): void {
    switch (entry.type) {
      case 'sms':
        this.#messages[entry.seq - 1] = entry;
        this.#byKey.set(entry.key, [...(this.#byKey.get(entry.key) ?? []), entry]);
        if (entry.callback !== '') this.#owed.set(entry.seq, entry);
        return;
      case 'refused':
        count(this.#refused, entry.status);
        count(this.#tries, `${entry.to}\n${entry.key}`);
        return;
      case 'clock':
        this.#clock = entry.at;
        return;
      case 'receipt':
        this.#owed.delete(entry.seq);
        this.#answers.set(entry.seq, entry.answer);
        return;
    }
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
