import { localDate } from '../../domain/campaigns/calendar';
import { type PostClient } from './channels';
import { fillForm } from './form-filling';
import { findCode } from './knowledge';
import { wishFor } from './seeded-random';
import { type Person } from './people';
import { type ContactRead } from './record';
import { type Planned } from './scenario';
import { type Slip } from './persona';
import { type Outcome, visit } from './visit';

export interface ActionSettings {
  /** Origin of the customers' pages, where links in messages are opened. */
  pagesUrl: string;
  codesFile: string | undefined;
}

/** Performs one action: a visit to the pages, or a form posted. Rejects when it must be retried. */
export function doAct(
  person: Person,
  { act }: Planned,
  at: number,
  parts: ActionSettings & { post: PostClient | undefined },
): Promise<Outcome> {
  if (act === 'form' || act === 'form_again') return sendForm(person, act, at, parts.post);
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
      mistypes: persona.mistypes && acts.length === 0,
      english: persona.english,
    },
    parts.pagesUrl,
  );
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
