import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { insertCampaign, insertClient, insertCustomer } from './seeding/customers';
import { type TestDb } from './test-db';

const day = (date: string, time = '00:00') => Date.parse(`${date}T${time}:00+09:00`);
const text = (ja: string) => ({ ja, en: ja });

/** A campaign of two steps: notice, 14 days, reminder, 10 business days; apply by 9 April 2027, grace a week. */
export function testDoc(change: Partial<CampaignDoc> = {}): CampaignDoc {
  return {
    name: 'みなとADSL 終了',
    service: text('みなとADSL'),
    zone: 'Asia/Tokyo',
    sender: {
      name: text('みなと通信'),
      address: '東京都港区海岸1-1-1',
      phone: '0120-555-310',
      hours: text('9時から19時'),
      mailFrom: 'info@minato.example',
      site: 'https://minato.example',
    },
    facts: {
      ending: text('終わります'),
      keeps: text('電話番号はそのままです'),
      todo: text('お選びください'),
      refund: text('ありません'),
    },
    choices: [
      { id: 'migrate', label: text('光回線へ移る'), detail: text('工事費は無料です') },
      { id: 'cancel', label: text('解約する'), detail: text('解約金はありません') },
    ],
    dates: {
      firstDispatch: day('2027-02-01'),
      applyBy: day('2027-04-10') - 1,
      applyByRule: 'arrival',
      lastDispatch: day('2027-04-03') - 1,
      endOfService: day('2027-05-01') - 1,
      graceUntil: day('2027-04-17') - 1,
      claimsUntil: day('2027-11-01') - 1,
    },
    calendar: { weekend: true, holidays: 'japan', closedDays: [] },
    quietHours: { mail: { from: '20:00', until: '09:00' } },
    policy: {
      table: {
        service_notice: { mail: { yes: 'contact', unknown: 'contact', no: 'override' } },
        offer: { mail: { yes: 'contact', unknown: 'dont', no: 'dont' } },
      },
      overrides: [],
    },
    notices: {
      notice: {
        channel: 'mail',
        subject: text('終了のご案内'),
        body: text('{{ name }} 様 {{ link }} {{ optOutLink }}'),
      },
      reminder: { channel: 'mail', subject: text('再案内'), body: text('{{ name }} 様 {{ link }} {{ optOutLink }}') },
    },
    plan: {
      steps: [
        {
          id: 'notice',
          kind: 'notice',
          purpose: 'service_notice',
          first: ['mail'],
          notice: 'notice',
          wait: { days: 14 },
        },
        {
          id: 'reminder',
          kind: 'reminder',
          purpose: 'service_notice',
          first: ['mail'],
          notice: 'reminder',
          wait: { businessDays: 10 },
        },
      ],
    },
    columns: { number: '契約番号', name: '氏名' },
    ...change,
  };
}

/** A campaign over all four channels: notice, reminder, call, final letter; a letter about defects, two rounds. */
export function channelsDoc(change: Partial<CampaignDoc> = {}): CampaignDoc {
  const base = testDoc();
  const contact = { yes: 'contact', unknown: 'contact', no: 'dont' } as const;
  const offer = { yes: 'contact', unknown: 'dont', no: 'dont' } as const;
  const titled = (channel: 'mail' | 'post' | 'phone', words: string) => ({
    channel,
    subject: text(words),
    body: text('{{ name }} 様 {{ link }} {{ optOutLink }}'),
  });
  const sms = { channel: 'sms' as const, body: text('{{ sender.name }} {{ link }} {{ optOutLink }}') };
  const letter = { channel: 'post' as const, subject: text('ご案内'), body: text('{{ name }} 様 {{ link }}') };
  const purpose = 'service_notice' as const;
  const written = { mail: 'notice', sms: 'sms', post: 'letter' };
  return {
    ...base,
    quietHours: {
      mail: { from: '20:00', until: '09:00' },
      sms: { from: '20:00', until: '09:00' },
      post: null,
      phone: { from: '20:00', until: '10:00' },
    },
    policy: {
      table: {
        service_notice: { mail: contact, sms: contact, post: contact, phone: contact },
        offer: { mail: offer, sms: offer, post: offer, phone: offer },
      },
      overrides: [],
    },
    notices: {
      ...base.notices,
      sms,
      letter,
      script: {
        channel: 'phone',
        subject: text('お電話'),
        body: text('{{ sender.name }}です。{{ name }} 様でいらっしゃいますか'),
      },
      final: titled('post', '最終案内'),
      defect: titled('post', '不備のお知らせ'),
    },
    segments: { elderly: { ageFrom: 75 }, companies: { kind: 'company' } },
    post: { runAt: '14:00', arrivesAfter: 2, mailClass: 'ordinary', returnTo: text('東京都港区海岸1-1-1') },
    plan: {
      steps: [
        {
          id: 'notice',
          kind: 'notice',
          purpose,
          first: ['mail', 'sms', 'post'],
          except: ['elderly'],
          notice: written,
          wait: { days: 14 },
        },
        {
          id: 'notice-elderly',
          kind: 'notice',
          purpose,
          all: ['mail', 'post'],
          only: ['elderly'],
          notice: written,
          wait: { days: 14 },
        },
        {
          id: 'call',
          kind: 'call',
          purpose,
          first: ['phone'],
          notice: 'script',
          call: { attempts: 2, spacing: { businessDays: 1 } },
          wait: { days: 5 },
        },
        { id: 'final', kind: 'reminder', purpose, first: ['post'], notice: 'final', wait: { days: 0 } },
      ],
      onDefect: { purpose, first: ['post'], notice: 'defect', rounds: 2, wait: { days: 10 } },
    },
    ...change,
  };
}

