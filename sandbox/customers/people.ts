import { type Choice, type SeededRandom, randomOf, wishFor } from './seeded-random';
import { type Knowledge, type Self } from './knowledge';
import { type ActDone, type CallTaken, type ContactRead, type Entry } from './record';
import { type Contact, nextAct, type Planned, type Scenario } from './scenario';
import { type CustomerChannels, type Persona, personaOf } from './persona';
import { askingOf, type AskingRates } from './questions/asking';
import { questionsWritten } from './questions/account';

/** A customer with everything that happened. */
export interface Person {
  self: Self;
  random: SeededRandom;
  persona: Persona;
  scenario: Scenario;
  messages: ContactRead[];
  acts: ActDone[];
  calls: CallTaken[];
  keys: Set<string>;
}

/** State of all customers, built from their record. */
export class People {
  private readonly persons = new Map<string, Person>();
  private readonly byPage = new Map<string, Person>();
  private readonly calls = new Map<string, CallTaken>();
  /** Number of the newest message read on each channel. */
  readonly read: Record<Contact['channel'], number> = { mail: 0, sms: 0, post: 0 };

  constructor(
    private readonly knowledge: Knowledge,
    private readonly settings: { seed: number; channels: CustomerChannels; dayMs: number; asking?: AskingRates },
  ) {}

  take(entry: Entry): void {
    if (entry.type === 'call') return this.takeCall(entry);
    if (entry.type === 'act') return this.takeAct(entry);
    this.read[entry.channel] = Math.max(this.read[entry.channel], entry.seq);
    if (entry.type === 'contact') this.takeContact(entry);
  }

  person(id: string): Person | undefined {
    const known = this.persons.get(id);
    const self = known ? known.self : this.knowledge.find(id);
    if (known || !self) return known;
    const random = randomOf(this.settings.seed, self);
    const { channels, asking } = this.settings;
    const persona = { ...personaOf(random, self, channels), ...(asking && { asking: askingOf(random, asking) }) };
    const scenario: Scenario = { contacts: [], talks: [], done: {} };
    const person: Person = { self, random, persona, scenario, messages: [], acts: [], calls: [], keys: new Set() };
    this.persons.set(id, person);
    return person;
  }

  /** The recipient of a message: the owner of the page it links to, else the candidate without a page. */
  ownerOf(page: string | undefined, candidates: Self[]): Self | undefined {
    const owner = page === undefined ? undefined : this.byPage.get(page);
    if (owner) return owner.self;
    const free = candidates.filter(({ id }) => !this.persons.get(id)?.messages.some((message) => message.page));
    return free[0] ?? candidates[0];
  }

  callWith(key: string): CallTaken | undefined {
    return this.calls.get(key);
  }

  next(person: Person): Planned | undefined {
    return nextAct(person.persona, person.scenario, this.settings.dayMs);
  }

  /** Customers with an action due by `at`. */
  due(at: number): Person[] {
    return [...this.persons.values()].filter((person) => (this.next(person)?.at ?? Infinity) <= at);
  }

  /** What each customer did, the valid declarations by contract number, and what was written to the desk. */
  report() {
    const people = [...this.persons.values()];
    const customers = people.map(({ self, persona, scenario, acts, calls }) => ({
      mail: self.mail,
      way: persona.way,
      contacts: scenario.contacts.map(({ channel }) => channel),
      acts: acts.map(({ act, at, page, receipt, answers }) => ({ act, at: isoOf(at), page, receipt, answers })),
      calls: calls.map(({ at, reply }) => ({ at: isoOf(at), ...reply })),
    }));
    const answers = people.flatMap(standing);
    return { read: { ...this.read }, customers, answers, inquiries: questionsWritten(people) };
  }

  private takeContact(entry: ContactRead): void {
    const person = this.person(entry.person);
    if (!person) return;
    if (entry.page && !this.byPage.has(entry.page)) this.byPage.set(entry.page, person);
    const id = `${entry.channel}\n${entry.key || entry.seq}`;
    if (!person.keys.has(id)) {
      // what the desk writes about an inquiry asks for nothing
      if (entry.inquiry === undefined) person.scenario.contacts.push({ channel: entry.channel, at: entry.at });
      person.messages.push(entry);
    }
    person.keys.add(id);
  }

  private takeAct(entry: ActDone): void {
    const person = this.person(entry.person);
    if (!person) return;
    person.scenario.done[entry.act] = entry.at;
    person.acts.push(entry);
  }

  private takeCall(entry: CallTaken): void {
    this.calls.set(entry.key, entry);
    const person = entry.person === undefined ? undefined : this.person(entry.person);
    if (!person) return;
    person.calls.push(entry);
    const { who, says } = entry.reply;
    if (says && (who === 'customer' || says === 'deceased')) person.scenario.talks.push({ at: entry.at, says });
  }
}

/** A customer's declarations that were not withdrawn: from receipts, valid forms and calls. */
export function declaredBy({
  acts,
  calls,
  self,
}: Person): Map<string, { choice: Choice; receipt: string; at: number }> {
  const spoken = calls.map(({ at, reply }) => ({
    at,
    page: '',
    receipt: '',
    answers: self.contracts.flatMap((contract) => {
      const choice = reply.choices?.[contract.slice(-4)];
      return choice ? [{ contract, choice }] : [];
    }),
  }));
  const declared = new Map<string, { choice: Choice; receipt: string; at: number }>();
  for (const { page, answers = [], receipt = '', at } of [...acts, ...spoken].sort((a, b) => a.at - b.at)) {
    if (page === 'withdrawn') declared.clear();
    for (const { contract, choice } of answers) declared.set(contract, { choice, receipt, at });
  }
  return declared;
}

/** The customer's answer when asked: the declaration, else the wish. */
export function choicesOf(person: Person): Record<string, Choice> {
  const declared = declaredBy(person);
  const choices = person.self.contracts.map((contract) => {
    return [contract.slice(-4), declared.get(contract)?.choice ?? wishFor(person.random, contract)] as const;
  });
  return Object.fromEntries(choices);
}

const standing = (person: Person) =>
  [...declaredBy(person)].map(([contract, choice]) => ({
    mail: person.self.mail,
    contract,
    ...choice,
    at: isoOf(choice.at),
  }));

const isoOf = (at: number): string => new Date(at).toISOString();
