import { type Logger } from 'pino';
import { type Act, nextAct, type Story, temperOf, wishFor } from './behaviour';
import { type InboxClient } from './inbox-client';
import { findCode, type Knowledge, type Self } from './knowledge';
import { type ActDone, CustomerRecord, type Entry, type MailRead } from './record';
import { type CustomersSettings } from './settings';
import { visit } from './visit';

interface Person {
  self: Self;
  story: Story;
  keys: Set<string>;
  /** Number of the newest mail, whose links are used. */
  lastMail: number;
  acts: ActDone[];
}

const PARALLEL = 8;
/** One call of the clock works for this long, real ms; what is left is owed. */
const WORK_MS = 30_000;

/** The customers of one inbox: they read their mail, and act on the pages when their time has come. */
export class Simulation {
  private readonly people = new Map<string, Person>();
  private read = 0;
  private record!: CustomerRecord;
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly settings: CustomersSettings,
    private readonly inbox: InboxClient,
    private readonly knowledge: Knowledge,
    private readonly log: Logger,
  ) {}

  /** Goes on from the record on disk. */
  static async open(
    settings: CustomersSettings,
    parts: { inbox: InboxClient; knowledge: Knowledge; log: Logger },
  ): Promise<Simulation> {
    const simulation = new Simulation(settings, parts.inbox, parts.knowledge, parts.log);
    simulation.record = await CustomerRecord.open(settings.dir, (entry) => simulation.take(entry));
    return simulation;
  }

  close(): Promise<void> {
    return this.record.close();
  }

  /** Does what is due by `at` (epoch ms) and answers how much of it could not be done. Calls are queued. */
  passTime(at: number): Promise<number> {
    const turn = this.last.then(() => this.work(at));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** What each customer did, and the declarations that stand, by mail address and contract number. */
  report() {
    const people = [...this.people.values()];
    const customers = people.map(({ self, story, acts }) => ({
      mail: self.mail,
      mails: story.mails.length,
      acts: acts.map(({ act, at, page, receipt, answers }) => ({ act, at: isoOf(at), page, receipt, answers })),
    }));
    return { read: this.read, customers, answers: people.flatMap(standing) };
  }

  private async work(at: number): Promise<number> {
    const until = Date.now() + WORK_MS;
    let failed = await this.readMails(at).then(
      () => 0,
      (error: unknown) => this.unusable('inbox', error),
    );
    const busy = this.due(at);
    const worker = async () => {
      for (let story = busy.pop(); story && Date.now() < until; story = busy.pop()) {
        if (!(await this.act(story, at))) failed += 1;
        else if (this.isDue(story, at)) busy.push(story);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return Math.max(failed, this.due(at).length);
  }

  private async readMails(at: number): Promise<void> {
    for (let mails = await this.inbox.after(this.read); mails.length > 0; mails = await this.inbox.after(this.read)) {
      const entries: Entry[] = [];
      for (let start = 0; start < mails.length; start += PARALLEL) {
        const some = mails.slice(start, start + PARALLEL);
        const opened = await Promise.all(some.map((mail) => this.inbox.open(mail.seq)));
        entries.push(...opened.map((mail) => this.understand(mail, at)));
      }
      await this.record.append(entries);
      for (const entry of entries) this.take(entry);
    }
  }

  private understand(mail: { seq: number; to: string; key: string; text: string; links: string[] }, at: number): Entry {
    const self = this.knowledge.addressee(mail.to, mail.text);
    const link = mail.links.find((address) => new URL(address).pathname.startsWith('/m/'));
    if (!self || !link) return { type: 'ignored', seq: mail.seq };
    const story = new URL(link).pathname;
    return { type: 'mail', seq: mail.seq, key: mail.key, mail: mail.to, name: self.name, story, at };
  }

  private take(entry: Entry): void {
    if (entry.type === 'act') {
      const person = this.people.get(entry.story)!;
      person.story.done[entry.act] = entry.at;
      person.acts.push(entry);
      return;
    }
    this.read = Math.max(this.read, entry.seq);
    if (entry.type === 'mail') this.takeMail(entry);
  }

  private takeMail({ story, mail, name, key, seq, at }: MailRead): void {
    const self = this.people.get(story)?.self ?? this.knowledge.addressee(mail, name);
    if (!self) return;
    const fresh: Person = { self, story: { mails: [], done: {} }, keys: new Set(), lastMail: seq, acts: [] };
    const person = this.people.get(story) ?? fresh;
    this.people.set(story, person);
    person.lastMail = seq;
    if (!key || !person.keys.has(key)) person.story.mails.push(at);
    person.keys.add(key);
  }

  private next(story: string) {
    const { self, story: told } = this.people.get(story)!;
    return nextAct(temperOf(this.settings.seed, self), told, this.settings.dayMs);
  }

  private isDue(story: string, at: number): boolean {
    const next = this.next(story);
    return next !== undefined && next.at <= at;
  }

  private due(at: number): string[] {
    return [...this.people.keys()].filter((story) => this.isDue(story, at));
  }

  /** One act of one customer; false when it has to be tried again. */
  private async act(story: string, at: number): Promise<boolean> {
    const { act } = this.next(story)!;
    try {
      const outcome = await this.visit(story, act);
      const entry: ActDone = { type: 'act', story, act, at, ...outcome };
      await this.record.append([entry]);
      this.take(entry);
      return true;
    } catch (error) {
      this.unusable(act, error);
      return false;
    }
  }

  /** Notes that something has to be tried again; counts as one thing owed. */
  private unusable(what: string, error: unknown): 1 {
    this.log.warn({ what, reason: error instanceof Error ? error.message : 'unknown' }, 'not usable now');
    return 1;
  }

  private async visit(story: string, act: Act) {
    const { self, lastMail, acts } = this.people.get(story)!;
    const { seed, codesFile, pagesUrl } = this.settings;
    const { links } = await this.inbox.open(lastMail);
    const temper = temperOf(seed, self);
    return visit(
      {
        act,
        self,
        pageLink: story,
        optOutLink: links.map((link) => new URL(link).pathname).find((path) => path.startsWith('/s/')),
        wish: (contract) => wishFor(seed, self, contract),
        code: () => findCode(codesFile, self.contracts),
        mistypes: temper.mistypes && acts.length === 0,
        english: temper.english,
      },
      pagesUrl,
    );
  }
}

/** What a customer has declared and not taken back, as his receipts say. */
function standing({ self, acts }: Person) {
  const declared = new Map<string, { choice: string; receipt: string; at: string }>();
  for (const { page, answers = [], receipt = '', at } of acts) {
    if (page === 'withdrawn') declared.clear();
    for (const { contract, choice } of answers) declared.set(contract, { choice, receipt, at: isoOf(at) });
  }
  return [...declared].map(([contract, will]) => ({ mail: self.mail, contract, ...will }));
}

const isoOf = (at: number): string => new Date(at).toISOString();
