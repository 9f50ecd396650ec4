import { ACCESS, type Action, allowed, type Role } from './access';

const MINUTE = 60_000;

/** Wrong tries that are free; each one after them locks for twice as long as the one before, an hour at most. */
export const FREE_TRIES = 5;
const LONGEST_LOCK = 60 * MINUTE;
/** After so long without a wrong try the count begins again. */
export const FORGET_FAILURES_MS = 24 * 60 * MINUTE;
/** How long a sign-in may stand between password and second factor. */
export const SIGN_IN_MS = 10 * MINUTE;
/** How old a second factor may be for what needs a fresh one: keys, factors, other people's accounts. */
export const FRESH_MS = 15 * MINUTE;
/** How long a one-time code of an invitation or a reset holds. */
export const RESET_MS = 24 * 60 * MINUTE;
/** The longest an API key made by its person holds. */
export const KEY_MS = 366 * 24 * 60 * MINUTE;

/** For how long (ms) the n-th wrong try in a row locks. */
export function lockFor(failures: number): number {
  return failures < FREE_TRIES ? 0 : Math.min(MINUTE * 2 ** (failures - FREE_TRIES), LONGEST_LOCK);
}

export const PASSWORD_LENGTH = { min: 12, max: 200 } as const;
/** What the usual lists of leaked passwords are made of, where they reach twelve characters at all. */
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

/** The password as it is hashed: the same characters in one form, however the keyboard wrote them. */
export const normalisePassword = (password: string): string => password.normalize('NFKC');
export const normaliseLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase();

/** Why a password won't do, null when it will. Length counts characters; no rule on which ones. */
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

/** One character or a short piece again and again, a run of the keyboard, or a word of the list dressed with digits. */
function isCommon(lower: string): boolean {
  if (/^(.{1,4})\1+$/su.test(lower) || new Set(lower).size < 4) return true;
  if (RUNS.some((run) => run.includes(lower) || (run + run).includes(lower))) return true;
  return TOO_COMMON.test(lower.replace(/[\p{N}\p{P}\p{S}\s]+/gu, ''));
}

/** Where a sign-in stands: what must be given next, or `open`. */
export type Stage = 'second_factor' | 'enrol' | 'change_password' | 'choose_grant' | 'open';

export interface SignInFacts {
  /** The account has a second factor. */
  enrolled: boolean;
  /** It was given in this session. */
  given: boolean;
  roles: readonly Role[];
  mustChange: boolean;
  grantChosen: boolean;
}

/** A second factor that exists is always asked for; one is made before any role is taken, also one that only reads. */
export function stageOf({ enrolled, given, roles, mustChange, grantChosen }: SignInFacts): Stage {
  if (enrolled && !given) return 'second_factor';
  if (!given && roles.length > 0) return 'enrol';
  if (mustChange) return 'change_password';
  return grantChosen ? 'open' : 'choose_grant';
}

/** Whether a role can do no more than another: what it may is all among what the other may. */
export function within(role: Role, other: Role): boolean {
  const actions = Object.keys(ACCESS) as Action[];
  return actions.every((action) => !allowed(role, action) || allowed(other, action));
}
