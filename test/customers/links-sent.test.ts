import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import request from 'supertest';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { claimMessages } from '../../db/delivery/claims';
import { markHandingOver, recordDelivered } from '../../db/delivery/handovers';
import { takeOverLane } from '../../db/delivery/lane-health';
import { openPrintRuns } from '../../db/print/open-runs';
import { getRun, piecesOf, takeOverPostLane } from '../../db/print/runs';
import { insertMessages } from '../../db/journeys/step-writes';
import { composePieces } from '../../rendering/letter/compose';
import { PrintFile } from '../../rendering/letter/print-file';
import { addressees, composeMail } from '../../rendering/mail/compose';
import { composeSms } from '../../rendering/sms/compose';
import { type SeenPage, seenPages } from '../print/letter-fixture';
import { stepClock } from '../support/seed';
import { type Api, openApi } from '../support/api';
import { type LinkScene, linkScene } from './links-fixture';
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

/** What the lane of a channel would hand over now. */
async function claimed(s: LinkScene, channel: 'mail' | 'sms') {
  const { fence } = await takeOverLane(api.t.db, docs, s.lanes[channel]);
  const { messages } = await claimMessages(api.t.db, docs, { laneId: s.lanes[channel], fence, limit: 10 });
  return messages;
}

it('by mail: one leaves, with the new link and what became of the earlier one', async () => {
  const s = await linkScene(api);
  await s.ask().expect(201);
  await s.ask().expect(201);
  const [message, ...others] = await claimed(s, 'mail');
  expect(others).toEqual([]);
  const whom = (await addressees(api.t, [message!])).get(s.customerId);
  const mail = (await composeMail(composing(), message!, whom))!;
  expect(mail.to).toBe('c0@customers.example');
  const { subject, text = '' } = await PostalMime.parse(mail.raw);
  expect(subject).toContain('【URLの再送】みなとADSL終了のお手続き専用ページのご案内');
  expect(text).toContain('専用ページのURLを再送いたします');
  expect(text).toContain('以前お送りしたURLは無効になりました');
  expect(text).toContain('2027年4月9日(金)');
  expect(text).toContain(PUBLIC_URL + s.page(3));
  for (const earlier of [s.page(1), s.page(2)]) expect(text).not.toContain(earlier);
  expect(await markHandingOver(api.t.db, message!)).toBe(true);
  await recordDelivered(api.t.db, docs, [{ ...message!, kind: 'handed_over', ref: 'r' }]);
  expect(await s.sent()).toEqual(['mail withdrawn', 'mail handed_over']);
  expect(await claimed(s, 'mail')).toEqual([]);
});

it('by SMS: not in quiet hours, then one, that names no one and says nothing of the contract', async () => {
  const s = await linkScene(api);
  await stepClock(api.t, '2027-02-05T21:30:00+09:00');
  await s.ask({ channel: 'sms' }).expect(201);
  expect(await claimed(s, 'sms')).toEqual([]);
  await stepClock(api.t, '2027-02-06T09:30:00+09:00');
  const [message, ...others] = await claimed(s, 'sms');
  expect(others).toEqual([]);
  const whom = (await addressees(api.t, [message!])).get(s.customerId);
  const { to, body } = (await composeSms(composing(), message!, whom))!;
  expect(to).toBe('+819012345678');
  expect(body).toContain('専用ページのURLを再送いたします。以前お送りしたURLは無効になりました。');
  expect(body).toContain(`\n${PUBLIC_URL}${s.page(2)}\n`);
  for (const personal of ['見本', 'MN0', 'ライト']) expect(body).not.toContain(personal);
});

it('a hold that is opened before it leaves keeps it back', async () => {
  const s = await linkScene(api);
  await s.ask().expect(201);
  const hold = { reason: 'lawyer', source: 'INQ-7', reviewOn: '2027-03-01' };
  await api.act(`/api/customers/${s.customerId}/holds`, s.keys.operator.key, hold).expect(201);
  expect(await claimed(s, 'mail')).toEqual([]);
});

/** The letters of a customer that are due, as the print shop gets them. */
async function printed(s: LinkScene): Promise<SeenPage[]> {
  const { db } = api.t;
  const laneId = s.lanes.post;
  const { fence } = await takeOverPostLane(db, laneId);
  const { messages } = await claimMessages(db, docs, { laneId, fence, limit: 10 });
  const [runId] = await openPrintRuns(db, docs, { laneId, fence }, messages);
  const run = await getRun(db, runId!);
  const composed = await composePieces(composing(), run, await piecesOf(db, run.id, { after: 0, limit: 10 }));
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-links-'));
  try {
    const file = new PrintFile(join(dir, 'letters.pdf'), run.key, Date.parse('2027-02-05T05:00:00Z'));
    for (const one of composed) file.add('pages' in one ? one.pages : []);
    await file.close();
    return await seenPages(readFileSync(join(dir, 'letters.pdf')));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const codeOf = ([page]: SeenPage[]) =>
  page!.codes.find((code) => code.startsWith(PUBLIC_URL))!.slice(PUBLIC_URL.length);

describe('by letter', () => {
  it('the code in a letter that is on its way says that a newer link was sent; the one in the new letter opens', async () => {
    const s = await linkScene(api, { mail: null, channels: ['post'] });
    const journeys = api.t.db.selectFrom('journeys').selectAll().where('id', '=', s.journeyId);
    const journey = await journeys.executeTakeFirstOrThrow();
    const at = Date.parse('2027-02-05T10:00:00+09:00');
    const planned = { step: 'notice', channel: 'post', notice: 'letter', purpose: 'service_notice' } as const;
    const message = { ...planned, dueAt: at, notBefore: at, override: null };
    await api.t.db
      .transaction()
      .execute((trx) => insertMessages(trx, [{ journey, version: 1, laneId: s.lanes.post, message, attempts: 0 }]));
    const onItsWay = codeOf(await printed(s));
    expect(onItsWay).toBe(s.page(1));

    const { body } = await s.ask().expect(201);
    expect(body).toMatchObject({ channel: 'post', leavesAt: '2027-02-05T05:00:00.000Z' });
    await stepClock(api.t, '2027-02-05T14:30:00+09:00');
    const pages = await printed(s);
    const text = pages.map((page) => page.text.replace(/\s/g, '')).join('');
    expect(text).toContain('専用ページのURLを再送いたします');
    expect(text).toContain('以前の手紙に印刷された二次元コードも、お使いいただけません');
    expect(text).not.toContain('返送用紙にご');
    const renewed = codeOf(pages);
    expect(renewed).toBe(s.page(2));
    expect(pageName(await request(api.app).get(renewed).expect(200))).toBe('identify');

    const shown = await request(api.app).get(onItsWay).expect(410);
    expect(pageName(shown)).toBe('replaced');
    expect(shown.text).toContain('新しいURLをお送りした');
    expect(shown.text).toContain('tel:0120555310');
  });
});
