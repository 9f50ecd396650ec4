import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { type Vault } from '../../db/privacy/vault';
import { type Db } from '../../db/platform/types';
import { searchKeysOf } from '../../db/customers/search';
import { searchTexts } from '../../domain/audience/search';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { type FilledCampaign, insertCampaigns, NOW } from './campaigns';
import { withoutConstraints } from './constraints';

const SQL = join(__dirname, 'sql');
const HOUR = 3_600_000;
const NAMES = 1_000;
/** Decrypted, every customer of the fill has this profile. */
export const PROFILE = {
  name: '見本 花子',
  kana: 'ミホン ハナコ',
  mail: 'hanako@customers.example',
  birth: '1970-01-02',
};

/** The SQL of the fill, in its order. */
export const fillScripts = (): { name: string; text: string }[] =>
  readdirSync(SQL)
    .sort()
    .map((name) => ({ name, text: readFileSync(join(SQL, name), 'utf8') }));

interface FillOptions {
  db: Db;
  /** URL of the database as its owner. */
  ownerUrl: string;
  vault: Vault;
  journeys: number;
  progress: (line: string) => void;
}

/**
 * Fills an empty, migrated database with `journeys` journeys in six campaigns of four clients and everything that would be
 * around them, by set-based SQL, and stops the installation's clock at one instant. Constraints and indexes are added
 * after, so what was filled has been checked by them.
 */
export async function fillScale({ db, ownerUrl, vault, journeys, progress }: FillOptions): Promise<void> {
  const stopped = { stepped_to: new Date(NOW), speed: 1, slot_ms: 0, slack_ms: 0 };
  await db.updateTable('clock').set(stopped).execute();
  const campaigns = await insertCampaigns(db, vault, journeys);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("set work_mem = '256MB'; set maintenance_work_mem = '512MB'; set timezone = 'UTC'");
    await withoutConstraints(client, progress, async () => {
      for (const { name, text } of fillScripts()) {
        await runScript(client, { name, text: withValues(text, journeys) }, progress);
        if (name.startsWith('01')) await planJourneys(client, vault, campaigns);
      }
    });
    await dropHelpers(client);
    await timed(progress, 'vacuum analyze', () => client.query('vacuum analyze'));
  } finally {
    await client.end();
  }
  await openSamples(db, vault, campaigns);
}

const withValues = (text: string, total: number): string => {
  const instants = { now: NOW, tomorrow: NOW + 23 * HOUR, total };
  const values: Record<string, string> = {
    ...Object.fromEntries(Object.entries(instants).map(([name, value]) => [name, `(${value}::bigint)`])),
    behaviour: `'${JSON.stringify(DEFAULT_BEHAVIOUR).replaceAll("'", "''")}'`,
  };
  return text.replace(/(?<!:):(now|tomorrow|total|behaviour)\b/g, (_, name: string) => values[name]!);
};

async function runScript(client: pg.Client, script: { name: string; text: string }, progress: (line: string) => void) {
  for (const statement of statementsIn(script.text)) {
    const about = /^(insert into \w+|update \w+|create \w+ \w+ \w+)/m.exec(statement)?.[0] ?? 'statement';
    await timed(progress, `${script.name} ${about}`, () => client.query(statement));
  }
}

/** Statements end with a semicolon at the end of a line; bodies of functions have none there. */
const statementsIn = (text: string): string[] =>
  text
    .split(/;\n/)
    .map((part) => part.trim())
    .filter((part) => part.replace(/^--.*$/gm, '').trim() !== '');

const SLOW_MS = 2_000;

