import express from 'express';
import pino from 'pino';
import request from 'supertest';
import { pagesRouter } from '../../api/customer-pages/router';
import { type AppDeps } from '../../api/http/deps';
import { loadConfig } from '../../config/settings';
import { ensureLinks } from '../../db/customers/links';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { insertCampaign, insertClient, insertCustomer, insertJourney, type Place } from '../support/seeding/customers';
import { testDb, type TestDb } from '../support/test-db';

export const NOW = Date.parse('2026-12-10T14:41:00+09:00');
const endOf = (date: string) => Date.parse(`${date}T23:59:59.999+09:00`);
const text = (ja: string, en: string) => ({ ja, en });

export const doc: CampaignDoc = {
  name: 'みなとADSL終了',
  zone: 'Asia/Tokyo',
  sender: {
    name: text('みなと通信', 'Minato Telecom'),
    address: '東京都港区1-2-3',
    phone: '0120-555-310',
    hours: text('9〜19時(年末年始を除く)', '9:00-19:00, closed at New Year'),
    mailFrom: 'info@minato.example',
    site: 'https://minato.example/adsl',
  },
  service: text('みなとADSL', 'Minato ADSL'),
  facts: {
    ending: text(
      '終わったあとは、このインターネットは使えなくなります。',
      'Afterwards this internet access stops working.',
    ),
    keeps: text('固定電話の番号は変わりません。', 'Your phone number stays the same.'),
    todo: text('光回線へ移るか、解約するかをお選びください。', 'Please choose to move to fibre or to cancel.'),
    refund: text('前払いの料金は、日割りでお返しします。', 'Prepaid fees are returned by the day.'),
  },
  choices: [
    {
      id: 'migrate',
      label: text('光回線へ移る', 'Move to fibre'),
      detail: text(
        '月4,180円から(いまは3,980円)。工事費は無料',
        'From 4,180 yen a month (now 3,980). Installation is free',
      ),
    },
    {
      id: 'cancel',
      label: text('解約する', 'Cancel the service'),
      detail: text('1月31日で終わります。解約金はかかりません', 'Ends on 31 January, no fee'),
    },
  ],
  dates: {
    firstDispatch: endOf('2026-11-02'),
    applyBy: endOf('2027-01-15'),
    applyByRule: 'arrival',
    lastDispatch: endOf('2027-01-08'),
    endOfService: endOf('2027-01-31'),
    graceUntil: endOf('2027-01-22'),
    claimsUntil: endOf('2027-03-31'),
  },
  calendar: { weekend: true, holidays: 'japan', closedDays: [] },
  quietHours: { mail: null },
  policy: {
    table: {
      service_notice: { mail: { yes: 'contact', no: 'dont', unknown: 'contact' } },
      offer: { mail: { yes: 'contact', no: 'dont', unknown: 'dont' } },
    },
    overrides: [],
  },
  notices: {},
  plan: {
    steps: [{ id: 'n', kind: 'notice', purpose: 'service_notice', first: ['mail'], notice: 'n', wait: { days: 7 } }],
  },
  columns: {},
};

export interface CustomerInput {
  name?: string;
  kind?: 'person' | 'company';
  birth?: string;
  phone4?: string;
  code?: string;
  contracts?: { number: string; product?: string }[];
  doc?: CampaignDoc;
  /** In this customer's campaign; by default in one of its own. */
  beside?: TestCustomer;
}

export interface TestCustomer {
  clientId: number;
  campaignId: number;
  customerId: number;
  journeyId: number;
  contracts: number[];
  /** `/m/<token>` and `/s/<token>`. */
  page: string;
  optOut: string;
}

export interface PagesTest extends TestDb {
  deps: AppDeps;
  app: express.Express;
  setNow(at: number): Promise<void>;
  addCustomer(input?: CustomerInput): Promise<TestCustomer>;
}

