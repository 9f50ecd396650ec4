import { type Self } from '../knowledge';
import { type ActDone } from '../record';

/** What customers wrote to the desk, for comparison with its cases. */
export interface QuestionsWritten {
  /** By customer: the contract number given, and the number of mails and texts. */
  questions: { contract: string; contacts: number }[];
  /** Automatic replies, which are no questions. */
  automatic: number;
}

/** A customer with everything done. */
interface Writer {
  self: Pick<Self, 'contracts'>;
  acts: Pick<ActDone, 'act' | 'page'>[];
}

/** What the record shows for a page: of a mail that left, and of the page with the inquiry's number. */
export const SENT = 'mail_sent';
const ASKED = 'asked';

/** Counts what was written. The page takes one text of a customer; a repeated visit only reads its number. */
export function questionsWritten(people: Writer[]): QuestionsWritten {
  const questions = people.flatMap(({ self, acts }) => {
    const mails = acts.filter(({ act, page }) => act !== 'auto_reply' && page === SENT).length;
    const contacts = mails + (acts.some(({ page }) => page === ASKED) ? 1 : 0);
    return contacts > 0 ? [{ contract: self.contracts[0]!, contacts }] : [];
  });
  const automatic = people.flatMap(({ acts }) => acts).filter(({ act, page }) => act === 'auto_reply' && page === SENT);
  return { questions, automatic: automatic.length };
}
