import { parseBirthDate } from '../../domain/customers/birth-date';
import { type ChoiceId } from '../../db/customers/page';
import { type FactorKind } from '../../db/customers/second-factor';
import { type PageText } from '../../domain/texts/customer-pages';

/*
 * The forms, for people and for programs that fill them in; names and paths are stable.
 *
 *   POST /m/:token            birthYear, birthMonth, birthDay | phone4 | code     -> 303 /m/:token
 *   POST /m/:token/choose     key, choice-<contractId> = migrate | cancel         -> 303 /m/:token/check
 *                             (with more than 5 contracts also all = migrate | cancel for the others;
 *                             with more than 20, p is the page and 303 leads to the next)
 *   POST /m/:token/send       key, choice-<contractId> for every contract         -> 303 /m/:token/receipt
 *   POST /m/:token/withdraw   key                                                 -> 303 /m/:token/receipt
 *   POST /m/:token/callback   key, day = YYYY-MM-DD, time = HH:MM                 -> 303 /m/:token/callback
 *   POST /m/:token/callback/withdraw   key                                        -> 303 /m/:token/callback
 *   POST /m/:token/ask        key, text, reason (optional)                         -> 303 /m/:token/asked
 *   POST /m/:token/settings   key, set = mail | sms | phone, to = stop | allow    -> 303 /m/:token/settings
 *                             key, set = letters, to = large | normal
 *   POST /m/:token/effort     key, score = 1 to 7, hindrance (optional)           -> 303 /m/:token/receipt
 *   POST /s/:token            nothing (stops), undo = 1 (allows again)            -> 303 /s/:token
 *                             List-Unsubscribe=One-Click (RFC 8058)               -> 200 text/plain
 *                             for mail, or for SMS with ?c=sms in the address
 *
 * /send and /withdraw lead to /m/:token/kept instead where the answer is kept for a person and has no receipt number.
 * GET /m/:token/change is the choose page for customers who have answered; its form posts to /choose as well.
 * Every page names itself in <meta name="tsunagi-page">; the receipt number is the text of [data-receipt].
 */

export type Fields = Record<string, unknown>;

/** A field as text; '' if missing or sent twice. */
export function field(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

export type FactorEntry =
  | { kind: FactorKind; value: string }
  | { kind: FactorKind; problem: PageText; field: 'birthYear' | 'birthMonth' | 'birthDay' | 'phone4' | 'code' };

/** Reads the second factor in the form hashed by the import. Distinguishes an unreadable entry from a wrong one. */
export function readFactor(fields: Fields, today: string): FactorEntry {
  if (fields.phone4 !== undefined) {
    const digits = digitsOf(field(fields, 'phone4'));
    // the whole number contains its last four digits
    if (/^(\d{4}|\d{10,11})$/.test(digits)) return { kind: 'phone4', value: digits.slice(-4) };
    return { kind: 'phone4', problem: 'phone4Problem', field: 'phone4' };
  }
  if (fields.code !== undefined) {
    const digits = digitsOf(field(fields, 'code'));
    if (/^\d{8}$/.test(digits)) return { kind: 'code', value: digits };
    return { kind: 'code', problem: 'codeProblem', field: 'code' };
  }
  const [year, month, day] = [field(fields, 'birthYear'), field(fields, 'birthMonth'), field(fields, 'birthDay')];
  const birth = parseBirthDate({ year, month, day }, today);
  if ('date' in birth) return { kind: 'birth', value: birth.date };
  const at = birth.problem === 'month' ? 'birthMonth' : birth.problem === 'day' ? 'birthDay' : 'birthYear';
  return { kind: 'birth', problem: `birthProblem_${birth.problem}`, field: at };
}

const digitsOf = (text: string): string => text.normalize('NFKC').replace(/[\s\-‐‑‒–—ー−]/g, '');

export const choiceField = (contractId: number): string => `choice-${contractId}`;

/** The choices sent for these contracts; contracts without a valid choice are `missing`. */
export function readChoices(
  fields: Fields,
  contractIds: number[],
  offered: readonly ChoiceId[],
): { choices: Map<number, ChoiceId>; missing: number[] } {
  const choices = new Map<number, ChoiceId>();
  for (const id of contractIds) {
    const choice = offered.find((candidate) => candidate === field(fields, choiceField(id)));
    if (choice) choices.set(id, choice);
  }
  return { choices, missing: contractIds.filter((id) => !choices.has(id)) };
}
