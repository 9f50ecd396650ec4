import { hash, verify } from '@node-rs/argon2';
import { type Vault } from '../../db/privacy/vault';
import { AppError } from '../../domain/errors';
import { normalisePassword, passwordProblem } from '../../domain/access/sign-in';
import { type Language } from '../../domain/campaigns/campaign';
import { passwordText } from '../../domain/texts/access';

/** argon2id, 19 MiB, three passes (OWASP's minimum is two). The pepper comes from the master key, not the database. */
const COST = { algorithm: 2, memoryCost: 19 * 1024, timeCost: 3, parallelism: 1 } as const;
const optionsOf = (vault: Vault) => ({ ...COST, secret: vault.ownHash('pepper', 'password') });

/** Hash of no password, checked where there is no account so that the response takes as long. */
const NO_PASSWORD_HASH = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export const hashPassword = (vault: Vault, password: string): Promise<string> =>
  hash(normalisePassword(password), optionsOf(vault));

/** Whether the password matches the hash; without a hash false, after the same work. */
export async function isPassword(vault: Vault, stored: string | null, password: string): Promise<boolean> {
  const right = await verify(stored ?? NO_PASSWORD_HASH, normalisePassword(password), optionsOf(vault));
  return right && stored !== null;
}

/** Throws invalid_request with what is wrong with a new password. */
export function requireGoodPassword(password: string, login: string, language: Language): void {
  const problem = passwordProblem(password, login);
  if (!problem) return;
  const message = passwordText(problem)[language];
  throw new AppError('invalid_request', {}, [{ path: 'body.password', code: problem, message }]);
}
