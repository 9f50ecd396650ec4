import { randomUUID } from 'node:crypto';
import request, { type Response, type Test } from 'supertest';
import { TOTP, Secret } from 'otpauth';
import { hashPassword } from '../../api/sign-in/passwords';
import { newSecret } from '../../api/sign-in/codes';
import { adoptSecret, proposeSecret, createAccount, setPassword } from '../../db/access/accounts';
import { addGrant } from '../../db/access/grants';
import { type Api } from '../support/api';
import { type Right, type Role } from '../../domain/access/access';

export const PASSWORD = '静かな湖畔の森のかげ 1923';
export const ORIGIN = 'http://127.0.0.1:8080';

export interface User {
  personId: number;
  login: string;
  /** Of its authenticator. */
  secret: string;
}

/** An account with a password, the grants named, and unless left out an authenticator. */
export async function makeUser(
  api: Api,
  grants: { clientId: number | null; role: Role; campaigns?: number[]; rights?: Right[] }[],
  { secondFactor = true }: { secondFactor?: boolean } = {},
): Promise<User> {
  const secret = newSecret();
  const login = `u-${randomUUID().slice(0, 13)}`;
  const hash = await hashPassword(api.t.vault, PASSWORD);
  const personId = await api.t.db.transaction().execute(async (trx) => {
    const id = await createAccount(trx, { login, name: '青木 悠', createdBy: null });
    await setPassword(trx, id, hash);
    for (const { campaigns = null, rights = [], ...grant } of grants) {
      await addGrant(trx, { ...grant, campaigns, rights, personId: id, grantedBy: null });
    }
    if (secondFactor) {
      await proposeSecret(trx, api.t.vault, id, secret);
      await adoptSecret(trx, id, 0);
    }
    return id;
  });
  return { personId, login, secret };
}

/** What an authenticator shows; `steps` 1 is the code after this one. */
export const codeOf = (secret: string, steps = 0): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + steps * 30_000 });

/** A code that counts although another one of this half minute was used. */
export async function freshCode(api: Api, user: User): Promise<string> {
  await api.t.db.updateTable('accounts').set({ totp_step: 0 }).where('person_id', '=', user.personId).execute();
  return codeOf(user.secret);
}

/** A browser: keeps cookies, and sends what our own pages send, unless a test says otherwise. */
export class Browser {
  cookies = new Map<string, string>();
  csrf = '';

  constructor(private readonly api: Api) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.take(await this.sent(request(this.api.app).get(path).set(headers)));
  }

  async post(path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Response> {
    const key = randomUUID();
    const own = { Origin: ORIGIN, 'X-CSRF-Token': this.csrf, 'Idempotency-Key': key, ...headers };
    let sent = this.sent(request(this.api.app).post(path));
    for (const [name, value] of Object.entries(own)) if (value !== '') sent = sent.set(name, value);
    return this.take(await sent.send(body));
  }

  /** What a request of this browser carries, for tests that build their own. */
  get headers(): Record<string, string> {
    return { Origin: ORIGIN, 'X-CSRF-Token': this.csrf, Cookie: this.cookieLine() };
  }

  private cookieLine(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private sent(sent: Test): Test {
    const cookies = this.cookieLine();
    return cookies ? sent.set('Cookie', cookies) : sent;
  }

  private take(response: Response): Response {
    for (const line of (response.headers['set-cookie'] ?? []) as unknown as string[]) {
      const [name = '', value = ''] = line.split(';')[0]!.split('=');
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    const body = response.body as { csrf?: string; session?: { csrf?: string } };
    this.csrf = body.csrf ?? body.session?.csrf ?? this.csrf;
    return response;
  }
}

/** Signs in as far as it goes with password and code. */
export async function signIn(api: Api, user: User): Promise<Browser> {
  const browser = new Browser(api);
  const { body } = await browser.post('/api/session', { login: user.login, password: PASSWORD });
  if (body.stage === 'second_factor') {
    await browser.post('/api/session/second-factor', { code: await freshCode(api, user) });
  }
  return browser;
}

/** Headers of an administrator signed in with a fresh code: no API key changes accounts. */
export async function administratorHeaders(api: Api): Promise<Record<string, string>> {
  return (await signIn(api, await makeUser(api, [{ clientId: null, role: 'administrator' }]))).headers;
}

/** The installation's ledger, oldest first. */
export async function accessLedger(api: Api): Promise<Record<string, unknown>[]> {
  const rows = await api.t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', 'installation')
    .orderBy('seq')
    .execute();
  return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
}
