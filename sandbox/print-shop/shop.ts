import { join } from 'node:path';
import {
  type Entry,
  type DeliveryOutcome,
  type FormPosted,
  type LetterDelivered,
  type MailbagItem,
  type Recall,
} from './entries';
import { Journal } from '../support/journal';
import { readPieces } from './manifest';
import { type Envelope, Runs } from './runs';

/** A letter or return that is in transit. */
interface OnTheWay {
  key: string;
  outcome: DeliveryOutcome;
}

/** Everything the shop and the post know; durable. */
export class Shop {
  readonly dir: string;
  readonly runs: Runs;
  readonly letters: LetterDelivered[] = [];
  readonly mailbag: MailbagItem[] = [];
  readonly forms: FormPosted[] = [];
  readonly recalls = new Map<string, Recall>();
  readonly #journal: Journal<Entry>;
  readonly #taken = new Set<number>();
  readonly #formsByHash = new Map<string, FormPosted>();
  #onTheWay = new Map<string, OnTheWay>();
  readonly #formsOnTheWay = new Set<FormPosted>();
  /** How far the carrier has reported results. */
  reported = { letters: 0, mail: 0 };
  #clock: string | undefined;

  constructor(dir: string) {
    this.dir = dir;
    this.runs = new Runs((key) => readPieces(this.copyOf(key)));
    this.#journal = new Journal(dir, (entry) => this.#take(entry));
  }

  /** The shop's own copy of a run. */
  copyOf(key: string): string {
    return join(this.dir, 'runs', key);
  }

  /** A page (from 1) of a form that a customer posted. */
  formPage(id: number, page: number): string {
    return join(this.dir, 'postbox', `${id}-${page}.png`);
  }

  get clock(): string | undefined {
    return this.#clock;
  }

  /** Durable when it returns. */
  put(...entries: Entry[]): void {
    this.#journal.append(...entries);
    for (const entry of entries) this.#take(entry);
  }

  /** The clock never goes back. */
  setClock(at: string): void {
    if (this.#clock === undefined || at > this.#clock) this.put({ type: 'clock', at });
  }

  close(): void {
    this.#journal.close();
  }

  /** The form with these bytes, if it was posted before. */
  formByHash(piece: string, sha256: string): FormPosted | undefined {
    return this.#formsByHash.get(`${piece}\n${sha256}`);
  }

  isTaken(seq: number): boolean {
    return this.#taken.has(seq);
  }

  get mailToTake(): number {
    return this.mailbag.length - this.#taken.size;
  }

  envelopeOf(letter: LetterDelivered): Envelope | undefined {
    return this.runs.envelope(letter.key, letter.no);
  }

  /** The code printed on what is in an envelope of the mailbag. */
  pieceOf({ returned, form }: MailbagItem): string | undefined {
    if (returned) return this.runs.envelope(returned.key, returned.no)?.piece;
    return this.forms[(form ?? 0) - 1]?.piece;
  }

  /** Delivers what is due by now to letter boxes and the mailbag, in the order of due instants. */
  deliverDue(): void {
    const now = this.#clock;
    if (now === undefined) return;
    const due = [...this.#onTheWay.values()].filter(({ outcome }) => outcome.at <= now);
    due.sort((a, b) => compare(a.outcome.at, b.outcome.at) || compare(a.key, b.key) || a.outcome.no - b.outcome.no);
    const forms = [...this.#formsOnTheWay].filter(({ dueAt }) => dueAt <= now);
    forms.sort((a, b) => compare(a.dueAt, b.dueAt) || a.id - b.id);
    let letter = this.letters.length;
    const entries: Entry[] = [];
    const mail: Omit<MailbagItem, 'seq'>[] = [];
    for (const { key, outcome } of due) {
      const { no, at, reason } = outcome;
      if (reason) mail.push({ type: 'mail', at, returned: { key, no, reason } });
      else entries.push({ type: 'letter', seq: ++letter, key, no, at });
    }
    for (const { id, dueAt } of forms) mail.push({ type: 'mail', at: dueAt, form: id });
    mail.sort((a, b) => compare(a.at, b.at));
    this.put(...entries, ...mail.map((item, index) => ({ ...item, seq: this.mailbag.length + 1 + index })));
  }

  #take(entry: Entry): void {
    switch (entry.type) {
      case 'clock':
        this.#clock = entry.at;
        return;
      case 'run':
        return this.runs.taken(entry);
      case 'refused':
        this.runs.refused.push({ key: entry.key, at: entry.at, problem: entry.problem });
        return;
      case 'read':
        return this.runs.read(entry);
      case 'posted':
        this.runs.posted(entry);
        for (const outcome of entry.outcomes)
          this.#onTheWay.set(`${entry.key}\n${outcome.no}`, { key: entry.key, outcome });
        return;
      case 'acked':
        return this.runs.acknowledged(entry);
      case 'numbered':
        return void Object.assign(this.runs.get(entry.key) ?? {}, { numbered: true });
      case 'reported':
        this.reported = { letters: entry.letters, mail: entry.mail };
        return;
      case 'list':
        this.recalls.set(entry.key, { ...entry, answered: 0 });
        return this.runs.pulled(entry);
      case 'answered':
        this.recalls.get(entry.key)!.answered += 1;
        return;
      case 'letter':
        return this.#takeLetter(entry);
      case 'form':
        this.forms.push(entry);
        this.#formsByHash.set(`${entry.piece}\n${entry.sha256}`, entry);
        this.#formsOnTheWay.add(entry);
        return;
      case 'mail':
        return this.#takeMail(entry);
      case 'taken':
        this.#taken.add(entry.seq);
        return;
    }
  }

  #takeLetter(entry: LetterDelivered): void {
    this.letters.push(entry);
    this.#onTheWay.delete(`${entry.key}\n${entry.no}`);
    const envelope = this.envelopeOf(entry);
    if (envelope) envelope.letter = entry.seq;
  }

  #takeMail(entry: MailbagItem): void {
    this.mailbag.push(entry);
    const form = entry.form === undefined ? undefined : this.forms[entry.form - 1];
    if (form) this.#formsOnTheWay.delete(form);
    if (!entry.returned) return;
    const { key, no } = entry.returned;
    this.#onTheWay.delete(`${key}\n${no}`);
    const envelope = this.runs.envelope(key, no);
    if (envelope) envelope.returned = entry.seq;
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
