import { type ChoiceId, wishesOf } from '../../db/customers/page';
import { readCookie, setCookie } from './cookies';
import { field } from './forms';
import { type FormKey, newKey, openKey, encryptKey } from './session';
import { type Confirmed, isSecure } from './visit';

const COOKIE = 'tsunagi_draft';
const KEEP_MS = 14 * 86_400_000;
const LETTERS: Record<ChoiceId, string> = { migrate: 'm', cancel: 'c' };

/** Choices made but not yet submitted, kept in the browser so that an interruption loses nothing. */
export interface Draft {
  key: FormKey;
  choices: Map<number, ChoiceId>;
}

/**
 * The current draft, or a new one that starts with what was declared. A draft is discarded if an answer has arrived
 * since it was begun.
 */
export function currentDraft(visit: Confirmed): Draft {
  const { customer, declared } = visit;
  const [encrypted, letters = ''] = (readCookie(visit.req, COOKIE) ?? '').split('~');
  const key = openKey(visit.deps.vault, visit.link, encrypted);
  if (key?.basis !== declared.basis || letters.length !== customer.contracts.length) {
    const wishes = wishesOf(declared);
    const included = customer.contracts.filter((contract) => wishes.has(contract.id));
    const choices = new Map(included.map(({ id }) => [id, wishes.get(id)!]));
    return { key: newKey(declared.basis), choices };
  }
  const choices = new Map<number, ChoiceId>();
  customer.contracts.forEach(({ id }, i) => {
    if (letters[i] === LETTERS.migrate) choices.set(id, 'migrate');
    if (letters[i] === LETTERS.cancel) choices.set(id, 'cancel');
  });
  return { key, choices };
}

export function saveDraft(visit: Confirmed, { key, choices }: Draft): void {
  const letters = visit.customer.contracts.map(({ id }) => LETTERS[choices.get(id)!] ?? '-').join('');
  setDraft(visit, `${encryptKey(visit.deps.vault, visit.link, key)}~${letters}`, KEEP_MS);
}

export const dropDraft = (visit: Confirmed): void => setDraft(visit, '', 0);

function setDraft({ res, view, deps }: Confirmed, value: string, maxAgeMs: number): void {
  setCookie(res, { name: COOKIE, value, path: view.base, maxAgeMs, secure: isSecure(deps) });
}

/** The one-time key of the submitted form; undefined if it is not one of ours. */
export const sentKey = ({ deps, link, fields }: Confirmed): FormKey | undefined =>
  openKey(deps.vault, link, field(fields, 'key'));
