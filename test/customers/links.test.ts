import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { createApiKey } from '../../db/access/api-keys';
import { type SeedCustomer, stepClock } from '../support/seed';
import { type Api, ledgerKinds, makePerson, openApi } from '../support/api';
import { type LinkScene, linkScene, RIGHT, TEN } from './links-fixture';
import { BIRTH, pageName } from './page-fixture';

let api: Api;
beforeAll(async () => void (api = await openApi()));
afterAll(() => api.t.close());

const opened = (path: string) => request(api.app).get(path);
const consent = (s: LinkScene, channel: 'mail' | 'sms' | 'post', value = false) => {
  const row = { customer_id: s.customerId, client_id: s.clientId, channel, purpose: 'service_notice' as const, value };
  return api.t.db
    .insertInto('consents')
    .values({ ...row, source: 'phone', at: new Date(0) })
    .execute();
};
/** What no one may find after a refusal: a message, or another link than the first. */
const unchanged = async (s: LinkScene) => {
  expect(await s.sent()).toEqual([]);
  expect(pageName(await opened(s.page(1)).expect(200))).toMatch(/^(identify|call)$/);
  await opened(s.page(2)).expect(404);
};

describe('a new link', () => {
  it('goes to the address on file; the earlier one ends at once and says so on its page', async () => {
    const s = await linkScene(api);
    const { body } = await s.ask({ recording: 'rec-7' }).expect(201);
    const { campaignId, customerId } = s;
    expect(body).toEqual({ customerId, campaignId, channel: 'mail', leavesAt: '2027-02-05T01:00:00.000Z' });
    expect(await s.sent()).toEqual(['mail queued']);
    expect(pageName(await opened(s.page(2)).expect(200))).toBe('identify');
    for (const ended of [
      opened(s.page(1)),
      opened(`${s.page(1)}/receipt`),
      request(api.app).post(s.page(1)).type('form').send(BIRTH),
    ]) {
      const shown = await ended.expect(410);
      expect(pageName(shown)).toBe('replaced');
      expect(shown.text).toContain('新しいURLをお送りしています');
      expect(shown.text).toContain('0120-555-310');
      for (const personal of ['見本', 'MN0', '1970', 'customers.example']) expect(shown.text).not.toContain(personal);
    }
    expect((await opened(`${s.page(1)}?lang=en`)).text).toContain('We have sent a new link');
    const check = api.t.db.selectFrom('caller_checks').select(['asked', 'passed', 'items', 'recording']);
    expect(await check.where('customer_id', '=', customerId).execute()).toEqual([
      { asked: 'new_link', passed: true, items: ['birthDate', 'contractNumber'], recording: 'rec-7' },
    ]);
  });

  it('is in the timeline, in words, with who asked why; the ledger has neither link nor address', async () => {
    const s = await linkScene(api);
    await s.ask().expect(201);
    const { body } = await api.send('get', `/api/journeys/${s.journeyId}`, s.keys.operator.key).expect(200);
    const event = (body.timeline as { kind: string }[]).find(({ kind }) => kind === 'link_sent_again');
    expect(event).toMatchObject({
      what: { ja: '専用ページのURLを再送した（以前のURLは無効）' },
      reason: 'メールを消してしまった',
      entry: { by: `person:${s.keys.operator.personId}`, channel: 'mail' },
    });
    expect(await ledgerKinds(api.t, s.campaignId)).toEqual(
      expect.arrayContaining(['caller_identified', 'reply', 'link_sent_again']),
    );
    const rows = await api.t.db
      .selectFrom('ledger')
      .select('body')
      .where('chain', '=', `campaign:${s.campaignId}`)
      .execute();
    const ledger = rows.map((row) => row.body).join('\n');
    for (const secret of [s.page(2).slice(3), 'customers.example', '1970', 'MN0']) expect(ledger).not.toContain(secret);
  });

  it.each<[string, SeedCustomer, ('mail' | 'sms')[], string]>([
    ['by SMS to who refuses mail', { channels: ['sms', 'post'] }, ['mail'], 'sms'],
    ['by letter to who refuses mail and SMS', { channels: ['sms', 'post'] }, ['mail', 'sms'], 'post'],
    ['by letter to who has nothing else', { mail: null, channels: ['phone', 'post'] }, [], 'post'],
    ['also to a customer under protection', { channels: ['post'], protected: true }, [], 'mail'],
  ])('goes %s', async (_what, customer, refused, channel) => {
    const s = await linkScene(api, customer);
    for (const one of refused) await consent(s, one);
    const identity = customer.protected ? { identity: RIGHT } : {};
    expect((await s.ask(identity).expect(201)).body.channel).toBe(channel);
    expect(await s.sent()).toEqual([`${channel} queued`]);
  });

  it('goes by the channel the caller names, and waits for the end of its quiet hours', async () => {
    const s = await linkScene(api);
    await stepClock(api.t, '2027-02-05T21:30:00+09:00');
    const { body } = await s.ask({ channel: 'sms' }).expect(201);
    expect(body).toMatchObject({ channel: 'sms', leavesAt: '2027-02-06T00:00:00.000Z' });
  });

  it('passes over a channel that is paused', async () => {
    const s = await linkScene(api);
    const pause = { scope: { channel: 'mail' }, reason: '障害', extendWaits: false };
    await api.act(`/api/campaigns/${s.campaignId}/pauses`, s.keys.manager.key, pause).expect(201);
    expect((await s.ask().expect(201)).body.channel).toBe('sms');
  });

  it('takes over the wrong tries at the second factor', async () => {
    const s = await linkScene(api);
    const wrong = (path: string) =>
      request(api.app)
        .post(path)
        .type('form')
        .send({ ...BIRTH, birthDay: '8' });
    for (let n = 0; n < 4; n++) await wrong(s.page(1)).expect(403);
    await s.ask().expect(201);
    await wrong(s.page(2)).expect(429);
    await s.ask().expect(201);
    expect(pageName(await opened(s.page(3)).expect(429))).toBe('locked');
  });

  it('asked for twice with one key is one link and one message, with the same reply', async () => {
    const s = await linkScene(api);
    const key = randomUUID();
    const send = () =>
      api
        .send('post', `/api/customers/${s.customerId}/links`, s.keys.operator.key)
        .set('Idempotency-Key', key)
        .send({ campaignId: s.campaignId, identity: RIGHT, reason: '紛失' });
    const first = await send().expect(201);
    expect((await send().expect(201)).body).toEqual(first.body);
    expect(await s.sent()).toEqual(['mail queued']);
    await opened(s.page(3)).expect(404);
  });

  it('asked for again withdraws the one that has not left; the fourth of a day is refused', async () => {
    const s = await linkScene(api);
    await s.ask().expect(201);
    await s.ask({ channel: 'sms' }).expect(201);
    await s.ask({ channel: 'post' }).expect(201);
    const three = ['mail withdrawn', 'sms withdrawn', 'post queued'];
    expect(await s.sent()).toEqual(three);
    const { body } = await s.ask().expect(429);
    expect(body).toMatchObject({ code: 'link_limit_reached', params: { limit: 3 } });
    expect(body.detail).toContain('1日3回まで');
    expect(await s.sent()).toEqual(three);
    expect(pageName(await opened(s.page(1)))).toBe('replaced');
    expect(pageName(await opened(s.page(4)))).toBe('identify');
    await stepClock(api.t, '2027-02-06T10:00:00+09:00');
    await s.ask().expect(201);
  });
});

