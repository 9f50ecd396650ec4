import { Secret, TOTP } from 'otpauth';
import { readJson } from '../../config/files';

/** A person of the demo who can sign in. */
export interface DemoAccount {
  name: string;
  login: string;
  password: string;
  /** Of the authenticator, in base32. */
  secret: string;
  roles: string[];
}

export interface ShownCode extends Omit<DemoAccount, 'secret'> {
  code: string;
}

const PERIOD_MS = 30_000;

/** The people in the file; none while it is not there yet. */
export const accountsIn = (file: string): DemoAccount[] => readJson<DemoAccount[]>(file) ?? [];

/** What a person's authenticator shows at an instant (epoch ms, real time). */
export const codeAt = (secret: string, at: number): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: at });

/** Every person's code, and for how long it is shown. */
export function shownCodes(file: string, at: number): { people: ShownCode[]; secondsLeft: number } {
  const people = accountsIn(file).map(({ secret, ...person }) => ({ ...person, code: codeAt(secret, at) }));
  return { people, secondsLeft: Math.ceil((PERIOD_MS - (at % PERIOD_MS)) / 1000) };
}
