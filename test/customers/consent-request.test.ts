import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import request from 'supertest';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { claimMessages } from '../../db/delivery/claims';
import { takeOverLane } from '../../db/delivery/lane-health';
import { recordArrival } from '../../db/journeys/arrivals';
import { takeSteps } from '../../db/journeys/take-steps';
import { openPrintRuns } from '../../db/print/open-runs';
import { getRun, piecesOf, takeOverPostLane } from '../../db/print/runs';
import { composePieces } from '../../rendering/letter/compose';
import { PrintFile } from '../../rendering/letter/print-file';
import { addressees, composeMail } from '../../rendering/mail/compose';
import { composeSms } from '../../rendering/sms/compose';
import { seenPages } from '../print/letter-fixture';
import { type Api, openApi } from '../support/api';
import { type SeedCustomer, stepClock } from '../support/seed';
import { type LinkScene, linkScene, TEN } from './links-fixture';
import { pageName } from './page-fixture';

const PUBLIC_URL = 'https://closing.example';
const docs = new CampaignDocs();
let api: Api;
beforeAll(async () => void (api = await openApi()));
afterAll(() => api.t.close());
const composing = () => ({
  ...{ db: api.t.db, vault: api.t.vault, docs },
  config: { PUBLIC_URL, BOUNCE_DOMAIN: 'bounce.example' },
});

/** The customer answers alone beside a representative who may decide; the journey reads it. */
async function waiting(customer: SeedCustomer, profile: object, choice: 'cancel' | 'withdrawn' = 'cancel') {
  const s = await linkScene(api, { channels: ['sms', 'post'], contracts: 2, ...customer });
  const { db, vault } = api.t;
  const given = { evidence: '戸籍全部事項証明書', validFrom: '2027-01-01', mayDecide: true, ...profile };
  await api.act(`/api/customers/${s.customerId}/representatives`, s.keys.operator.key, given).expect(201);
  const [one, two] = s.customers[0]!.contracts;
  const withdrawn = { kind: 'answer_withdrawn', data: { via: 'phone', contracts: [one] } } as const;
  const answer = { kind: 'answer', data: { via: 'phone', choices: { [one!]: 'cancel', [two!]: 'migrate' } } } as const;
  await db.transaction().execute((trx) =>
    recordArrival(trx, {
      ...{ campaignId: s.campaignId, customerId: s.customerId, source: 'desk', dedupe: 'call', by: 'customer' },
      ...{ at: Date.parse(TEN), ...(choice === 'cancel' ? answer : withdrawn) },
    }),
  );
  const laneOf = async (_: unknown, __: number, channel: string) => s.lanes[channel as 'mail'];
  await takeSteps({ db, vault, docs, laneOf }, [{ journeyId: s.journeyId, run: 1, turn: 0 }]);
  return s;
}

async function claimed(s: LinkScene, channel: 'mail' | 'sms') {
  const { fence } = await takeOverLane(api.t.db, docs, s.lanes[channel]);
  const { messages } = await claimMessages(api.t.db, docs, { laneId: s.lanes[channel], fence, limit: 10 });
  const own = messages.filter(({ step }) => step === 'consent-request');
  expect(own).toHaveLength(1);
  return { message: own[0]!, whom: (await addressees(api.t, own)).get(s.customerId) };
}

