import { localDate } from '../../domain/campaigns/calendar';
import { SeededRandom } from '../customers/seeded-random';
import { type DeskClient, Refused } from './desk-client';
import { type FormMarks, readForm, type Ticked } from './form-reading';
import { pagesOf } from './scan-pages';
import { type WorkSession } from './work-session';

export interface MailbagItem {
  seq: number;
  at: string;
  kind: 'form' | 'undeliverable';
  reason?: string;
  postmarkOn?: string;
  /** As printed, for typing. */
  piece?: string;
  image: string;
  taken: boolean;
}

export interface Return {
  id: number;
  kind: string;
  status: string;
  receivedOn: string;
  mayEnter: boolean;
  hasImage: boolean;
  /** Of a customer under protection. */
  protected: boolean;
  /** Besides the choices; only in the reply for one form. */
  asks?: { hanko: boolean; account: boolean };
  contracts: { key: string; number: string }[];
}

/** Who reads forms. */
export type Reader = 'operator' | 'operator2' | 'manager';

/** Share of forms that the first person misreads. */
const MISREAD = 0.04;
const UNREADABLE = ['code_unreadable', 'scan_unreadable', 'code_wrong'];

/**
 * Registers returned items and reads the forms: two people independently, a third one where they differ. Handwriting is
 * decided by a manager.
 */
export class ReturnDesk {
  /** All items up to this number were taken out of the mailbag. */
  private emptied = 0;
  private readonly setAside = new Set<number>();

  constructor(
    private readonly parts: {
      people: Record<Reader, DeskClient>;
      shop: DeskClient;
      session: WorkSession;
      seed: number;
    },
  ) {}

  /** Works for the instant `at`; returns the number of items left. */
  async work(at: number): Promise<number> {
    const { session } = this.parts;
    let left = 0;
    for (const item of await this.mailbag()) {
      if (session.isOver() || !(await session.attempt(() => this.book(item, at)))) left += 1;
    }
    left += await this.enterAll(['operator', 'operator2'], at);
    left += await this.enterAll(['manager'], at);
    return left + (await this.decideRemarks(at));
  }

  /** A manager reads what is written beside the boxes. In the sandbox it changes nothing. */
  private async decideRemarks(at: number): Promise<number> {
    const { people, session } = this.parts;
    let left = 0;
    const held: Return[] = [];
    for await (const form of people.manager.all<Return>('/api/returns?kind=form&status=held')) held.push(form);
    for (const { id, hasImage } of held) {
      const decide = async () => {
        if (hasImage) await people.manager.image(`/api/returns/${id}/image`);
        const body = { decision: 'as_ticked', reason: '書き込みは選択に影響しない' };
        await people.manager.post(`/api/returns/${id}/remark`, { body, key: `remark/${id}` });
        session.note(at, { desk: 'returns', what: 'remark_decided', id, by: 'manager' });
        return true;
      };
      if (session.isOver() || !(await session.attempt(decide))) left += 1;
    }
    return left;
  }

  /** Both read independently, in parallel. */
  private async enterAll(persons: Reader[], at: number): Promise<number> {
    const { session } = this.parts;
    const left = persons.map(async (person) => {
      let open = 0;
      for (const form of await this.toEnter(person)) {
        if (session.isOver() || !(await session.attempt(() => this.enter(form, person, at)))) open += 1;
      }
      return open;
    });
    return (await Promise.all(left)).reduce((sum, count) => sum + count, 0);
  }

  /** Envelopes that have arrived and were not taken out. */
  async mailbag(): Promise<MailbagItem[]> {
    const items: MailbagItem[] = [];
    for (let since = this.emptied; ;) {
      const page = await this.parts.shop.get<{ items: MailbagItem[] }>(`/api/mailbag?since=${since}`);
      if (page.items.length === 0) break;
      items.push(...page.items);
      since = Math.max(...page.items.map(({ seq }) => seq));
    }
    const open = items.filter(({ taken }) => !taken);
    const last = Math.max(this.emptied, ...items.map(({ seq }) => seq));
    this.emptied = open.length > 0 ? Math.min(...open.map(({ seq }) => seq)) - 1 : last;
    return open;
  }