async function timed(progress: (line: string) => void, about: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  try {
    await work();
  } catch (error) {
    throw new Error(`${about} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const ms = performance.now() - started;
  if (ms > SLOW_MS) progress(`${about}: ${(ms / 1000).toFixed(1)} s`);
}

/** The journeys with their kinds and instants, and what is computed outside SQL: keys, ciphertexts, hashes of names. */
async function planJourneys(client: pg.Client, vault: Vault, campaigns: FilledCampaign[]): Promise<void> {
  for (const { campaignId, clientId, phase, first, last, starts } of campaigns) {
    const values = [campaignId, clientId, phase, first, last, starts];
    await client.query('insert into fill_campaigns values ($1, $2, $3, $4, $5, $6, 1)', values);
  }
  await client.query(
    `
    insert into fill
    select n, c.client_id, c.campaign_id, 1, c.phase, k.kind, case when n % 10 = 0 then 2 else 1 end,
      case when n % 3 = 0 then 'cancel' else 'migrate' end, k.kind = 'waiting' and n % 20000 = 5, n - c.first_n, t.decided,
      case when k.kind in ('full', 'due', 'held', 'sms_paused', 'print', 'unstarted', 'stopped') then null else t.decided + 3600000 end,
      case when k.kind in ('reminded', 'call') then t.decided + 1209600000 * least(1, 0.5 + t.part / 2) end::bigint,
      case when k.kind in ('answered', 'form', 'returned', 'desk', 'bounced', 'refused', 'reopened', 'kept')
        or (k.kind = 'waiting' and n % 20000 = 5) then t.decided + 86400000 + (n * 104729 % 432000) * 1000 end
    from fill_campaigns c cross join lateral generate_series(c.first_n, c.last_n) n
    join fill_kinds k on k.phase = c.phase and (n - c.first_n) % 1000 between k.from_no and k.to_no
    cross join lateral (select (n * 7919 % 100000) / 100000.0 as part) p
    cross join lateral (select p.part, (c.starts + p.part * least(10, greatest(1, ($1 - c.starts) / 86400000 - 10)) * 86400000)::bigint as decided) t`,
    [NOW],
  );
  await client.query('create unlogged table fill_lanes as select id as lane_id, client_id, channel from lanes');
  await client.query(
    'create unlogged table fill_vault (client_id bigint, key_id text, wrapped bytea, profile bytea, contract bytea, said bytea, unknown bytea)',
  );
  await client.query('create unlogged table fill_names (client_id bigint, no int, keys bigint[])');
  for (const clientId of new Set(campaigns.map((one) => one.clientId))) await prepareClient(client, vault, clientId);
  await client.query('analyze fill, fill_names, fill_vault, fill_lanes, fill_campaigns');
}

async function prepareClient(client: pg.Client, vault: Vault, clientId: number): Promise<void> {
  const { key, wrapped } = vault.newKey();
  const [profile, contract] = [vault.encrypt(key, PROFILE), vault.encrypt(key, { number: 'SCALE-000000' })];
  const said = { text: '返送用紙をなくしました。もう一度送ってください。' };
  const texts = [vault.encrypt(key, said), vault.encryptOwn(said)];
  const values = [clientId, vault.keyId, wrapped, profile, contract, ...texts];
  await client.query('insert into fill_vault values ($1, $2, $3, $4, $5, $6, $7)', values);
  for (let no = 0; no < NAMES; no++) {
    const bytes = searchKeysOf(vault, clientId, searchTexts(nameOf(no)));
    const keys = Array.from({ length: bytes.length / 8 }, (_, at) => String(bytes.readBigInt64BE(at * 8)));
    await client.query('insert into fill_names values ($1, $2, $3::bigint[])', [clientId, no, keys]);
  }
}

const SIGNS = [...'見本花太山川田中村木林森石井上下東西南北'];
const KANA = [...'アイウエオカキクケコサシスセソタチツテト'];

/** One of a thousand names that customers have, with its reading. */
export function nameOf(no: number): { name: string; kana: string } {
  const pick = (from: string[], by: number) => from[Math.floor(no / by) % from.length]!;
  const [a, b, c] = [1, 20, 400].map((by) => pick(SIGNS, by));
  const [x, y, z] = [1, 20, 400].map((by) => pick(KANA, by));
  return { name: `${a}${b} ${c}子`, kana: `${x}${y}ラ ${z}ミコ` };
}

async function dropHelpers(client: pg.Client): Promise<void> {
  const tables = [
    'fill',
    'fill_kinds',
    'fill_campaigns',
    'fill_messages',
    'fill_arrivals',
    'fill_outcomes',
    'fill_entries',
    'fill_inquiries',
  ];
  await client.query(`drop table ${[...tables, 'fill_lanes', 'fill_vault', 'fill_names'].join(', ')}`);
  await client.query('drop aggregate fill_chain(text)');
  const functions = [
    'fill_ms(timestamptz)',
    'fill_at(bigint)',
    'fill_hash(text)',
    'fill_code(bigint)',
    'fill_receipt(bigint, int)',
  ];
  await client.query(`drop function ${[...functions, 'fill_link(bytea, text)'].join(', ')}`);
}

/** Gives the first customers of each campaign links and second factors that their pages accept. */
async function openSamples(db: Db, vault: Vault, campaigns: FilledCampaign[]): Promise<void> {
  for (const { campaignId, first } of campaigns) {
    for (let customerId = first; customerId < first + 20; customerId++) {
      for (const kind of ['page', 'optout'] as const) {
        const hash = vault.tokenHash(vault.linkToken({ campaignId, customerId, kind, version: 1 }));
        await db
          .updateTable('links')
          .set({ token_hash: hash })
          .where('campaign_id', '=', campaignId)
          .where('customer_id', '=', customerId)
          .where('kind', '=', kind)
          .execute();
      }
      const { party_hash: party } = await db
        .selectFrom('customers')
        .select('party_hash')
        .where('id', '=', customerId)
        .executeTakeFirstOrThrow();
      const hash = vault.factor(party, 'birth', PROFILE.birth);
      await sql`update second_factors set hash = ${hash} where customer_id = ${customerId} and kind = 'birth'`.execute(
        db,
      );
    }
  }
}