/** The text of each page of the letters due, as the print shop gets them. */
async function printed(s: LinkScene) {
  const { db } = api.t;
  const laneId = s.lanes.post;
  const { fence } = await takeOverPostLane(db, laneId);
  const { messages } = await claimMessages(db, docs, { laneId, fence, limit: 10 });
  const own = messages.filter(({ step }) => step === 'consent-request');
  const [runId] = await openPrintRuns(db, docs, { laneId, fence }, own);
  const run = await getRun(db, runId!);
  const composed = await composePieces(composing(), run, await piecesOf(db, run.id, { after: 0, limit: 10 }));
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-consents-'));
  try {
    const path = join(dir, 'letters.pdf');
    const file = new PrintFile(path, run.key, Date.parse(TEN));
    for (const one of composed) file.add('pages' in one ? one.pages : []);
    await file.close();
    return await seenPages(readFileSync(path));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const parent = { relation: 'parent', name: '見本 母', birthDate: '1985-06-07' };
const place = { address: '東京都港区海岸1-1-1', postalCode: '1050022' };

describe('to the parent of a minor', () => {
  it('by letter: who is asked, what was answered, how and until when to consent, what happens otherwise; with a form', async () => {
    const s = await waiting({ mail: null, ageFrom: 0 }, { ...parent, ...place });
    await stepClock(api.t, '2027-02-05T14:30:00+09:00');
    const pages = await printed(s);
    const text = pages.map((page) => page.text.replace(/\s/g, '')).join('');
    expect(text).toContain('保護者見本母様');
    for (const said of [
      '2027年2月5日(金)に、ご契約者ご本人から次のお申し出がありました',
      '契約番号の末尾',
      '法定代理人（親権者または未成年後見人）の方の同意が必要です（民法第5条）',
      '法定代理人の方の生年月日、ご登録の電話番号の下4桁、または別にお届けする確認番号',
      'までに、次のいずれかの方法で',
      'この手紙に続く返送用紙でも、お答えいただけます。ご署名は、法定代理人の方がお書きください',
      'ご契約者ご本人からのお申し出は、承ることができません',
      'お手続きがないまま、',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).toContain('返送用紙みなとADSL');
    expect(text).not.toContain('受付番号');
    const link = pages.flatMap(({ codes }) => codes).find((code) => code.startsWith(PUBLIC_URL))!;
    expect(link).toBe(PUBLIC_URL + s.page(2));
    expect(pageName(await request(api.app).get(s.page(2)).expect(200))).toBe('identify');
  });

  it('by mail, to her own address, with the link that is hers', async () => {
    const s = await waiting({ ageFrom: 0 }, { ...parent, mail: 'haha@example.jp' });
    const { message, whom } = await claimed(s, 'mail');
    const mail = (await composeMail(composing(), message, whom))!;
    expect(mail.to).toBe('haha@example.jp');
    const { subject, text = '' } = await PostalMime.parse(mail.raw);
    expect(subject).toContain('【ご確認のお願い】みなとADSL終了に伴う、ご契約者ご本人からのお申し出について');
    expect(text).toContain('（民法第5条）');
    expect(text).toContain('■ お知らせがない場合');
    expect(text).toContain(PUBLIC_URL + s.page(2));
    expect(text).not.toContain('返送用紙でも');
    expect(text).not.toMatch(/MN0-\d/);
  });

  it('by SMS, which names no one and says nothing of the contract or the age', async () => {
    const s = await waiting({ mail: null, ageFrom: 0 }, { ...parent, phone: '09087654321' });
    const { message, whom } = await claimed(s, 'sms');
    const { to, body } = (await composeSms(composing(), message, whom))!;
    expect(to).toBe('+819087654321');
    expect(body).toContain('法定代理人の方のご確認が必要です');
    expect(body).toContain(PUBLIC_URL + s.page(2));
    expect(body).not.toMatch(/見本|MN0|ライト|末尾|未成年|解約/);
  });

  it('of an answer taken back says so', async () => {
    const s = await waiting({ ageFrom: 0 }, { ...parent, mail: 'haha@example.jp' }, 'withdrawn');
    const { message, whom } = await claimed(s, 'mail');
    const { text = '' } = await PostalMime.parse((await composeMail(composing(), message, whom))!.raw);
    expect(text).toContain('先のお申し出の取り消し');
  });
});

it('to the guardian of an adult: the ward cannot answer alone, the guardian decides; no consent of a minor’s', async () => {
  const guardian = { relation: 'guardian', name: '後見 花子', evidenceOn: '2026-12-01', mail: 'kouken@example.jp' };
  const s = await waiting({}, guardian);
  const { message, whom } = await claimed(s, 'mail');
  const { text = '' } = await PostalMime.parse((await composeMail(composing(), message, whom))!.raw);
  expect(text).toContain('ご本人のお申し出だけでは、承ることができません（民法第9条）');
  expect(text).toContain('成年後見人の方の生年月日');
  expect(text).not.toMatch(/未成年|第5条/);
});
