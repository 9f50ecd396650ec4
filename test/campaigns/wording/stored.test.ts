import { currentContentHash } from '../../../db/campaigns/approvals';
import { getCampaign } from '../../../db/campaigns/campaigns';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type Api, type ApiClient, approveAll, openApi } from '../../support/api';
import { channelsDoc } from '../../support/seed';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const base = channelsDoc({
  plan: {
    steps: [
      {
        ...{ id: 'notice', kind: 'notice', purpose: 'service_notice', wait: { days: 14 } },
        all: ['mail', 'sms', 'post'],
        notice: { mail: 'notice', sms: 'sms', post: 'letter' },
      },
    ],
  },
});
const both = (ja: string, en = '') => ({ ja, en });
const reply = {
  as: 'panel' as const,
  ...{ postalCode: '231-8790', number: '012', office: '横浜港', approval: '4321' },
};
/** A draft whose contents were stored before there was a rule against them. */
const stored = (doc: CampaignDoc): Promise<ApiClient> => api.client({ doc });
const act = (own: ApiClient, what: string, role: keyof ApiClient['keys'], body?: object) =>
  api.act(`/api/campaigns/${own.campaignId}/${what}`, own.keys[role].key, body).set('Accept-Language', 'ja');

it('refuses to submit contents that were stored before a rule, with every place and what to write instead', async () => {
  const { notices, facts } = base;
  const own = await stored({
    ...base,
    facts: { ...facts, refund: both('返金額は3,300円です。', 'The refund is 3,000 yen.') },
    notices: {
      ...notices,
      letter: { ...notices['letter']!, body: both('{{ name }} 様\n用紙は宅配便でお送りください😀') },
      sms: { ...notices['sms']!, body: both('{{ link }}をご覧ください {{ optOutLink }}') },
    },
  });
  const { body } = await act(own, 'submit', 'manager').expect(422);
  expect(body.code).toBe('campaign_file_invalid');
  const found = (body.issues as { path: string; code: string; advice: string }[]).map(
    ({ path, code }) => `${path} ${code}`,
  );
  expect(found).toEqual(
    expect.arrayContaining([
      'facts.refund.en value_differs_by_language',
      'notices.letter.body.ja letter_by_parcel',
      'notices.letter.body.ja character_unprintable',
      'notices.sms.body.ja link_not_separated',
      'notices.sms.body.ja sender_missing',
    ]),
  );
  expect(body.issues.every(({ advice }: { advice: string }) => advice.length > 5)).toBe(true);
  const { status } = await api.t.db
    .selectFrom('campaigns')
    .select('status')
    .where('id', '=', own.campaignId)
    .executeTakeFirstOrThrow();
  expect(status).toBe('draft');
});

it('warnings keep no one from submitting', async () => {
  const { notices } = base;
  const letter = { ...notices['letter']!, body: both('{{ name }} 様\n工事費がかかる場合があります。\n{{ link }}') };
  await approveAll(api, await stored({ ...base, notices: { ...notices, letter } }));
});

describe('a prepaid reply that ends too early', () => {
  const early = { ...base, post: { ...base.post!, reply: { ...reply, until: '2027-04-30' } } };
  const issue = { path: 'post.reply.until', code: 'reply_ends_early', message: expect.stringContaining('2027-04-30') };

  it('is not submitted', async () => {
    const { body } = await act(await stored(early), 'submit', 'manager').expect(422);
    expect(body.issues).toMatchObject([issue]);
  });

  it('is not approved where it was submitted before the rule', async () => {
    const own = await stored(early);
    const { db } = api.t;
    const campaign = await getCampaign(db, { clientId: own.clientId, campaigns: null }, own.campaignId);
    const contentHash = await currentContentHash(db, campaign);
    const submitted = { status: 'submitted' as const, content_hash: contentHash, submitted_at: new Date() };
    await db
      .updateTable('campaigns')
      .set({ ...submitted, submitted_by: own.keys.manager.personId })
      .where('id', '=', own.campaignId)
      .execute();
    for (const gate of ['approver', 'client_approver'] as const) {
      const { body } = await act(own, 'approve', gate, { contentHash }).expect(422);
      expect(body.issues).toMatchObject([issue]);
    }
  });

  it('is approved once it is valid for three months more', async () => {
    await approveAll(
      api,
      await stored({ ...early, post: { ...early.post, reply: { ...reply, until: '2027-08-31' } } }),
    );
  });
});
