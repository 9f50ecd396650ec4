import { auditVerify } from '../../audit/commands';
import { verifyStatements } from '../../audit/statements';
import { getCampaign } from '../../db/campaigns/campaigns';
import { prepareStatement, signStatement } from '../../db/campaigns/statement/stored';
import { appendLedger, campaignChain } from '../../db/platform/ledger';
import { wholeClient } from '../../db/platform/scope';
import { type OutcomeName } from '../../domain/journeys/states';
import { makePerson } from '../support/api';
import { type Seeded } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { AFTER_ALL, asOwner, playedCampaign } from './fixture';

const OUTCOMES: OutcomeName[] = ['migrated', 'cancelled', 'lapsed', 'unreachable', 'pending', 'excluded', 'stopped'];
let t: TestDb;
let campaign: Seeded;
let now: number;

beforeEach(async () => {
  t = await testDb();
  campaign = await playedCampaign(t, [{}, {}, { mail: null }]);
  now = Date.parse(AFTER_ALL);
  const { campaignId, clientId } = campaign;
  const rows = {
    client_id: clientId,
    campaign_id: campaignId,
    file_hash: 'ab',
    encoding: 'utf8',
    rows: 3,
    contracts: 3,
  };
  await t.db
    .insertInto('imports')
    .values({ ...rows, status: 'done' })
    .execute();
  await draw();
});
afterEach(() => t.close());

/** Prepares and signs, as two people would; the ledger says so. */
async function draw(): Promise<void> {
  const { clientId, campaignId } = campaign;
  const [manager, approver] = [await makePerson(t, 'manager'), await makePerson(t, 'approver')];
  await t.db.transaction().execute(async (trx) => {
    const row = await getCampaign(trx, wholeClient(clientId), campaignId);
    const { no, hash } = await prepareStatement(trx, row, { personId: manager, reason: null, now, outcomes: OUTCOMES });
    await signStatement(trx, row, { personId: approver, hash, comment: null, now });
    const entries = ['statement_prepared', 'statement_signed'].map((kind) => ({ kind, no, hash }));
    await appendLedger(trx, campaignChain(campaignId), clientId, now, entries);
  });
}

/** A late form counts after the close, as the ledger says. */
async function lateForm(): Promise<void> {
  now += 40 * 86_400_000;
  const { clientId, campaignId, customers } = campaign;
  const contract = customers[0]!.contracts[0]!;
  await t.db
    .updateTable('outcomes')
    .set({ outcome: 'migrated', reason: 'form', at: new Date(now) })
    .where('contract_id', '=', contract)
    .execute();
  const entry = { kind: 'outcome', journey: 1, contract, outcome: 'migrated', reason: 'form' };
  await appendLedger(t.db, campaignChain(campaignId), clientId, now, [entry]);
}

/** As a person with the owner's password could: past the triggers. */
const forge = (statement: string) =>
  asOwner(
    t,
    `alter table statements disable trigger user; alter table statement_chunks disable trigger user; ${statement}`,
  );
const found = () => verifyStatements(t.db, campaign.campaignId);

test('statement and supplements are what was signed, and agree with the ledger of their time', async () => {
  await lateForm();
  await draw();
  expect(await found()).toEqual([
    { no: 0, lines: 3, faults: [] },
    { no: 1, lines: 1, faults: [] },
  ]);
  process.env.DATABASE_URL = t.url;
  process.env.MASTER_KEY_FILE = 'not-needed';
  const lines: string[] = [];
  await auditVerify({ campaign: campaign.campaignId, json: false, lang: 'ja' }, (line) => void lines.push(line));
  expect(lines).toContain('完了報告書 第0号(0は本書、1以降は追補): 3件、署名された内容と台帳に一致');
});

test.each<[what: string, statement: string, faults: object[]]>([
  [
    'a rewritten line',
    `update statement_chunks set body = replace(body, '"outcome":"lapsed"', '"outcome":"migrated"')`,
    [{ why: 'content_differs' }, { why: 'line_differs' }, { why: 'line_differs' }],
  ],
  [
    'a hash that was replaced',
    `update statements set hash = repeat('0', 64)`,
    [{ why: 'content_differs' }, { why: 'not_in_ledger' }],
  ],
  ['a document that is gone', `delete from statement_chunks; delete from statements`, [{ why: 'document_missing' }]],
  [
    'a number that was changed',
    `update statements set no = 7, previous_hash = repeat('0', 64)`,
    [{ why: 'chain_differs' }, { why: 'not_in_ledger' }],
  ],
])('names %s', async (_, statement, faults) => {
  await forge(statement);
  const [first] = await found();
  expect(first!.faults).toMatchObject(faults);
});