  /** Registers an envelope and takes it out of the mailbag; a refusal is recorded. Rejects while it is not possible. */
  async book(item: MailbagItem, at: number): Promise<boolean> {
    const { shop, session } = this.parts;
    const booked = await this.register(item).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      return error;
    });
    const note = { desk: 'returns', by: 'operator', detail: item.kind } as const;
    if (booked instanceof Refused) session.note(at, { ...note, what: booked.code, id: item.seq });
    else session.note(at, { ...note, what: 'booked', id: booked.id });
    await shop.post(`/api/mailbag/${item.seq}/taken`, { body: {} });
    return true;
  }

  /** By the image, and by the typed code where the image is illegible. */
  private async register(item: MailbagItem): Promise<Return> {
    const { people, shop } = this.parts;
    const { bytes, type } = await shop.image(item.image);
    const query = new URLSearchParams({ kind: item.kind, receivedOn: localDate(Date.parse(item.at), 'Asia/Tokyo') });
    if (item.postmarkOn) query.set('postmarkOn', item.postmarkOn);
    if (item.reason) query.set('reason', item.reason);
    const key = `mailbag/${item.seq}`;
    try {
      return await people.operator.post<Return>(`/api/returns?${query}`, { body: bytes, type, key });
    } catch (error) {
      if (!(error instanceof Refused) || !UNREADABLE.includes(error.code) || !item.piece) throw error;
      query.set('code', item.piece);
      return people.operator.post<Return>(`/api/returns?${query}`, { body: bytes, type, key: `${key}/typed` });
    }
  }

  /** Forms that await an entry by this person. */
  async toEnter(person: Reader): Promise<Return[]> {
    // a manager decides where two readings differ, and reads what one of the operators may not see
    const mine = (form: Return) => person !== 'manager' || form.status === 'mismatch' || form.protected;
    const forms: Return[] = [];
    for await (const form of this.parts.people[person].all<Return>('/api/returns?kind=form&enterable=true')) {
      if (form.mayEnter && mine(form) && !this.setAside.has(form.id)) forms.push(form);
    }
    return forms;
  }

  /** Reads a form and enters it; `wrongly`: with the first choice misread. A refusal is recorded. */
  async enter({ id }: Return, person: Reader, at: number, wrongly?: boolean): Promise<boolean> {
    const { people, session } = this.parts;
    const desk = people[person];
    const form = await desk.get<Return>(`/api/returns/${id}`);
    const read = await this.read(desk, form);
    const misreads = wrongly ?? (person === 'operator' && this.misreads(form));
    const marks = read && misreads ? misread(read) : read;
    try {
      const body = { ...readingOf(form, marks), otherPerson: false, remark: false };
      await desk.post(`/api/returns/${id}/entries`, { body, key: `entry/${id}` });
      session.note(at, { desk: 'returns', what: 'entered', id, by: person });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.setAside.add(id); // decided in the meantime, or not for this person
      session.note(at, { desk: 'returns', what: error.code, id, by: person });
    }
    return true;
  }

  private async read(desk: DeskClient, form: Return): Promise<FormMarks | undefined> {
    const scan = await desk.image(`/api/returns/${form.id}/image`);
    return readForm(await pagesOf(scan), form.contracts.length, form.asks);
  }

  /** The same forms are misread for the same seed. */
  private misreads({ contracts, receivedOn }: Return): boolean {
    const random = new SeededRandom(this.parts.seed, [receivedOn, ...contracts.map(({ number }) => number)].join('\n'));
    return random.withProbability('misread', MISREAD);
  }
}

const misread = ({ choices: [first, ...others], ...marks }: FormMarks): FormMarks => ({
  ...marks,
  choices: [first === 'migrate' ? 'cancel' : 'migrate', ...others],
});

/** The sandbox's customers stamp the registered hanko, and leave the fields for an account empty. */
function readingOf({ contracts, asks }: Return, marks: FormMarks | undefined) {
  const choices: Record<string, Ticked> = {};
  const asked = {
    ...(asks?.hanko && { hanko: marks?.stamped ? 'matches' : 'none' }),
    ...(asks?.account && { account: null }),
  };
  contracts.forEach(({ key }, index) => (choices[key] = marks?.choices[index] ?? 'none'));
  if (!marks) return { choices, writtenOn: null, signed: false, illegible: true, ...asked };
  return { choices, writtenOn: marks.writtenOn, signed: marks.signed, illegible: false, ...asked };
}
