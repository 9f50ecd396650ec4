import { randomInt } from 'node:crypto';
import { createAccount, findAccount, issueCode } from '../../db/access/accounts';
import { addGrant } from '../../db/access/grants';
import { type Db } from '../../db/platform/types';
import { type Vault } from '../../db/privacy/vault';
import { type DemoAccount } from '../authenticator/codes';
import { loginOf, type SignsIn, SIGN_IN } from './people';
import { enrol } from './sign-in';

/** An account as demo.json keeps it; `ready` once its owner can sign in. */
export type KnownAccount = DemoAccount & { ready: boolean };

export interface AccountsInput {
  db: Db;
  vault: Vault;
  clientId: number;
  /** Of the logins of this installation. */
  suffix: string;
  /** Address of the API, and origin of the console's pages. */
  api: { base: string; origin: string };
  /** From an earlier start. */
  known: KnownAccount[];
  /** Stores them after every change. */
  save: (accounts: KnownAccount[]) => void;
}

/**
 * Gives everybody an account: created with a one-time code as from the command line, then a password and an
 * authenticator through the API, as the person would. Goes on where an earlier start was cut off.
 */
export async function openAccounts(input: AccountsInput): Promise<KnownAccount[]> {
  const accounts = [...input.known];
  for (const person of SIGN_IN) {
    const login = loginOf(person, input.suffix);
    let account = accounts.find((one) => one.login === login);
    if (account?.ready) continue;
    if (!account) {
      const { name, roles } = person;
      accounts.push((account = { name, login, password: newPassword(), secret: '', roles: [...roles], ready: false }));
      input.save(accounts);
    }
    await openAccount(input, person, account, () => input.save(accounts));
  }
  return accounts;
}

async function openAccount(
  { db, vault, clientId, api }: AccountsInput,
  person: SignsIn,
  account: KnownAccount,
  save: () => void,
): Promise<void> {
  const { login, password } = account;
  const code = await db.transaction().execute(async (trx) => {
    const known = await findAccount(trx, login);
    const personId = known?.personId ?? (await createAccount(trx, { login, name: person.name, createdBy: null }));
    for (const role of known ? [] : person.roles) {
      const grant = { role, clientId: role === 'administrator' ? null : clientId, campaigns: null };
      const rights = role === 'administrator' ? [] : [...(person.rights ?? [])];
      await addGrant(trx, { ...grant, rights, personId, grantedBy: null });
    }
    return (await issueCode(trx, vault, { personId, secondFactor: false })).code;
  });
  await enrol(api, { login, code, password }, (secret) => {
    account.secret = secret;
    save();
  });
  account.ready = true;
  save();
}

const SYLLABLES = 'ka ki ku ko sa su se so ta te to na ni no ha hi ho ma mi mu me mo ya yu yo ra ri ru re ro wa'.split(
  ' ',
);

/** Twelve syllables in four groups: long enough, and easy to type. */
function newPassword(): string {
  const word = () => Array.from({ length: 3 }, () => SYLLABLES[randomInt(SYLLABLES.length)]).join('');
  return [word(), word(), word(), word()].join('-');
}
