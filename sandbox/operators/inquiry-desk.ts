import { contractIn, QUESTIONS } from '../customers/questions/questions';
import { type DeskClient, Refused } from './desk-client';
import { type WorkSession } from './work-session';

interface Inquiry {
  id: number;
  campaignId: number;
  customerId: number | null;
}

interface Faq {
  reasons: { code: string; group: { ja: string }; part: { ja: string } }[];
  items: { id: string; reason: string }[];
}

/** What the desk needs in order to answer: the last touch it has seen, the campaign's answers, and the reason found. */
interface Reading {
  seen: number;
  faq: Faq;
  reason: Faq['reasons'][number];
}

/** A reason for what no question of the list explains. */
const OTHER = 'other.other';

/**
 * Answers inquiries with the approved answers, by mail or else by letter, and closes them; hands over to the client what
 * has none. Whose inquiry it is, if no program could tell, follows from the contract number in it. A case that the API
 * refuses to have answered waits for a person.
 */
export class InquiryDesk {
  private readonly setAside = new Set<number>();

  /** `operator`: one who may see customers under protection. */
  constructor(private readonly parts: { operator: DeskClient; session: WorkSession }) {}

  /** Works for the instant `at`; returns the number of cases left. */
  async work(at: number): Promise<number> {
    const left = await this.each('open', at, (one) => this.answer(one));
    // closed apart, so that one whose answer was interrupted is not answered again
    return left + (await this.each('answered', at, (one) => this.close(one)));
  }

  private async each(status: string, at: number, act: (one: Inquiry) => Promise<string>): Promise<number> {
    const { session } = this.parts;
    let left = 0;
    for (const one of await this.list(status)) {
      if (session.isOver() || !(await session.attempt(() => this.try(one, at, act)))) left += 1;
    }
    return left;
  }

  /** None where this operator may not see inquiries. */
  private async list(status: string): Promise<Inquiry[]> {
    const found: Inquiry[] = [];
    try {
      for await (const one of this.parts.operator.all<Inquiry>(`/api/inquiries?status=${status}`)) found.push(one);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    return found.filter(({ id }) => !this.setAside.has(id));
  }

  private async try(one: Inquiry, at: number, act: (one: Inquiry) => Promise<string>): Promise<true> {
    const note = { desk: 'inquiries', id: one.id, by: 'operator2' } as const;
    try {
      this.parts.session.note(at, { ...note, what: await act(one) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.setAside.add(one.id);
      this.parts.session.note(at, { ...note, what: error.code });
    }
    return true;
  }

  private async answer(one: Inquiry): Promise<string> {
    const { operator } = this.parts;
    const path = `/api/inquiries/${one.id}`;
    const said = await operator.post<{ texts: { text: string }[] }>(`${path}/words`, { body: {} });
    const text = said.texts.map((part) => part.text).join('\n');
    const { touches } = await operator.get<{ touches: { id: number }[] }>(path);
    const seen = touches.at(-1)!.id;
    if (one.customerId === null) await this.assign(one, text);
    const faq = await operator.get<Faq>(`/api/campaigns/${one.campaignId}/faq`);
    const reason = reasonIn(text, faq);
    await operator.post(`${path}/classify`, { body: { reason: reason.code } });
    return this.reply(path, { seen, faq, reason });
  }

  /** Finds the customer by the contract number that is written; without one the case stays as it is. */
  private async assign({ id, campaignId }: Inquiry, text: string): Promise<void> {
    const { operator } = this.parts;
    const value = contractIn(text);
    const search = { by: 'contractNumber', value, campaignId, purpose: 'inquiry' };
    const { items } = value
      ? await operator.post<{ items: { customerId: number }[] }>('/api/customers/search', { body: search })
      : { items: [] };
    if (items.length !== 1) throw new Refused(409, 'inquiry_customer_unknown', {});
    await operator.post(`/api/inquiries/${id}/customer`, { body: { customerId: items[0]!.customerId } });
  }

  private async reply(path: string, { seen, faq, reason }: Reading): Promise<string> {
    const { operator } = this.parts;
    const approved = faq.items.find((item) => item.reason === reason.code);
    for (const by of approved ? ['mail', 'post'] : []) {
      try {
        await operator.post(`${path}/answers`, { body: { faq: approved!.id, by, seen }, key: `${path}/${seen}/${by}` });
        return `answered_by_${by}`;
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== 'inquiry_no_channel') throw error;
      }
    }
    const about = `${reason.group.ja}・${reason.part.ja}`;
    const body = approved
      ? { subject: 'ご連絡先の確認', text: `「${about}」のお問い合わせにお答えする連絡先がありません。ご指示をお願いいたします。` }
      : { subject: 'お問い合わせへの回答', text: `「${about}」についてのお問い合わせです。承認済みの回答がないため、ご回答をお願いいたします。` }; // prettier-ignore
    await operator.post(`${path}/handover`, { body: { to: 'client', ...body }, key: `${path}/${seen}/handover` });
    return 'handed_over';
  }

  private async close({ id }: Inquiry): Promise<string> {
    await this.parts.operator.post(`/api/inquiries/${id}/close`, { body: { as: 'answered' } });
    return 'closed';
  }
}

/** The reason of the campaign's list that a text gives; where the list has not got it, the nearest to "other". */
function reasonIn(text: string, { reasons }: Faq): Faq['reasons'][number] {
  const question = QUESTIONS.find(({ ja, en }) => text.includes(ja) || text.includes(en));
  const named = (code: string | undefined) => reasons.find((reason) => reason.code === code);
  return named(question?.reason) ?? named(OTHER) ?? reasons[0]!;
}
