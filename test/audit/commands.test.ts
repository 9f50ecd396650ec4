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

async function verify(options: { campaign?: number; json?: boolean; lang?: 'ja' | 'en' } = {}) {
  const lines: string[] = [];
  const given = { campaign: campaign.campaignId, json: false, lang: 'en' as const, ...options };
  const code = await auditVerify(given, (line) => void lines.push(line));
  return { code, lines };
}

test('says what was checked and that all is well', async () => {
  const { code, lines } = await verify();
  expect(code).toBe(0);
  expect(lines).toEqual([
    expect.stringMatching(/^Ledger installation: 1 entries, the chain holds \(head [0-9a-f]{64}\)$/),
    expect.stringMatching(new RegExp(`^Ledger ${campaignChain(campaign.campaignId)}: 8 entries, the chain holds`)),
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

test('an unknown campaign is an error of its own', async () => {
  await expect(verify({ campaign: 1 })).rejects.toMatchObject({ code: 'not_found' });
});

test('both languages say the same things', () => {
  const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
  for (const [code, text] of Object.entries(auditJa)) {
    expect(placeholders(auditEn[code as keyof typeof auditJa])).toEqual(placeholders(text));
  }
});
