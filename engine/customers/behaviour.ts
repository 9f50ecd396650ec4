import { createHash } from 'node:crypto';

export type Choice = 'migrate' | 'cancel';

/** What a simulated customer does, fixed by seed, address and name; times in days after what sets it off. */
export interface Temper {
  /** The mail (1 = the first) after which the customer answers; 0 = never. */
  answersTo: number;
  answersAfter: number;
  /** Stops the mails after the first one. */
  optsOut: boolean;
  /** Types the second factor wrong at the first visit. */
  mistypes: boolean;
  afterwards: 'keeps' | 'changes' | 'takes_back';
  afterwardsAfter: number;
  /** Answers again after taking an answer back; null = does not. */
  againAfter: number | null;
  english: boolean;
}

/** Something a customer does on the pages. `again` is the answer after one that was taken back. */
export type Act = 'opt_out' | 'answer' | 'change' | 'take_back' | 'again';

/** What one customer has seen and done; instants of the installation's clock, epoch ms. */
export interface Story {
  mails: number[];
  done: Partial<Record<Act, number>>;
}

/** Where in 0 ≤ x < 1 this customer lies in a question; the same for the same seed, address and name. */
export function lot(seed: number, customer: { mail: string; name: string }, question: string): number {
  const text = [seed, customer.mail, customer.name, question].join('\n');
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}

/**
 * How a customer behaves. Of 100: 3 stop the mails, 40 answer the first mail within a week, 15 take up to two weeks,
 * 14 need the reminder, 8 the one after it, 20 never react. Of those who answer, 10 in 100 take it back and 6 change it.
 */
export function temperOf(seed: number, customer: { mail: string; name: string }): Temper {
  const draw = (question: string) => lot(seed, customer, question);
  const between = (question: string, from: number, to: number) => from + Math.floor(draw(question) * (to - from + 1));
  const reaction = draw('reaction');
  const answersTo = reaction < 0.03 ? 0 : reaction < 0.58 ? 1 : reaction < 0.72 ? 2 : reaction < 0.8 ? 3 : 0;
  const slow = reaction >= 0.43 && reaction < 0.58;
  const then = draw('afterwards');
  return {
    answersTo,
    // never at the very instant of the mail
    answersAfter: 0.1 + (slow ? between('delay', 6, 12) : between('delay', 0, 5)),
    optsOut: reaction < 0.03,
    mistypes: draw('mistypes') < 0.08,
    afterwards: then < 0.1 ? 'takes_back' : then < 0.16 ? 'changes' : 'keeps',
    afterwardsAfter: between('afterwards delay', 1, 5),
    againAfter: draw('again') < 0.6 ? between('again delay', 2, 8) : null,
    english: draw('language') < 0.05,
  };
}

/** The customer's wish for a contract: three in ten cancel. */
export function wishFor(seed: number, customer: { mail: string; name: string }, contract: string): Choice {
  return lot(seed, customer, `choice ${contract}`) < 0.3 ? 'cancel' : 'migrate';
}

/** What the customer does next and from when on; undefined while nothing is planned. */
export function nextAct(temper: Temper, { mails, done }: Story, dayMs: number): { act: Act; at: number } | undefined {
  const [first] = mails;
  if (temper.optsOut && first !== undefined && !done.opt_out) return { act: 'opt_out', at: first + 0.1 * dayMs };
  if (done.answer === undefined) {
    const mail = mails[temper.answersTo - 1];
    return mail === undefined ? undefined : { act: 'answer', at: mail + temper.answersAfter * dayMs };
  }
  const later = done.answer + temper.afterwardsAfter * dayMs;
  if (temper.afterwards === 'changes' && done.change === undefined) return { act: 'change', at: later };
  if (temper.afterwards !== 'takes_back') return undefined;
  if (done.take_back === undefined) return { act: 'take_back', at: later };
  if (temper.againAfter === null || done.again !== undefined) return undefined;
  return { act: 'again', at: done.take_back + temper.againAfter * dayMs };
}
