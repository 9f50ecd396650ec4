import { type Logger } from 'pino';
import { answerCall, type CallReply, isStrangers } from './calls';
import { doAct } from './actions';
import { type Knowledge, phoneKey } from './knowledge';
import { People, type Person, choicesOf } from './people';
import { type ChannelClients, Reading } from './reading';
import { Journal } from '../support/journal';
import { type ActDone, type CallTaken, type Entry } from './record';
import { type CustomersSettings } from './settings';

export interface IncomingCall {
  number: string;
  /** The person asked for. */
  name: string;
  /** Instant of the installation's clock, epoch ms. */
  at: number;
  /** Repeated calls have the same key. */
  key: string;
}

const PARALLEL = 8;
/** Maximum real duration of one clock call, ms; the rest is returned as owed. */
const WORK_MS = 18_000;
const CHANNELS = ['mail', 'sms', 'post'] as const;

/** The customers: they read messages, act when they are due, and answer calls. */
export class Simulation {
  private readonly people: People;
  private readonly reading: Reading;
  private readonly record: Journal<Entry>;
  private last: Promise<unknown> = Promise.resolve();

  /** Continues from the record on disk. */
  constructor(
    private readonly settings: CustomersSettings,
    private readonly parts: { channels: ChannelClients; knowledge: Knowledge; log: Logger },
  ) {
    const { channels, knowledge } = parts;
    const there = { sms: channels.sms !== undefined, post: channels.post !== undefined };
    this.people = new People(knowledge, { ...settings, channels: there });
    this.reading = new Reading(channels, knowledge, this.people);
    this.record = new Journal(settings.dir, (entry) => this.people.take(entry));
  }

  close(): void {
    this.record.close();
  }

  /** Does everything due by `at` (epoch ms); returns the number of items left. Calls are queued. */
  passTime(at: number): Promise<number> {
    const turn = this.last.then(() => this.work(at));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** What each customer did, and the valid declarations. */
  report() {
    return this.people.report();
  }

  /** A call to a number; undefined when the number is not assigned. Idempotent by key. */
  async ring(call: IncomingCall): Promise<CallReply | undefined> {
    const known = this.people.callWith(call.key);
    if (known) return known.reply;
    const [self] = this.parts.knowledge.atPhone(call.number, call.name);
    const person = self && this.people.person(self.id);
    if (!person) return undefined;
    const { random, persona, scenario, calls } = person;
    const digits = phoneKey(call.number);
    const landline = !/^0[789]0/.test(digits);
    const ring = { stranger: isStrangers(this.settings.seed, digits), at: call.at, before: calls.length };
    const reply = answerCall({ random, persona, scenario, landline, items: self.items }, ring, () => choicesOf(person));
    const entry: CallTaken = { type: 'call', key: call.key, person: self.id, at: call.at, reply };
    this.keep(entry);
    return reply;
  }

  private keep(...entries: Entry[]): void {
    this.record.append(...entries);
    for (const entry of entries) this.people.take(entry);
  }

  private async work(at: number): Promise<number> {
    const until = Date.now() + WORK_MS;
    let failed = 0;
    for (const channel of CHANNELS) {
      await this.reading
        .read(channel, at, (entries) => this.record.append(...entries))
        .catch((error: unknown) => (failed += this.unusable(channel, error)));
    }
    const busy = this.people.due(at);
    const worker = async () => {
      for (let person = busy.pop(); person && Date.now() < until; person = busy.pop()) {
        if (!(await this.act(person, at))) failed += 1;
        else if ((this.people.next(person)?.at ?? Infinity) <= at) busy.push(person);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return Math.max(failed, this.people.due(at).length);
  }

  /** Performs one action of one customer; false when it must be retried. */
  private async act(person: Person, at: number): Promise<boolean> {
    const planned = this.people.next(person)!;
    try {
      const { inbox, post } = this.parts.channels;
      const outcome = await doAct(person, planned, at, { ...this.settings, inbox, post });
      const entry: ActDone = { type: 'act', person: person.self.id, act: planned.act, at, ...outcome };
      this.keep(entry);
      return true;
    } catch (error) {
      this.unusable(planned.act, error);
      return false;
    }
  }

  /** Marks an item for a retry; it counts as owed. */
  private unusable(what: string, error: unknown): 1 {
    this.parts.log.warn({ what, reason: error instanceof Error ? error.message : 'unknown' }, 'not usable now');
    return 1;
  }
}
