import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { ensureLane, type LaneSpec } from '../../../db/delivery/lanes';
import { newPieceCode } from '../../../db/journeys/step-writes';
import { type CampaignDoc, type Text } from '../../../domain/campaigns/campaign';
import { type TestDb } from '../../support/test-db';

export const MINUTE = 60_000;
export const DAY = 86_400_000;
/** 10:00 in Tokyo on a Monday. */
export const START = Date.parse('2027-01-18T01:00:00Z');
const text = (ja: string, en = ''): Text => ({ ja, en });

export function sampleDoc(changes: Partial<CampaignDoc> = {}): CampaignDoc {
  return {
    name: 'サンプル終了',
    service: text('サンプル通信', 'Sample Mobile'),
    zone: 'Asia/Tokyo',
    sender: {
      name: text('サンプル株式会社', 'Sample Inc.'),
      address: '東京都千代田区1-1',
      phone: '0120-000-000',
      hours: text('9時〜18時', '9:00–18:00'),
      mailFrom: 'notice@sample.example',
      site: 'https://sample.example/',
    },
    facts: { ending: text('サービスを終了します。', 'The service ends.') },
    choices: [],
    dates: {
      firstDispatch: START - DAY,
      applyBy: START + 60 * DAY,
      applyByRule: 'arrival',
      lastDispatch: START + 40 * DAY,
      endOfService: START + 70 * DAY,
      graceUntil: null,
      claimsUntil: null,
    },
    calendar: { weekend: true, holidays: 'none', closedDays: [] },
    quietHours: { mail: { from: '21:00', until: '08:00' } },
    policy: { table: {} as never, overrides: [] },
    notices: {
      n1: {
        channel: 'mail',
        subject: text('{{ service }}終了のお知らせ', '{{ service }} is ending'),
        body: text(
          '{{ name }} 様\n\n{{ facts.ending }}\n{{ link }}\n\n{{ optOutLink }}',
          'Dear {{ name }}\n{{ link }}',
        ),
      },
      s1: { channel: 'sms', body: text('{{ service }}が終わります {{ link }} 停止 {{ optOutLink }}') },
    },
    plan: {
      steps: [
        { id: 'notice', kind: 'notice', purpose: 'service_notice', first: ['mail'], notice: 'n1', wait: { days: 14 } },
        {
          id: 'reminder',
          kind: 'reminder',
          purpose: 'service_notice',
          first: ['mail'],
          notice: 'n1',
          wait: { days: 1 },
        },
      ],
    },
    columns: {},
    ...changes,
  };
}

export interface Scene {
  campaignId: number;
  channel: 'mail' | 'sms';
  laneId: number;
  docs: CampaignDocs;
}

let scenes = 0;

/** A running campaign with its own lane; the clock stands still at START, in slots of `slotMs`. */
export async function scene(
  test: TestDb,
  options: { doc?: CampaignDoc; lane?: Partial<LaneSpec>; slotMs?: number } = {},
): Promise<Scene> {
  const { db } = test;
  await setClock(test, START, options.slotMs);
  const number = ++scenes;
  const client = await db
    .insertInto('clients')
    .values({ code: `c${number}`, name: 'Client' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const channel = options.lane?.channel === 'sms' ? 'sms' : 'mail';
  const laneId = await ensureLane(db, { clientId: client.id, name: 'test', ...options.lane, channel });
  return {
    channel,
    campaignId: await addCampaign(test, client.id, options.doc ?? sampleDoc()),
    laneId,
    docs: new CampaignDocs(),
  };
}

export async function addCampaign({ db }: TestDb, clientId: number, doc: CampaignDoc): Promise<number> {
  const { id } = await db
    .insertInto('campaigns')
    .values({ client_id: clientId, name: doc.name, status: 'running' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const version = { campaign_id: id, version: 1, client_id: clientId, doc: JSON.stringify(doc) };
  await db.insertInto('campaign_versions').values(version).execute();
  return id;
}

export async function setClock({ db }: TestDb, at: number, slotMs = 0): Promise<void> {
  await db
    .updateTable('clock')
    .set({ stepped_to: new Date(at), slot_ms: slotMs })
    .execute();
}

export interface Queued {
  messageId: number;
  journeyId: number;
  customerId: number;
  mail: string;
}

let people = 0;

/** A customer with a queued notice, due now unless said otherwise; `mail` is a mobile number on an SMS lane. */
export async function queue(test: TestDb, at: Scene, mail = `p${people}@example.jp`, dueAt = START): Promise<Queued> {
  const { db, vault } = test;
  const { client_id } = await db
    .selectFrom('campaigns')
    .select('client_id')
    .where('id', '=', at.campaignId)
    .executeTakeFirstOrThrow();
  const party_hash = Buffer.from(`party${people++}`.padEnd(16, '-'));
  const customer = await db
    .insertInto('customers')
    .values({ client_id, kind: 'person', party_hash })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { key, wrapped } = vault.newKey();
  const own = { customer_id: customer.id, client_id };
  await db
    .insertInto('vault_keys')
    .values({ ...own, master_key_id: vault.keyId, wrapped_key: wrapped })
    .execute();
  const data = vault.encrypt(key, { name: '高橋 <舞> & 子', [at.channel === 'sms' ? 'mobile' : 'mail']: mail });
  await db
    .insertInto('vault_items')
    .values({ ...own, item: 'profile', data })
    .execute();
  await db
    .insertInto('contact_points')
    .values({ ...own, channel: at.channel, hash: party_hash })
    .execute();
  const journey = await db
    .insertInto('journeys')
    .values({ ...own, campaign_id: at.campaignId })
    .returning('id')
    .executeTakeFirstOrThrow();
  const messageId = await addMessage(test, at, { journeyId: journey.id, customerId: customer.id }, 'notice', dueAt);
  return { messageId, journeyId: journey.id, customerId: customer.id, mail };
}

export async function addMessage(
  { db }: TestDb,
  at: Scene,
  to: { journeyId: number; customerId: number },
  step: string,
  dueAt = START,
): Promise<number> {
  const { client_id } = await db
    .selectFrom('campaigns')
    .select('client_id')
    .where('id', '=', at.campaignId)
    .executeTakeFirstOrThrow();
  const base = { client_id, campaign_id: at.campaignId, customer_id: to.customerId };
  const piece = await db
    .insertInto('pieces')
    .values({ ...base, code: newPieceCode() })
    .returning('id')
    .executeTakeFirstOrThrow();
  const message = await db
    .insertInto('messages')
    .values({
      ...base,
      journey_id: to.journeyId,
      piece_id: piece.id,
      lane_id: at.laneId,
      run: 1,
      step,
      channel: at.channel,
      purpose: 'service_notice',
      notice: at.channel === 'sms' ? 's1' : 'n1',
      version: 1,
      due_at: new Date(dueAt),
      not_before: new Date(dueAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return message.id;
}

export const messageOf = (test: TestDb, id: number) =>
  test.db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

export const ledgerKinds = async (test: TestDb, at: Scene): Promise<string[]> => {
  const rows = await test.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${at.campaignId}`)
    .orderBy('seq')
    .execute();
  return rows.map((row) => (JSON.parse(row.body) as { kind: string }).kind);
};
