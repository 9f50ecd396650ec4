import { Browser, type Page } from './browser';
import { type Self } from './knowledge';
import { type Choice } from './seeded-random';
import { type Act } from './scenario';

/** Input of a visit: the customer, the links and the wish. */
export interface VisitPlan {
  act: Act;
  self: Self;
  pageLink: string | undefined;
  optOutLink: string | undefined;
  wish: (contract: string) => Choice;
  code: () => string | undefined;
  mistypes: boolean;
  english: boolean;
  /** The question to the desk. */
  says?: string | undefined;
}

/** Result of a visit: the name of the last page, its receipt, and the choices by contract. */
export interface Outcome {
  page: string;
  receipt?: string;
  answers?: { contract: string; choice: Choice }[];
}

/** The pages are unavailable: the customer retries. */
export class NotNow extends Error {}

/** One visit to the pages. Idempotent: if the answer was already given, only the receipt is noted. */
export async function visit(plan: VisitPlan, origin: string): Promise<Outcome> {
  const browser = new Browser(origin);
  if (plan.act === 'opt_out') return optOut(browser, plan);
  if (!plan.pageLink) return { page: 'no_link' };
  const front = await signIn(browser, plan, plan.pageLink);
  if (front.name === 'identify' || front.name === 'locked') return { page: 'no_factor' };
  if (plan.says !== undefined) return ask(browser, plan.says, front);
  if (plan.act === 'take_back') return takeBack(browser, front);
  if (plan.act === 'change') return change(browser, plan, front);
  if (front.name === 'receipt') return received(plan, front);
  if (front.name !== 'notice') return { page: front.name };
  return answer(browser, plan, await browser.get(below(front, '/choose')));
}

async function signIn(browser: Browser, plan: VisitPlan, link: string): Promise<Page> {
  let page = await open(browser, link, plan.english);
  if (page.name === 'identify' && plan.mistypes) page = await identify(browser, plan, page, true);
  if (page.name === 'identify') page = await identify(browser, plan, page, false);
  return page;
}

async function open(browser: Browser, link: string, english: boolean): Promise<Page> {
  const page = await browser.get(english ? `${link}?lang=en` : link);
  if (page.status >= 500 || page.name === '' || page.name === 'failed') throw new NotNow(`status ${page.status}`);
  return page;
}

/** Answers the page's questions; if this customer cannot, uses another offered way. */
async function identify(browser: Browser, plan: VisitPlan, page: Page, wrongly: boolean): Promise<Page> {
  const ways = [page, ...(await otherWays(browser, page))];
  for (const way of ways) {
    const asked = way.form?.inputs.map((input) => input.name) ?? [];
    const fields = factor(plan, asked, wrongly);
    if (fields && way.form) return checked(await browser.post(way.form.action, fields));
  }
  return page;
}

const otherWays = (browser: Browser, page: Page): Promise<Page[]> =>
  Promise.all(page.links.filter((link) => /[?&]by=/.test(link)).map((link) => browser.get(link)));

function factor({ self, code }: VisitPlan, asked: string[], wrongly: boolean): Record<string, string> | undefined {
  if (asked.includes('birthYear') && self.birth) {
    const [birthYear = '', birthMonth = '', birthDay = ''] = self.birth.split('-');
    return { birthYear, birthMonth, birthDay: wrongly ? (birthDay === '10' ? '11' : '10') : birthDay };
  }
  const turned = (digits: string) => (wrongly ? digits.slice(0, -1) + ((Number(digits.at(-1)) + 1) % 10) : digits);
  const phone4 = self.phones.at(-1)?.slice(-4);
  if (asked.includes('phone4') && phone4) return { phone4: turned(phone4) };
  const sent = asked.includes('code') ? code() : undefined;
  return sent ? { code: turned(sent) } : undefined;
}

/** Chooses for each contract, page by page, checks and submits. */
async function answer(browser: Browser, plan: VisitPlan, start: Page): Promise<Outcome> {
  let page = start;
  for (let turn = 0; page.name === 'choose' && page.form && turn < 100; turn++) {
    page = checked(await browser.post(page.form.action, { ...hidden(page), ...chosen(plan, page) }));
  }
  if (page.name === 'check' && page.form) page = checked(await browser.post(page.form.action, hidden(page)));
  return page.name === 'receipt' ? received(plan, page) : { page: page.name };
}

async function change(browser: Browser, plan: VisitPlan, front: Page): Promise<Outcome> {
  if (front.name !== 'receipt') return { page: front.name };
  return answer(browser, plan, await browser.get(below(front, '/change')));
}

async function takeBack(browser: Browser, front: Page): Promise<Outcome> {
  // interrupted after the withdrawal: it is already withdrawn
  if (front.name === 'notice') return noted(await browser.get(below(front, '/receipt')));
  if (front.name !== 'receipt') return { page: front.name };
  const page = await browser.get(below(front, '/withdraw'));
  if (page.name !== 'withdraw' || !page.form) return { page: page.name };
  return noted(checked(await browser.post(page.form.action, hidden(page))));
}

/** Writes to the desk, unless something was written before: the question is not asked again. */
async function ask(browser: Browser, says: string, front: Page): Promise<Outcome> {
  const page = checked(await browser.get(below(front, '/ask')));
  if (page.name !== 'ask' || !page.form) return { page: page.name };
  if (page.hasAsked) return noted(checked(await browser.get(below(front, '/asked'))));
  return noted(checked(await browser.post(page.form.action, { ...hidden(page), text: says })));
}

async function optOut(browser: Browser, { optOutLink, english }: VisitPlan): Promise<Outcome> {
  if (!optOutLink) return { page: 'no_link' };
  const page = await open(browser, optOutLink, english);
  if (page.name !== 'optout' || !page.form) return { page: page.name };
  return { page: checked(await browser.post(page.form.action, {})).name };
}

/** The choice per question. The legend contains the last characters of the contract number. */
function chosen(plan: VisitPlan, page: Page): Record<string, string> {
  const questions = page.questions.filter((question) => question.name.startsWith('choice-'));
  const wishes = questions.map(({ legend, name, values }) => {
    const contract = plan.self.contracts.find((number) => legend.includes(number.slice(-4))) ?? legend;
    const wish = wanted(plan, contract);
    return [name, values.includes(wish) ? wish : (values[0] ?? wish)];
  });
  return Object.fromEntries(wishes) as Record<string, string>;
}

/** A customer who changes the choice does so for all contracts. */
function wanted({ act, wish }: VisitPlan, contract: string): Choice {
  const first = wish(contract);
  return act !== 'change' ? first : first === 'migrate' ? 'cancel' : 'migrate';
}

function received(plan: VisitPlan, page: Page): Outcome {
  const answers = plan.self.contracts
    .filter((contract) => page.summary.includes(contract.slice(-4)))
    .map((contract) => ({ contract, choice: wanted(plan, contract) }));
  return { ...noted(page), answers };
}

const noted = (page: Page): Outcome => ({ page: page.name, receipt: page.receipt });

const hidden = (page: Page): Record<string, string> =>
  Object.fromEntries(
    (page.form?.inputs ?? []).filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value]),
  );

const below = (page: Page, path: string): string => {
  const [, base = ''] = /^(\/m\/[^/]+)/.exec(page.url.pathname) ?? [];
  return base + path + page.url.search;
};

function checked(page: Page): Page {
  if (page.status >= 500 || page.name === 'failed') throw new NotNow(`status ${page.status}`);
  return page;
}
