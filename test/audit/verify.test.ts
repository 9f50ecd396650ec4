import { ledgerChains, appendLedger, campaignChain, INSTALLATION_CHAIN } from '../../db/platform/ledger';
import { type ChainFault, redecide, verifyChain } from '../../audit/verify';
import { type Seeded } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { asOwner, playedCampaign } from './fixture';

let t: TestDb;
let campaign: Seeded;
let chain: string;
beforeEach(async () => {
  t = await testDb();
  campaign = await playedCampaign(t, [{}, { mail: null }, { consent: false }]);
  chain = campaignChain(campaign.campaignId);
});
afterEach(() => t.close());

/** Rewrites the chain after a change, as a forger who knows how it is made would. */
const REHASH = `do $$ declare h bytea := sha256(''); r record; begin
  for r in select * from ledger where chain like 'campaign:%' order by seq loop
    h := sha256(h || convert_to(r.body, 'UTF8'));
    update ledger set hash = h where chain = r.chain and seq = r.seq;
    update ledger_heads set hash = h where chain = r.chain;
  end loop; end $$`;

test('an untouched chain holds, and its decisions come out the same', async () => {
  const verified = await verifyChain(t.db, chain);
  // the journeys made, two holds opened and one released, two mails handed over, and for each of three journeys a first
  // step, a reminder or wait, an end
  expect(verified).toMatchObject({ entries: 15, ok: true });
  expect(verified.head).toMatch(/^[0-9a-f]{64}$/);
  expect(await redecide(t.db, campaign.campaignId)).toEqual({ decisions: 9, differing: [] });
});

test.each<[string, string, [number, ChainFault]]>([
  ['a text is changed', `update ledger set body = replace(body, 'mail', 'Mail') where seq = 3`, [3, 'hash_wrong']],
  ['a hash is changed', `update ledger set hash = sha256('x') where seq = 2`, [2, 'hash_wrong']],
  ['a time is changed', `update ledger set at = at + interval '1 day' where seq = 4`, [4, 'columns_wrong']],
  ['an entry is taken out', `delete from ledger where seq = 2`, [2, 'entry_missing']],
  ['the first is taken out', `delete from ledger where seq = 1`, [1, 'entry_missing']],
  ['the last is taken out', `delete from ledger where seq = 15`, [15, 'end_missing']],
  [
    'two are swapped',
    `update ledger l set body = o.body from ledger o where l.seq in (2, 3) and o.seq = 5 - l.seq`,
    [2, 'hash_wrong'],
  ],
  ['one is moved to the front', `update ledger set seq = -1 where seq = 3`, [1, 'entry_missing']],
  ['the count is lowered', `update ledger_heads set seq = 14`, [14, 'head_wrong']],
  [
    'one is added at the end',
    `insert into ledger select chain, 16, client_id, at, '{"c":1,"t":0}', sha256(hash || '{"c":1,"t":0}') from ledger where seq = 15`,
    [16, 'columns_wrong'],
  ],
  ['the head is changed', `update ledger_heads set hash = sha256('x')`, [15, 'head_wrong']],
])('found with its number when %s', async (_, statement, [seq, why]) => {
  await asOwner(t, statement);
  const { ok, firstBad } = await verifyChain(t.db, chain);
  expect({ ok, firstBad }).toEqual({ ok: false, firstBad: { seq, why } });
});

describe('a head noted outside', () => {
  const noted = async () => {
    const { entries, head } = await verifyChain(t.db, chain);
    return { seq: entries, hash: head };
  };

  test('is met by the chain as it is, and as it has grown since', async () => {
    const head = await noted();
    expect(await verifyChain(t.db, chain, { noted: head })).toMatchObject({ ok: true, entries: head.seq });
    await appendLedger(t.db, chain, campaign.clientId, 0, [{ kind: 'paused' }]);
    expect(await verifyChain(t.db, chain, { noted: head })).toMatchObject({ ok: true, entries: head.seq + 1 });
  });

  test('finds an end that was cut off with the head set back', async () => {
    const head = await noted();
    await asOwner(t, `delete from ledger where seq > 12`);
    await asOwner(t, `update ledger_heads h set seq = l.seq, hash = l.hash from ledger l where l.seq = 12`);
    expect(await verifyChain(t.db, chain)).toMatchObject({ ok: true, entries: 12 });
    expect((await verifyChain(t.db, chain, { noted: head })).firstBad).toEqual({ seq: 13, why: 'noted_missing' });
  });

  test('finds a chain made anew', async () => {
    const head = await noted();
    await asOwner(t, `update ledger set body = replace(body, '"outcome":"lapsed"', '"outcome":"migrated"')`);
    await asOwner(t, REHASH);
    expect((await verifyChain(t.db, chain)).ok).toBe(true);
    expect((await verifyChain(t.db, chain, { noted: head })).firstBad).toEqual({ seq: head.seq, why: 'noted_differs' });
  });
});

test('a chain that is gone altogether is missed', async () => {
  await asOwner(t, 'delete from ledger');
  await asOwner(t, 'delete from ledger_heads');
  expect(await ledgerChains(t.db)).toEqual([chain]);
  expect((await verifyChain(t.db, chain)).firstBad).toEqual({ seq: 1, why: 'chain_missing' });
});

test('chains are listed with the installation first', async () => {
  await appendLedger(t.db, INSTALLATION_CHAIN, null, 0, [{ kind: 'personal_data_seen' }]);
  expect(await ledgerChains(t.db)).toEqual([INSTALLATION_CHAIN, chain]);
});

test.each<[string, string, number]>([
  [
    'an input',
    `update ledger set body = replace(body, '"consent":{}', '"consent":{"mail":{"service_notice":"no"}}')`,
    2,
  ],
  ['a result', `update ledger set body = replace(body, '"outcome":"lapsed"', '"outcome":"migrated"')`, 1],
  ['the kind of input', `update ledger set body = replace(body, '"contracts":', '"contract":')`, 9],
])('a forger who changes %s and makes the chain anew is found by deciding again', async (_, statement, differing) => {
  await asOwner(t, statement);
  await asOwner(t, REHASH);
  expect((await verifyChain(t.db, chain)).ok).toBe(true);
  expect((await redecide(t.db, campaign.campaignId)).differing).toHaveLength(differing);
});

test('a plan changed behind its version is found, with the numbers of the decisions made under it', async () => {
  const laterReminder = `update campaign_versions set doc = jsonb_set(doc, '{plan,steps,0,wait,days}', '21')`;
  await asOwner(t, laterReminder);
  const { differing } = await redecide(t.db, campaign.campaignId);
  expect(differing).not.toHaveLength(0);
  // no. 1 to 3 are the journeys made and two holds
  expect(differing[0]).toEqual({ seq: 4, journey: expect.any(Number) as number });
});
