import { ACCESS, type Action, allowed, type Role } from './access';

const MINUTE = 60_000;

/** Failed attempts without a lock. Each further one doubles the lock, up to an hour. */
export const FREE_TRIES = 5;
const LONGEST_LOCK = 60 * MINUTE;
/** The number of failed attempts is reset after this time without one. */
export const FORGET_FAILURES_MS = 24 * 60 * MINUTE;
/** Maximum time between password and second factor. */
export const SIGN_IN_MS = 10 * MINUTE;
/** Maximum age of a second factor for sensitive actions: API keys, factors, accounts of other people. */
export const FRESH_MS = 15 * MINUTE;
/** Validity of a one-time code for an invitation or a reset. */
export const RESET_MS = 24 * 60 * MINUTE;
/** Maximum validity of an API key. */
export const KEY_MS = 366 * 24 * 60 * MINUTE;

/** Duration of the lock after the n-th consecutive failed attempt, in ms. */
export function lockFor(failures: number): number {
  return failures < FREE_TRIES ? 0 : Math.min(MINUTE * 2 ** (failures - FREE_TRIES), LONGEST_LOCK);
}

export const PASSWORD_LENGTH = { min: 12, max: 200 } as const;
/** Base words of common leaked passwords of twelve or more characters. */
const WORDS =
  'password passwrd pass tsunagi qwerty qwertyuiop asdfgh asdfghjkl zxcvbnm letmein welcome admin administrator login ' +
  'secret changeme default guest test user root hello iloveyou monkey dragon master sunshine princess football baseball ' +
  'superman batman shadow michael computer internet freedom whatever trustno sakura nihon japan tokyo';
const TOO_COMMON = new RegExp(`^(?:${WORDS.split(' ').join('|')})+$`);
const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  '98765432109876543210',
  'qwertyuiopasdfghjklzxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6y7u8i9o0p',
  'zaq12wsxcde34rfvbgt56yhn',
];

export type PasswordProblem = 'too_short' | 'too_long' | 'too_common' | 'holds_login';

/** The password as it is hashed: Unicode form NFKC, independent of the input method. */
export const normalisePassword = (password: string): string => password.normalize('NFKC');
export const normaliseLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase();

/**
 * Why a password is not accepted, or null. Length is counted in characters; there are no rules on character classes.
 */
export function passwordProblem(password: string, login: string): PasswordProblem | null {
  const text = normalisePassword(password);
  const length = [...text].length;
  if (length < PASSWORD_LENGTH.min) return 'too_short';
  if (length > PASSWORD_LENGTH.max) return 'too_long';
  const lower = text.toLowerCase();
  const name = normaliseLogin(login).split('@')[0]!;
  if (name.length >= 3 && lower.includes(name)) return 'holds_login';
  return isCommon(lower) ? 'too_common' : null;
}

/** Whether a password is a repeated short pattern, a keyboard sequence, or a common word with digits. */
function isCommon(lower: string): boolean {
  if (/^(.{1,4})\1+$/su.test(lower) || new Set(lower).size < 4) return true;
  if (RUNS.some((run) => run.includes(lower) || (run + run).includes(lower))) return true;
  return TOO_COMMON.test(lower.replace(/[\p{N}\p{P}\p{S}\s]+/gu, ''));
}

/** State of a sign-in: what must be provided next, or `open`. */
export type Stage = 'second_factor' | 'enrol' | 'change_password' | 'choose_grant' | 'open';

export interface SignInFacts {
  /** The account has a second factor. */
  enrolled: boolean;
  /** The second factor was provided in this session. */
  given: boolean;
  roles: readonly Role[];
  mustChange: boolean;
  grantChosen: boolean;
}

/**
 * An existing second factor is always required. One must be set up before any role is used, including read-only roles.
 */
export function stageOf({ enrolled, given, roles, mustChange, grantChosen }: SignInFacts): Stage {
  if (enrolled && !given) return 'second_factor';
  if (!given && roles.length > 0) return 'enrol';
  if (mustChange) return 'change_password';
  return grantChosen ? 'open' : 'choose_grant';
}

/** Whether every action of `role` is also an action of `other`. */
export function within(role: Role, other: Role): boolean {
  const actions = Object.keys(ACCESS) as Action[];
  return actions.every((action) => !allowed(role, action) || allowed(other, action));
}
