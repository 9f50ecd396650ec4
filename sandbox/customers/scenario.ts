import { type Persona } from './persona';

/**
 * An action on a customer's own initiative: `again` is the answer after a withdrawal, `ask_mail` and `ask_web` questions to
 * the desk, `auto_reply` what the mailbox sends by itself.
 */
export type Act =
  | 'opt_out'
  | 'answer'
  | 'change'
  | 'take_back'
  | 'again'
  | 'form'
  | 'form_again'
  | 'ask_mail'
  | 'ask_web'
  | 'auto_reply';

/** A message that was read. Instants are epoch ms of the installation's clock. */
export interface Contact {
  channel: 'mail' | 'sms' | 'post';
  at: number;
}

/** The answer given in a call, or that the customer has died. */
export interface Talk {
  at: number;
  says: string;
}

/** Everything one customer has seen, said and done. */
export interface Scenario {
  contacts: Contact[];
  talks: Talk[];
  done: Partial<Record<Act, number>>;
}

export interface Planned {
  act: Act;
  at: number;
}

/** The customer's next action and when it is due; undefined when none is planned. Days last `dayMs`. */
export function nextAct(persona: Persona, scenario: Scenario, dayMs: number): Planned | undefined {
  if (scenario.talks.some(({ says }) => says === 'deceased')) return undefined;
  const answer =
    optOut(persona, scenario, dayMs) ??
    firstAnswer(persona, scenario, dayMs) ??
    mendedForm(persona, scenario, dayMs) ??
    secondThoughts(persona, scenario, dayMs);
  const written = autoReply(persona, scenario, dayMs) ?? question(persona, scenario, dayMs);
  return written && written.at <= (answer?.at ?? Infinity) ? written : answer;
}

function autoReply({ asking }: Persona, { contacts, done }: Scenario, dayMs: number): Planned | undefined {
  if (!asking?.autoReply || done.auto_reply !== undefined) return undefined;
  const first = contacts.find(({ channel }) => channel === 'mail');
  return first && { act: 'auto_reply', at: first.at + 0.02 * dayMs };
}

function question({ asking }: Persona, { contacts, done }: Scenario, dayMs: number): Planned | undefined {
  const asked = asking?.question;
  const about = asked && contacts[asked.about - 1];
  const act = asked?.by.find((one) => done[one] === undefined);
  return about && act && { act, at: about.at + asked.after * dayMs };
}

function optOut({ optsOut }: Persona, { contacts, done }: Scenario, dayMs: number): Planned | undefined {
  const first = contacts.find(({ channel }) => channel === optsOut);
  return first && done.opt_out === undefined ? { act: 'opt_out', at: first.at + 0.1 * dayMs } : undefined;
}

function firstAnswer(persona: Persona, { contacts, talks, done }: Scenario, dayMs: number): Planned | undefined {
  if (done.answer !== undefined || done.form !== undefined) return undefined;
  if (talks.some(({ says }) => says === 'completed')) return undefined;
  const { way, answersTo, answersAfter, optsOut } = persona;
  const promise = talks.find(({ says }) => says === 'intent');
  if (promise && way === 'web' && answersTo > 0) return { act: 'answer', at: promise.at + persona.mendsAfter * dayMs };
  if (answersTo === 0) return undefined;
  const fits = ({ channel }: Contact) => channel === 'post' || (way === 'web' && optsOut === undefined);
  const setOff = contacts.slice(answersTo - 1).find(fits);
  return setOff && { act: way === 'form' ? 'form' : 'answer', at: setOff.at + answersAfter * dayMs };
}

/** A customer notified of a defect answers on the same channel: a letter by its form, a message on the web. */
function mendedForm(persona: Persona, { contacts, talks, done }: Scenario, dayMs: number): Planned | undefined {
  const { form } = done;
  // an undated form counts, so there is no notification
  if (form === undefined || !persona.slip || persona.slip === 'undated' || !persona.mends) return undefined;
  if (done.form_again !== undefined || done.answer !== undefined) return undefined;
  if (talks.some(({ says, at }) => says === 'completed' && at > form)) return undefined;
  const notified = contacts.find(({ at }) => at > form);
  return (
    notified && {
      act: notified.channel === 'post' ? 'form_again' : 'answer',
      at: notified.at + persona.mendsAfter * dayMs,
    }
  );
}

function secondThoughts(persona: Persona, { done }: Scenario, dayMs: number): Planned | undefined {
  if (done.answer === undefined || done.form !== undefined) return undefined;
  const later = done.answer + persona.afterwardsAfter * dayMs;
  if (persona.afterwards === 'changes' && done.change === undefined) return { act: 'change', at: later };
  if (persona.afterwards !== 'takes_back') return undefined;
  if (done.take_back === undefined) return { act: 'take_back', at: later };
  if (persona.againAfter === null || done.again !== undefined) return undefined;
  return { act: 'again', at: done.take_back + persona.againAfter * dayMs };
}
