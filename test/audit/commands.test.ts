import { auditVerify } from '../../audit/commands';
import { appendLedger, campaignChain, INSTALLATION_CHAIN } from '../../db/platform/ledger';
import { auditEn } from '../../domain/texts/en/audit';
import { auditJa } from '../../domain/texts/ja/audit';
import { seedCampaign, type Seeded } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { asOwner, playedCampaign } from './fixture';

let t: TestDb;
let campaign: Seeded;
beforeEach(async () => {
  t = await testDb();
  campaign = await playedCampaign(t, [{}, { mail: null }]);
  await appendLedger(t.db, INSTALLATION_CHAIN, null, 0, [{ kind: 'code_list_seen' }]);
  process.env.DATABASE_URL = t.url;
  process.env.MASTER_KEY_FILE = 'not-needed';
});
afterEach(() => t.close());

interface Options {
  campaign?: number;
  json?: boolean;
  lang?: 'ja' | 'en';
  head?: string;
}

async function verify(options: Options = {}) {
  const lines: string[] = [];
  const given = { campaign: campaign.campaignId, json: false, lang: 'en' as const, ...options };
  const code = await auditVerify(given, (line) => void lines.push(line));
  return { code, lines };
}

test('says what was checked and that all is well', async () => {
  const { code, lines } = await verify();
  expect(code).toBe(0);
  expect(lines).toEqual([
    expect.stringMatching(/^Ledger installation: 1 entries, the chain holds \(head to note: 1:[0-9a-f]{64}\)$/),
    expect.stringMatching(new RegExp(`^Ledger ${campaignChain(campaign.campaignId)}: 11 entries, the chain holds`)),
    'Rows compared with the ledger: 2 journeys, 0 differences',
    'Decisions made again: 6, differing 0',
    'Completeness: each of 2 contracts has one outcome',
  ]);
});

test.each<[string, string, string]>([
  [
    'a rewritten entry',
    `update ledger set body = body || ' ' where seq = 2`,
    'wrong from no. 2 on (text or hash was rewritten)',
  ],
  ['an outcome that is gone', `delete from outcomes`, 'something is amiss (contracts 2, open 2,'],
  [
    'an outcome that was changed',
    `update outcomes set outcome = 'migrated'`,
    'the outcome is not the one the ledger tells',
  ],
  [
    'a message that was dated earlier',
    `update messages set handed_over_at = handed_over_at - interval '1 day'`,
    'message (messages) 1, handed_over_at: not what the ledger says',
  ],
  ['a hold that is gone', `delete from holds`, 'contact hold (holds) 1: the ledger has it, the row is gone'],
  [
    'a refusal that no one has declared',
    `insert into consents (customer_id, client_id, channel, purpose, value, source, at)
      select id, client_id, 'mail', 'service_notice', false, 'phone', now() from customers where id = 1`,
    'consent or refusal (consents) 1: nothing in the ledger brought it about',
  ],
  ['another plan', `update campaign_versions set doc = jsonb_set(doc, '{plan,steps}', '[]')`, 'ledger no. 3, journey'],
])('ends with 1 and names %s', async (_, statement, expected) => {
  await asOwner(t, statement);
  const { code, lines } = await verify();
  expect(code).toBe(1);
  expect(lines.join('\n')).toContain(expected);
});

test('a campaign that goes on may have open contracts', async () => {
  const { campaignId, clientId } = await seedCampaign(t, { customers: [{ contracts: 2 }] });
  await appendLedger(t.db, campaignChain(campaignId), clientId, 0, [{ kind: 'started' }]);
  const { code, lines } = await verify({ campaign: campaignId, lang: 'ja' });
  expect(code).toBe(0);
  expect(lines.at(-1)).toContain('契約 2、未決 2');
});

test('answers in one line of JSON', async () => {
  const { lines } = await verify({ json: true });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ ok: true, decisions: 6, completeness: { contracts: 2, ended: true } });
});

test('an end cut off with its head is found by the head that was noted outside', async () => {
  const { lines } = await verify();
  const [, head] = /head to note: (11:\w+)/.exec(lines[1]!)!;
  expect((await verify({ head })).code).toBe(0);
  await asOwner(t, `delete from ledger where chain like 'campaign:%' and seq = 11`);
  await asOwner(
    t,
    `update ledger_heads h set seq = l.seq, hash = l.hash from ledger l where l.chain = h.chain and l.seq = 10`,
  );
  const cut = await verify({ head });
  expect(cut.code).toBe(1);
  expect(cut.lines[1]).toContain('wrong from no. 11 on (it ends before the head that was noted: its end was cut off)');
  await expect(verify({ head: '11:abc' })).rejects.toMatchObject({ code: 'invalid_request' });
});

test('an unknown campaign is an error of its own', async () => {
  await expect(verify({ campaign: 1 })).rejects.toMatchObject({ code: 'not_found' });
});

test('both languages say the same things', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
  for (const [code, text] of Object.entries(auditJa)) {
    expect(placeholders(auditEn[code as keyof typeof auditJa])).toEqual(placeholders(text));
  }
});
