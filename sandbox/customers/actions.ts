import { localDate } from '../../domain/campaigns/calendar';
import { type InboxClient, type PostClient } from './channels';
import { fillForm } from './form-filling';
import { findCode } from './knowledge';
import { wishFor } from './seeded-random';
import { type Person } from './people';
import { SENT } from './questions/account';
import { replyAutomatically, writeToDesk } from './questions/mail';
import { writtenQuestion } from './questions/questions';
import { type ContactRead } from './record';
import { type Planned } from './scenario';
import { type Slip } from './persona';
import { type Outcome, visit } from './visit';

export interface ActionSettings {
  /** Origin of the customers' pages, where links in messages are opened. */
  pagesUrl: string;
  codesFile: string | undefined;
  /** host:port that takes the customers' mails; without it none is written. */
  smtp?: string | undefined;
}

interface Parts extends ActionSettings {
  inbox: InboxClient;
  post: PostClient | undefined;
}

/** Performs one action: a visit to the pages, a form posted, or a mail to the desk. Rejects when it must be retried. */
export async function doAct(person: Person, { act }: Planned, at: number, parts: Parts): Promise<Outcome> {
  if (act === 'form' || act === 'form_again') return sendForm(person, act, at, parts.post);
  if (act === 'auto_reply') return { page: (await replyByItself(person, parts)) ? SENT : 'no_mail' };
  if (act === 'ask_mail' && (await askByMail(person, parts))) return { page: SENT };
  const { self, random, persona, messages, acts } = person;
  const newest = (fits: (message: ContactRead) => boolean) => messages.findLast(fits);
  return visit(
    {
      act,
      self,
      pageLink: newest(({ page }) => page !== undefined)?.page,
      optOutLink: newest(({ channel, optOut }) => channel === persona.optsOut && optOut !== undefined)?.optOut,
      wish: (contract) => wishFor(random, contract),
      code: () => findCode(parts.codesFile, self.contracts),
      mistypes: persona.mistypes && acts.every(({ page }) => page === SENT),
      english: persona.english,
      // a customer who cannot write a mail asks on the page
      says: act === 'ask_web' || act === 'ask_mail' ? questionOf(person) : undefined,
    },
    parts.pagesUrl,
  );
}

const questionOf = ({ self, persona: { asking, english } }: Person): string =>
  writtenQuestion(asking!.question!.topic, { name: self.name, contract: self.contracts[0]! }, english);

/** Replies to the newest notice; false where there is none that takes replies. */
async function askByMail(person: Person, { inbox, smtp }: Parts): Promise<boolean> {
  const notice = person.messages.findLast(({ channel, inquiry }) => channel === 'mail' && inquiry === undefined);
  if (!notice || !smtp) return false;
  const { writing } = person.persona.asking!.question!;
  return writeToDesk(smtp, await inbox.open(notice.seq), { text: questionOf(person), writing });
}

/** What the mailbox replies to the first mail; false where it cannot. */
async function replyByItself({ messages, persona }: Person, { inbox, smtp }: Parts): Promise<boolean> {
  const first = messages.find(({ channel }) => channel === 'mail');
  if (!first || !smtp) return false;
  return replyAutomatically(smtp, await inbox.open(first.seq), persona.asking!.autoReply!);
}

/** Fills in the form of the newest letter; the second time without omissions. */
async function sendForm(
  { self, random, persona, messages }: Person,
  act: 'form' | 'form_again',
  at: number,
  post: PostClient | undefined,
): Promise<Outcome> {
  const letter = messages.findLast(({ formPages }) => formPages !== undefined && formPages.length > 0);
  if (!letter?.formPages || !post) return { page: 'no_form' };
  const pages: Buffer[] = [];
  for (const page of letter.formPages) pages.push(await post.page(letter.seq, page));
  const slip = act === 'form' ? persona.slip : undefined;
  const answers = self.contracts.map((contract) => ({ contract, choice: wishFor(random, contract) }));
  const writtenOn = localDate(at, 'Asia/Tokyo');
  const filled = await fillForm(pages, { choices: answers.map(({ choice }) => choice), writtenOn, slip }, random);
  await post.postForm(letter.key, filled);
  return { page: slip ? `form_${slip}` : 'form', answers: counting(answers, slip) };
}

/** The choices declared by such a form: none without a signature, all of them without a date. */
function counting<Answer>(answers: Answer[], slip: Slip | undefined): Answer[] {
  if (slip === 'unsigned') return [];
  return slip === 'both' || slip === 'none' ? answers.slice(1) : answers;
}