/** A further version of a campaign in force; journeys in `keep` stay with the first. */
export async function laterVersion(
  t: TestDb,
  campaignId: number,
  doc: CampaignDoc,
  keep: number[] = [],
): Promise<void> {
  const { client_id } = await t.db
    .selectFrom('campaigns')
    .select('client_id')
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  await t.db
    .insertInto('campaign_versions')
    .values({ campaign_id: campaignId, version: 2, client_id, doc: JSON.stringify(doc) })
    .execute();
  await t.db.updateTable('campaigns').set({ version: 2 }).where('id', '=', campaignId).execute();
  if (keep.length > 0) await t.db.updateTable('journeys').set({ plan_version: 1 }).where('id', 'in', keep).execute();
}

export interface SeedCustomer {
  /** Further channels with a usable address. */
  channels?: ('sms' | 'post' | 'phone')[];
  ageFrom?: number;
  /** Null: no e-mail known. */
  mail?: string | null;
  consent?: boolean;
  /** Under protection (支援措置). */
  protected?: true;
  hold?: string;
  contracts?: number;
}

export interface Seeded {
  clientId: number;
  campaignId: number;
  customers: { id: number; contracts: number[] }[];
}

/** A client with a running campaign and its audience, as an import and two approvals would have left it. */
export async function seedCampaign(
  t: TestDb,
  options: { doc?: CampaignDoc; customers: SeedCustomer[]; status?: 'running' | 'draft' },
): Promise<Seeded> {
  const doc = options.doc ?? testDoc();
  const clientId = await insertClient(t);
  const status = options.status ?? 'running';
  const started = status === 'running' ? { startedAt: doc.dates.firstDispatch } : {};
  const campaignId = await insertCampaign(t, clientId, doc, { status, ...started });
  const customers = [];
  for (const [index, customer] of options.customers.entries()) {
    customers.push(await seedCustomer(t, { clientId, campaignId, index, customer }));
  }
  return { clientId, campaignId, customers };
}

async function seedCustomer(
  t: TestDb,
  input: { clientId: number; campaignId: number; index: number; customer: SeedCustomer },
) {
  const { clientId, index, customer } = input;
  const { channels = [], ageFrom } = customer;
  const mail = customer.mail === undefined ? `c${index}@customers.example` : customer.mail;
  const hashOf = (channel: 'sms' | 'post' | 'phone') =>
    t.vault.index(clientId, channel === 'post' ? 'post' : 'phone', `${index}`);
  const seeded = await insertCustomer(t, input, {
    ...(ageFrom !== undefined && { ageFrom }),
    party: t.vault.index(clientId, 'party', String(index)),
    profile: { name: `見本 ${index}`, birth: '1970-01-02', ...(mail !== null && { mail }), ...further(channels) },
    factors: { birth: '1970-01-02' },
    contacts: [
      ...(mail === null ? [] : [{ channel: 'mail' as const, hash: t.vault.index(clientId, 'mail', mail) }]),
      ...channels.map((channel) => ({ channel, hash: hashOf(channel) })),
    ],
    contracts: Array.from({ length: customer.contracts ?? 1 }, (_, n) => ({
      number: `MN${index}-${n}`,
      product: 'ライト',
    })),
  });
  await seedMarks(t, { customer_id: seeded.id, client_id: clientId }, customer);
  return seeded;
}

/** What an earlier import has noted: a declaration, protection, a contact hold. */
async function seedMarks(
  { db }: TestDb,
  own: { customer_id: number; client_id: number },
  { consent, protected: hidden, hold }: SeedCustomer,
): Promise<void> {
  const at = new Date(0);
  if (consent !== undefined) {
    const declared = { channel: 'mail', purpose: 'service_notice', value: consent, source: 'import', at } as const;
    await db
      .insertInto('consents')
      .values({ ...own, ...declared })
      .execute();
  }
  const mark = { ...own, source: 'import', opened_at: at };
  if (hidden) await db.insertInto('protections').values(mark).execute();
  if (hold)
    await db
      .insertInto('holds')
      .values({ ...mark, reason: hold })
      .execute();
}

const further = (channels: string[]) => ({
  ...(channels.includes('sms') && { mobile: '+819012345678' }),
  ...(channels.includes('phone') && { phone: '+81312345678' }),
  ...(channels.includes('post') && { postalCode: '1050022', address: '東京都港区海岸1-1-1' }),
});

/** Puts the installation's clock on a stepped instant. */
export async function stepClock(t: TestDb, at: number | string): Promise<number> {
  const instant = typeof at === 'string' ? Date.parse(at) : at;
  await t.db
    .updateTable('clock')
    .set({ stepped_to: new Date(instant), speed: 86_400, slot_ms: 86_400_000, slack_ms: 60_000 })
    .execute();
  return instant;
}
