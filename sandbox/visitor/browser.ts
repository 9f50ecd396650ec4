import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type Role } from '../../domain/access/access';
import { roleTexts } from '../../domain/texts/names/access';
import { type DemoState } from '../demo/state';

/** Where distributions install it; CHROMIUM names another. */
const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine; undefined where none is installed. */
export const CHROMIUM = PLACES.find((place) => place !== undefined && existsSync(place));

/** Starts the browser of this machine. Throws where none is installed. */
export async function openBrowser(): Promise<Browser> {
  if (!CHROMIUM) throw new Error('install chromium, or name a browser in CHROMIUM');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage'],
  });
}

/** A person of the demo with a browser of their own. */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** What the browser complained about. */
  complaints: string[];
}

/** Refusals that a page asks for and shows in words; the browser logs each as an error. */
const ANSWERED = /Failed to load resource: the server responded with a status of 4\d\d/;

/** A browser profile, signed out, at the demo's console. */
export const newVisitor = (browser: Browser, state: DemoState, options?: BrowserContextOptions): Promise<Visitor> =>
  openProfile(browser, { baseURL: state.urls.console, ...options });

/** A browser profile, signed out; it notes what the browser complains about. */
export async function openProfile(browser: Browser, options: BrowserContextOptions): Promise<Visitor> {
  const context = await browser.newContext({
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !ANSWERED.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { context, page, complaints };
}

/** Signs in by the page, with the password and the code that the authenticator's page shows, and takes a role. */
export async function signIn({ page, context }: Visitor, state: DemoState, login: string, role: Role): Promise<void> {
  const account = state.accounts!.find((one) => one.login === `${login}-${state.suffix}`)!;
  await page.goto('/');
  await page.getByLabel('ログインID').fill(account.login);
  await page.getByLabel('パスワード').fill(account.password);
  await page.keyboard.press('Enter');
  await page.getByLabel('認証アプリの6桁').waitFor();
  await page.getByLabel('認証アプリの6桁').fill(await codeOf(context, state, account.login));
  await page.keyboard.press('Enter');
  if (account.roles.length > 1) await page.locator('.role-card', { hasText: roleTexts[role].ja }).first().click();
  await page.locator('.me-menu').waitFor();
}

/** The code that a person's authenticator shows now. */
export async function codeOf(context: BrowserContext, state: DemoState, login: string): Promise<string> {
  const phone = await context.newPage();
  await phone.goto(state.urls.authenticator);
  const code = await phone.locator(`[data-login="${login}"]`).textContent();
  await phone.close();
  return code!.trim();
}
