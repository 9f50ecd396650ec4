import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { ensureLane, type LaneSpec } from '../../../db/delivery/lanes';
import { type CampaignDoc, type Text } from '../../../domain/campaigns/campaign';
import {
  insertCampaign,
  insertClient,
  insertCustomer,
  insertJourney,
  type Place,
} from '../../support/seeding/customers';
import { queueMessage } from '../../support/seeding/messages';
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
          'Dear {{ name }}\n{{ link }}\n\n{{ optOutLink }}',
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

/** A running campaign with its own lane; the clock stands still at START, in slots of `slotMs`. */
export async function scene(
  test: TestDb,
  options: { doc?: CampaignDoc; lane?: Partial<LaneSpec>; slotMs?: number } = {},
): Promise<Scene> {
  const { db } = test;
  await setClock(test, START, options.slotMs);
  const clientId = await insertClient(test);
  const channel = options.lane?.channel === 'sms' ? 'sms' : 'mail';
  const laneId = await ensureLane(db, { clientId, name: 'test', ...options.lane, channel });
  return {
    channel,
    campaignId: await addCampaign(test, clientId, options.doc ?? sampleDoc()),
    laneId,
    docs: new CampaignDocs(),
  };
}

export const addCampaign = (test: TestDb, clientId: number, doc: CampaignDoc): Promise<number> =>
  insertCampaign(test, clientId, doc);

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
  const place = await placeOf(test, at);
  const party = Buffer.from(`party${people++}`.padEnd(16, '-'));
  const { id: customerId } = await insertCustomer(test, place, {
    party,
    profile: { name: '高橋 <舞> & 子', [at.channel === 'sms' ? 'mobile' : 'mail']: mail },
    contacts: [{ channel: at.channel, hash: party }],
  });
  const journeyId = await insertJourney(test, place, customerId);
  const messageId = await addMessage(test, at, { journeyId, customerId }, 'notice', dueAt);
  return { messageId, journeyId, customerId, mail };
}

async function placeOf({ db }: TestDb, { campaignId }: Scene): Promise<Place> {
  const { client_id: clientId } = await db
    .selectFrom('campaigns')
    .select('client_id')
    .where('id', '=', campaignId)
    .executeTakeFirstOrThrow();
  return { clientId, campaignId };
}

export async function addMessage(
  test: TestDb,
  at: Scene,
  to: { journeyId: number; customerId: number },
  step: string,
  dueAt = START,
): Promise<number> {
  const { channel, laneId } = at;
  const notice = channel === 'sms' ? 's1' : 'n1';
  const place = await placeOf(test, at);
  return (await queueMessage(test, place, { ...to, laneId, channel, step, notice, dueAt })).messageId;
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
