import { takeSteps } from '../../db/journeys/take-steps';
import { checkNotice } from '../../rendering/check-notice';
import { runCompliance } from '../../db/campaigns/compliance';
import { auditCompliance } from '../../audit/compliance';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { createJourneys } from '../../db/journeys/create-journeys';
import { claimMessages } from '../../db/delivery/claims';
import { markHandingOver, recordDelivered } from '../../db/delivery/handovers';
import { takeOverLane } from '../../db/delivery/lane-health';
import { ensureLane } from '../../db/delivery/lanes';
import { appendLedger, campaignChain } from '../../db/platform/ledger';
import { makePerson } from '../support/api';
import { seedCampaign, stepClock, testDoc } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { asOwner } from './fixture';

const AT = '2027-02-01T10:00:00+09:00';
const DAY = '2027-02-01';
let t: TestDb;
let campaignId: number;

beforeAll(async () => {
  t = await testDb();
});
afterAll(() => t.close());

/** Two customers of a new campaign, each with a mail that was approved, decided, claimed and handed over at 10:00. */
beforeEach(async () => {
  await stepClock(t, AT);
  const base = testDoc();
  const offer = { mail: { yes: 'contact', unknown: 'dont', no: 'dont' } } as const;
  const doc = testDoc({ policy: { ...base.policy, table: { ...base.policy.table, offer } } });
  const seeded = await seedCampaign(t, { doc, customers: [{}, {}] });
  campaignId = seeded.campaignId;
  const { clientId: client_id } = seeded;
  for (const gate of ['internal', 'client'] as const) {
    const person_id = await makePerson(t, gate);
    const approval = { client_id, campaign_id: campaignId, gate, content_hash: 'h1', person_id };
    await t.db
      .insertInto('approvals')
      .values({ ...approval, at: new Date('2027-01-20') })
      .execute();
  }
  const started = { kind: 'started', version: 1, contentHash: 'h1' };
  await appendLedger(t.db, campaignChain(campaignId), client_id, Date.parse(AT), [started]);
  await createJourneys(t.db, campaignId);
  const laneId = await ensureLane(t.db, { clientId: client_id, channel: 'mail', name: 'm' });
  const docs = new CampaignDocs();
  const journeys = await t.db.selectFrom('journeys').select('id').where('campaign_id', '=', campaignId).execute();
  const requests = journeys.map(({ id }) => ({ journeyId: id, run: 1, turn: 0 }));
  await takeSteps({ db: t.db, vault: t.vault, docs, laneOf: async () => laneId }, requests);
  const { fence } = await takeOverLane(t.db, docs, laneId);
  const { messages } = await claimMessages(t.db, docs, { laneId, fence, limit: 10 });
  for (const message of messages) {
    await markHandingOver(t.db, message);
    await recordDelivered(t.db, docs, [{ ...message, kind: 'handed_over', ref: 'ok' }]);
  }
});

const run = (day = DAY) =>
  runCompliance(t.db, new CampaignDocs(), { campaign: { id: campaignId, version: 1 }, day, check: checkNotice });

it('finds nothing in a clean day, and nothing at all on another', async () => {
  expect(await run()).toMatchObject({ contacts: 2, byChannel: { mail: 2 }, exceptions: [] });
  expect(await run('2027-02-02')).toMatchObject({ contacts: 0, exceptions: [] });
});

const consent = (purpose: string, value: boolean, at = '2027-01-25') =>
  `insert into consents (customer_id, client_id, channel, purpose, value, source, at)
   select customer_id, client_id, 'mail', '${purpose}', ${value}, 'test', '${at}' from messages`;
const doc = (path: string, value: string) =>
  `update campaign_versions set doc = jsonb_set(doc, '{${path}}', '${value}')`;
const offered = `update messages set purpose = 'offer'`;
const bare = '{"ja":"{{ link }}","en":""}';