describe('no new link, and the earlier one stays,', () => {
  const journeys = () => api.t.db.updateTable('journeys');
  const campaigns = () => api.t.db.updateTable('campaigns');
  it.each<[string, string, string, (s: LinkScene) => Promise<unknown>]>([
    [
      'once the journey is closed',
      'link_journey_closed',
      'このお客様への連絡は終了している',
      (s) =>
        journeys()
          .set({ status: 'closed', state: 'closed', closed_at: new Date(TEN) })
          .where('id', '=', s.journeyId)
          .execute(),
    ],
    [
      'after the last dispatch',
      'link_too_late',
      '最終発信日を過ぎている',
      () => stepClock(api.t, '2027-04-03T10:00:00+09:00'),
    ],
    [
      'while the campaign is paused',
      'link_paused',
      '一時停止中',
      (s) => campaigns().set({ status: 'paused' }).where('id', '=', s.campaignId).execute(),
    ],
  ])('%s', async (_what, code, words, make) => {
    const s = await linkScene(api);
    await make(s);
    const { body } = await s.ask().expect(409);
    expect(body).toMatchObject({ code, title: expect.stringContaining(words) });
    await unchanged(s);
  });

  it.each(['death_reported', 'lawyer', 'guardian', 'dispute', 'vip', 'address_research', 'client_question', 'other'])(
    'under a hold (%s), which is named in words',
    async (reason) => {
      const s = await linkScene(api, { channels: ['sms'], hold: reason });
      const { body } = await s.ask().expect(409);
      expect(body.code).toBe('link_held');
      expect(body.detail).toContain('理由: 連絡留保中');
      expect(body.detail).not.toMatch(/[a-z]+_|（[a-z]/);
      await unchanged(s);
    },
  );

  it('while a person who may not decide acts for the customer', async () => {
    const s = await linkScene(api);
    const person = { name: '後見 花子', relation: 'guardian', mail: 'kouken@example.jp', evidence: '面談記録' };
    await api
      .act(`/api/customers/${s.customerId}/representatives`, s.keys.operator.key, {
        ...person,
        validFrom: '2027-01-01',
        mayDecide: false,
      })
      .expect(201);
    const { body } = await s.ask().expect(409);
    expect(body).toMatchObject({ code: 'link_held', detail: expect.stringContaining('代理人の権限の確認') });
    await unchanged(s);
  });

  it('by a channel the customer refuses: each reason is named, in words', async () => {
    const s = await linkScene(api);
    await consent(s, 'mail');
    const { body } = await s.ask({ channel: 'mail' }).expect(409);
    expect(body.code).toBe('link_no_channel');
    expect(body.issues).toEqual([
      {
        path: 'channel.mail',
        code: 'refused',
        message: 'メール: 本人が拒否 / mail: the customer refuses this channel',
      },
    ]);
    await unchanged(s);
  });

  it('without any address on file, whatever address the caller says', async () => {
    const s = await linkScene(api, { mail: null });
    const { body } = await s.ask().expect(409);
    expect((body.issues as { path: string }[]).map(({ path }) => path)).toEqual([
      'channel.mail',
      'channel.sms',
      'channel.post',
    ]);
    expect(body.detail).toContain('聞き取った新しい連絡先へは送れません');
    await s.ask({ address: 'new@example.jp' }).expect(409);
    await unchanged(s);
  });

  it('for a caller who is not identified: the try counts, and no one learns what was wrong', async () => {
    const s = await linkScene(api);
    const identity = [{ item: 'birthDate', said: '1970-01-03' }, RIGHT[1]!];
    const { body } = await s.ask({ identity }).expect(403);
    expect(body).toMatchObject({ code: 'caller_not_identified', params: { left: 2 } });
    expect(JSON.stringify(body)).not.toContain('birth');
    await s.ask({ identity: RIGHT.slice(0, 1) }).expect(400);
    await unchanged(s);
    await s.ask().expect(201);
  });

  it('for a representative who is not noted', async () => {
    const s = await linkScene(api);
    expect((await s.ask({ saidBy: 'representative' }).expect(409)).body.code).toBe('representative_unknown');
    await unchanged(s);
  });

  it('to an operator of another client or campaign, who does not learn that the customer exists', async () => {
    const [s, other] = [await linkScene(api), await linkScene(api)];
    expect((await s.ask({}, other.keys.operator.key).expect(404)).body.code).toBe('not_found');
    expect((await s.ask({ campaignId: other.campaignId }).expect(404)).body.code).toBe('not_found');
    const personId = await makePerson(api.t, 'operator');
    const limited = { personId, clientId: s.clientId, role: 'operator', campaigns: [other.campaignId] } as const;
    await s.ask({}, (await createApiKey(api.t.db, limited)).key).expect(404);
    await s.ask({}, s.keys.auditor.key).expect(403);
    await unchanged(s);
  });
});
