import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { type Right, type Role } from '../../../domain/access/access';
import { openBrowser, openProfile, type Visitor } from '../../../sandbox/visitor/browser';
import { freshCode, makeUser, PASSWORD, type User } from '../../access/sign-in-fixture';
import { type Api, openApi } from '../../support/api';

/** The real API, pages and console on a port of their own, and a real browser before them. */
export interface Stage {
  api: Api;
  origin: string;
  /** A new browser profile, signed out. */
  open(options?: BrowserContextOptions): Promise<Visitor>;
  /** A new account, signed in in a new browser profile, in the first of its roles. */
  enter(
    grants: { clientId: number | null; role: Role; campaigns?: number[]; rights?: Right[] }[],
    options?: BrowserContextOptions,
  ): Promise<Visitor & { user: User }>;
  /** Signs a person in in a profile that is open. */
  signIn(visitor: Visitor, user: User): Promise<void>;
  close(): Promise<void>;
}

export type { Visitor };

/** Starts everything; `env` are settings of the API. */
export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api = await openApi({ CONSOLE_URL: origin, ...env });
  server.on('request', api.app);
  const browser = await openBrowser();
  const open: Stage['open'] = async (options) => {
    // the console must not care about the browser's zone
    const visitor = await openProfile(browser, { baseURL: origin, timezoneId: 'America/New_York', ...options });
    visitor.context.setDefaultTimeout(45_000); // a busy machine is no fault of the page
    return visitor;
  };
  const signIn: Stage['signIn'] = (visitor, user) => signInBy(api, origin, visitor.context, user);
  return {
    api,
    origin,
    open,
    signIn,
    enter: async (grants, options) => {
      const user = await makeUser(api, grants);
      const visitor = await open(options);
      await signIn(visitor, user);
      return { ...visitor, user };
    },
    close: () => closeAll(browser, server, api),
  };
}

async function closeAll(browser: Browser, server: Server, api: Api): Promise<void> {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await api.t.close();
}

/** The steps that the sign-in page takes, without the page; a test of the sign-in itself takes the page. */
async function signInBy(api: Api, origin: string, context: BrowserContext, user: User): Promise<void> {
  let csrf = '';
  const post = async (path: string, data: object) => {
    const sent = await context.request.post(path, { data, headers: { Origin: origin, 'X-CSRF-Token': csrf } });
    if (!sent.ok()) throw new Error(`${path}: ${sent.status()} ${await sent.text()}`);
    const state = (await sent.json()) as { csrf: string; stage: string; grants: { id: number }[] };
    csrf = state.csrf;
    return state;
  };
  await post('/api/session', { login: user.login, password: PASSWORD });
  const state = await post('/api/session/second-factor', { code: await freshCode(api, user) });
  if (state.stage === 'choose_grant') await post('/api/session/grant', { grantId: state.grants[0]!.id });
}
