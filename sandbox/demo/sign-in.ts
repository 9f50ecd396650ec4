import { codeAt } from '../authenticator/codes';

interface State {
  stage: string;
  csrf: string;
}

/** One browser at the sign-in of the console; keeps the cookie and sends the token that our own pages send. */
class SignIn {
  private cookie = '';
  private csrf = '';

  /** `origin`: of the console, whose pages alone may act with a session. */
  constructor(
    private readonly base: string,
    private readonly origin: string,
  ) {}

  async post<Answer>(path: string, body: object = {}): Promise<Answer> {
    const response = await fetch(`${this.base}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: this.origin,
        'x-csrf-token': this.csrf,
        ...(this.cookie && { cookie: this.cookie }),
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Partial<State> & { session?: State; code?: string };
    if (!response.ok) throw new Error(`${path}: ${response.status} ${answer.code ?? ''}`);
    for (const line of response.headers.getSetCookie()) this.cookie = line.split(';')[0]!;
    this.csrf = answer.csrf ?? answer.session?.csrf ?? this.csrf;
    return answer as Answer;
  }
}

/**
 * Sets a password with a one-time code and enrols an authenticator, as a new colleague does in the browser. `keep` stores
 * the secret before it counts; where one counts already, it stays.
 */
export async function enrol(
  { base, origin }: { base: string; origin: string },
  { login, code, password }: { login: string; code: string; password: string },
  keep: (secret: string) => void,
): Promise<void> {
  const browser = new SignIn(base, origin);
  const { stage } = await browser.post<State>('/api/session/redeem', { login, code, password });
  if (stage === 'enrol') {
    const { secret } = await browser.post<{ secret: string }>('/api/account/second-factor');
    keep(secret);
    await browser.post('/api/account/second-factor/confirm', { code: codeAt(secret, Date.now()) });
  }
  await browser.post('/api/session/sign-out', {});
}
