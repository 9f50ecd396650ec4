import { type SeededRandom } from '../seeded-random';
import { QUESTIONS } from './questions';

/** How often customers write to the desk, and their mailboxes by themselves. */
export interface AskingRates {
  /** Probability of a question about a notice, for each of the three days after it was read. */
  perNoticeAndDay: number;
  /** Share of mailboxes that reply to their first mail by themselves. */
  automatic: number;
}

/** How a mail to the desk is written: a reply, one without a subject, one with the whole notice below, or a new mail. */
export type Writing = 'reply' | 'no_subject' | 'quoted' | 'new';

/** How a mailbox replies by itself: as it should, to the wrong address, or without saying that no person wrote it. */
export type AutoReply = 'marked' | 'to_desk' | 'unmarked';

export interface Question {
  /** Its place in QUESTIONS. */
  topic: number;
  /** The contact (1 = the first) that brings it about. */
  about: number;
  /** Days after that contact. */
  after: number;
  /** Impatient customers ask by mail and, at once, on the page. */
  by: readonly ('ask_mail' | 'ask_web')[];
  writing: Writing;
}

/** What a customer asks, at most once, and what the mailbox does without being asked. */
export interface Asking {
  question?: Question;
  autoReply?: AutoReply;
}

const NOTICES = 6;
const DAYS = 3;

/** A customer's question and automatic reply; the same ones for the same random numbers. */
export function askingOf(random: SeededRandom, { perNoticeAndDay, automatic }: AskingRates): Asking {
  const moment = firstMoment(random, perNoticeAndDay);
  const isAway = random.withProbability('automatic reply', automatic);
  return {
    ...(moment && { question: { ...moment, ...questionOf(random) } }),
    ...(isAway && {
      autoReply: random.pick('kind of automatic reply', [
        ['marked', 0.4],
        ['to_desk', 0.3],
        ['unmarked', 0.3],
      ]),
    }),
  };
}

function firstMoment(random: SeededRandom, rate: number): Pick<Question, 'about' | 'after'> | undefined {
  for (let about = 1; about <= NOTICES; about++) {
    for (let day = 0; day < DAYS; day++) {
      // never at the exact instant of the contact
      if (random.withProbability(`asks about ${about} on day ${day}`, rate)) return { about, after: day + 0.05 };
    }
  }
  return undefined;
}

function questionOf(random: SeededRandom): Pick<Question, 'topic' | 'by' | 'writing'> {
  const by = random.pick<Question['by']>('asks by', [
    [['ask_mail'], 0.5],
    [['ask_web'], 0.25],
    [['ask_mail', 'ask_web'], 0.25],
  ]);
  const writing = random.pick<Writing>('writes', [
    ['reply', 0.3],
    ['quoted', 0.3],
    ['no_subject', 0.2],
    ['new', 0.2],
  ]);
  const topic = random.between('topic', 0, QUESTIONS.length - 1);
  // a new mail may not tell whose it is, so that nothing connects it with what stands on the page
  return { topic, by, writing: by.length > 1 && writing === 'new' ? 'reply' : writing };
}