it.each<[string, string[], string[]]>([
  ['a refusal known before', [consent('service_notice', false)], ['refused']],
  ['a refusal reported afterwards', [consent('service_notice', false, '2027-02-02')], []],
  [
    'a refusal dated back, but reported afterwards',
    [consent('service_notice', false), `update consents set recorded_at = '2027-02-03'`],
    [],
  ],
  [
    'a hold',
    [
      `insert into holds (client_id, customer_id, reason, source, opened_at)
       select client_id, customer_id, 'lawyer', 'test', '2027-01-25' from messages`,
    ],
    ['held'],
  ],
  [
    'a hold that was released before',
    [
      `insert into holds (client_id, customer_id, reason, source, opened_at, released_at)
       select client_id, customer_id, 'lawyer', 'test', '2027-01-25', '2027-01-26' from messages`,
    ],
    [],
  ],
  [
    'night',
    [
      `update messages set not_before = '2027-02-01 22:00+09', handing_over_at = '2027-02-01 23:00+09',
       handed_over_at = '2027-02-01 23:00+09'`,
    ],
    ['outside_hours'],
  ],
  ['a day after the last dispatch', [doc('dates,lastDispatch', '1')], ['after_last_dispatch']],
  ['an approval taken back before', [`update approvals set voided_at = '2027-01-28'`], ['not_approved']],
  ['other contents than were approved', [`update approvals set content_hash = 'h2'`], ['not_approved']],
  ['a version that was not approved', [`update messages set version = 2`, versionTwo()], ['not_approved']],
  ['an override out of nowhere', [`update messages set override_reason = 'x'`], ['override_not_recorded']],
  ['a hand-over without entry', [`delete from ledger where body like '%"handed_over"%'`], ['not_in_ledger']],
  ['a contact without decision', [`delete from ledger where body like '%"decision"%'`], ['not_in_ledger']],
  ['no sender', [doc('sender,mailFrom', '""')], ['sender_missing']],
  ['a text that cannot be made', [doc('notices,notice,body,ja', '"{{ unknown }}"')], ['notice_invalid']],
  [
    'unknown consent that the table does not allow',
    [doc('policy,table,service_notice,mail,unknown', '"dont"')],
    ['consent_unknown_not_allowed'],
  ],
  ['a channel outside the table', [doc('policy,table,service_notice', '{}')], ['not_in_policy']],
  ['an advert without consent', [offered], ['consent_missing']],
  [
    'an advert that cannot be refused',
    [offered, consent('offer', true), doc('notices,notice,body', bare)],
    ['opt_out_missing'],
  ],
  [
    'an advert with all labels and a yes',
    [
      offered,
      consent('offer', true),
      doc('notices,notice,body,ja', '"{{ link }} {{ optOutLink }} {{ sender.address }} {{ sender.phone }}"'),
    ],
    [],
  ],
])('lists %s', async (_what, statements, faults) => {
  for (const statement of statements) await asOwner(t, statement);
  const { exceptions } = await run();
  const found = exceptions.map((one) => one.faults.map(({ fault }) => fault));
  expect(found).toEqual(faults.length === 0 ? [] : [faults, faults]);
});

function versionTwo(): string {
  return `insert into campaign_versions (campaign_id, version, client_id, doc)
    select campaign_id, 2, client_id, doc from campaign_versions`;
}

describe('the command', () => {
  const audit = async (options: { json?: boolean; lang?: 'ja' | 'en'; day?: string } = {}) => {
    process.env.DATABASE_URL = t.url;
    process.env.MASTER_KEY_FILE = 'not-needed';
    const lines: string[] = [];
    const given = { campaign: campaignId, day: DAY, json: false, ...options };
    const code = await auditCompliance(given, (line) => void lines.push(line));
    return { code, lines };
  };

  it('ends with 0 on a clean day, and with 1 and the reasons otherwise', async () => {
    expect(await audit({ lang: 'en' })).toEqual({ code: 0, lines: ['2027-02-01: 2 contacts, no exception'] });
    await asOwner(t, consent('service_notice', false));
    const { code, lines } = await audit();
    expect(code).toBe(1);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('送信の時点で本人が拒否していた');
    const report = JSON.parse((await audit({ json: true })).lines[0]!);
    expect(report).toMatchObject({ ok: false, contacts: 2, exceptions: [{ faults: [{ fault: 'refused' }] }, {}] });
  });

  it('knows days and campaigns', async () => {
    await expect(audit({ day: '2027-13-01' })).rejects.toMatchObject({ code: 'invalid_request' });
    campaignId = 1;
    await expect(audit()).rejects.toMatchObject({ code: 'not_found' });
  });
});