/** The router alone on a database of its own, its clock standing at NOW. */
export async function pagesTest(): Promise<PagesTest> {
  const test = await testDb();
  const config = loadConfig({ DATABASE_URL: test.url, MASTER_KEY_FILE: '/nowhere', LOG_LEVEL: 'silent' });
  const deps: AppDeps = {
    config,
    db: test.db,
    pool: test.pool,
    scoped: test.scoped,
    vault: test.vault,
    log: pino({ level: 'silent' }),
  };
  const app = express();
  app.use(pagesRouter(deps));
  const setNow = async (at: number) => {
    await test.db
      .updateTable('clock')
      .set({ stepped_to: new Date(at) })
      .execute();
  };
  await setNow(NOW);
  return { ...test, deps, app, setNow, addCustomer: (input) => addCustomer(test, input ?? {}) };
}

let serial = 0;

/** A client of its own with a running campaign. */
async function addCampaign(test: TestDb, campaignDoc: CampaignDoc): Promise<Place> {
  const clientId = await insertClient(test);
  return { clientId, campaignId: await insertCampaign(test, clientId, campaignDoc, { startedAt: NOW }) };
}

/** Adds a customer with links to a test's database. */
export async function addCustomer(test: TestDb, input: CustomerInput): Promise<TestCustomer> {
  const { db, vault } = test;
  const { name = '坂本 良枝', kind = 'person', phone4, code } = input;
  const place = input.beside ?? (await addCampaign(test, input.doc ?? doc));
  const { clientId, campaignId } = place;
  const birth = input.birth ?? (phone4 || code ? undefined : '1948-03-07');
  const { id: customerId, contracts } = await insertCustomer(test, place, {
    kind,
    party: Buffer.alloc(16, ++serial),
    profile: { name },
    factors: { birth, phone4, code },
    contracts: input.contracts ?? [{ number: 'MN-4402-59208', product: 'ライト' }],
  });
  const journeyId = await insertJourney(test, place, customerId);
  await db
    .transaction()
    .execute((trx) =>
      ensureLinks(trx, vault, { clientId, campaignId, customerIds: [customerId], expiresAt: endOf('2027-03-02') }),
    );
  const token = (kind: 'page' | 'optout') => vault.linkToken({ campaignId, customerId, kind, version: 1 });
  return {
    clientId,
    campaignId,
    customerId,
    journeyId,
    contracts,
    page: `/m/${token('page')}`,
    optOut: `/s/${token('optout')}`,
  };
}

export const BIRTH = { birthYear: '1948', birthMonth: '3', birthDay: '7' };

/** A browser with its cookies, for one customer's link. */
export class Browser {
  private readonly agent;
  constructor(
    app: express.Express,
    readonly base: string,
  ) {
    this.agent = request.agent(app);
  }

  get(below = '') {
    return this.agent.get(this.base + below);
  }

  post(below: string, fields: Record<string, string> = {}) {
    return this.agent
      .post(this.base + below)
      .type('form')
      .send(fields);
  }

  /** Gives the right second factor. */
  async enter(fields: Record<string, string> = BIRTH): Promise<this> {
    await this.post('', fields).expect(303);
    return this;
  }

  /** Chooses, checks and sends, as a person would; gives the reply to the last form. */
  async answer(choices: Record<number, string>, from = '/choose') {
    await this.draft(choices, from);
    return this.post('/send', hiddenFields((await this.get('/check').expect(200)).text));
  }

  async draft(choices: Record<number, string>, from = '/choose') {
    const key = hiddenFields((await this.get(from).expect(200)).text).key!;
    const named = Object.fromEntries(Object.entries(choices).map(([id, choice]) => [`choice-${id}`, choice]));
    return this.post('/choose', { key, ...named }).expect(303);
  }
}

export const pageName = (res: request.Response): string | undefined =>
  /<meta name="tsunagi-page" content="([\w-]+)"/.exec(res.text)?.[1];

export const receiptOf = (res: request.Response): string | undefined =>
  /<b data-receipt>([^<]+)<\/b>/.exec(res.text)?.[1];

export function hiddenFields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name, value]) => [name!, value!]));
}
