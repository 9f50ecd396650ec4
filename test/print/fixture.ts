import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { handOver as handOverAs } from '../../activities/print/hand-over';
import { PrintFolder } from '../../activities/print/folder';
import { type PrintRenderDeps } from '../../activities/print/render';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { claimMessages } from '../../db/delivery/claims';
import { ensureLane } from '../../db/delivery/lanes';
import { openPrintRuns } from '../../db/print/open-runs';
import { takeOverPostLane } from '../../db/print/runs';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type Acknowledgement } from '../../domain/print/print-run';
import { channelsDoc, seedCampaign, type SeedCustomer, stepClock } from '../support/seed';
import { insertCampaign, insertJourney } from '../support/seeding/customers';
import { queueMessage } from '../support/seeding/messages';
import { type TestDb } from '../support/test-db';

/** 14:00 in Tokyo on a Monday. */
export const RUN_AT = Date.parse('2027-02-01T05:00:00Z');

export interface PrintScene {
  clientId: number;
  campaignId: number;
  laneId: number;
  letters: { messageId: number; journeyId: number; customerId: number; contracts: number[] }[];
  dir: string;
  deps: PrintRenderDeps;
}

let lanes = 0;

/** A running campaign with one queued letter for each customer, due now, in a lane of its own. */
export async function printScene(
  t: TestDb,
  customers: (SeedCustomer & { name?: string; kana?: string; address?: string | null; postalCode?: string })[] = [{}],
  doc: CampaignDoc = channelsDoc(),
): Promise<PrintScene> {
  await stepClock(t, RUN_AT);
  const seeded = await seedCampaign(t, { doc, customers: customers.map((one) => ({ channels: ['post'], ...one })) });
  const laneId = await ensureLane(t.db, { clientId: null, channel: 'post', name: `post-${++lanes}`, burst: 1000 });
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-print-'));
  const docs = new CampaignDocs();
  const scene: PrintScene = {
    clientId: seeded.clientId,
    campaignId: seeded.campaignId,
    laneId,
    letters: [],
    dir,
    deps: {
      db: t.db,
      vault: t.vault,
      docs,
      config: { PUBLIC_URL: 'https://closing.example' },
      folder: new PrintFolder(dir),
      log: pino({ level: 'silent' }),
    },
  };
  for (const [index, customer] of seeded.customers.entries()) {
    const {
      name = `見本 ${index}`,
      kana,
      address = '東京都港区海岸1-2-3',
      postalCode = '105-0022',
    } = customers[index]!;
    const profile = { name, kana, ...(address !== null && { address, ...(postalCode && { postalCode }) }) };
    await nameCustomer(t, customer.id, profile);
    const journeyId = await insertJourney(t, seeded, customer.id);
    const messageId = await addLetter(t, scene, { journeyId, customerId: customer.id }, 'notice');
    scene.letters.push({ messageId, journeyId, customerId: customer.id, contracts: customer.contracts });
  }
  return scene;
}

/** Gives a customer's profile other contents. */
export async function nameCustomer(t: TestDb, customerId: number, profile: object): Promise<void> {
  const { wrapped_key } = await t.db
    .selectFrom('vault_keys')
    .select('wrapped_key')
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow();
  await t.db
    .updateTable('vault_items')
    .set({ data: t.vault.encrypt(t.vault.unwrap(wrapped_key), profile) })
    .where('customer_id', '=', customerId)
    .where('item', '=', 'profile')
    .execute();
}

/** Queues one more letter of a customer. */
export async function addLetter(
  t: TestDb,
  scene: Pick<PrintScene, 'clientId' | 'campaignId' | 'laneId'>,
  to: { journeyId: number; customerId: number },
  step: string,
  occurrence = 0,
): Promise<number> {
  const letter = { channel: 'post' as const, notice: 'letter', dueAt: RUN_AT, laneId: scene.laneId };
  return (await queueMessage(t, scene, { ...to, ...letter, step, occurrence })).messageId;
}

/** Another running campaign of the same client, about the first contract of the scene's first customer. */
export async function secondCampaign(t: TestDb, scene: PrintScene, doc: CampaignDoc): Promise<PrintScene> {
  const { clientId: client_id, letters } = scene;
  const { customerId: customer_id, contracts } = letters[0]!;
  const campaign_id = await insertCampaign(t, client_id, doc);
  const included = {
    campaign_id,
    client_id,
    customer_id,
    contract_id: contracts[0]!,
    line: 2,
    state: 'included' as const,
  };
  await t.db.insertInto('audience').values(included).execute();
  const second = { ...scene, campaignId: campaign_id };
  const journeyId = await insertJourney(t, second, customer_id);
  const messageId = await addLetter(t, second, { journeyId, customerId: customer_id }, 'notice');
  return { ...second, letters: [{ messageId, journeyId, customerId: customer_id, contracts }] };
}

/** Claims everything that is due, as the drain does. */
export async function claimAll(t: TestDb, scene: PrintScene) {
  const { fence } = await takeOverPostLane(t.db, scene.laneId);
  const lane = { laneId: scene.laneId, fence };
  const { messages } = await claimMessages(t.db, scene.deps.docs, { ...lane, limit: 1000 });
  return { lane, messages };
}

/** Claims what is due and opens a run of it. */
export async function openRun(t: TestDb, scene: PrintScene): Promise<number> {
  const { lane, messages } = await claimAll(t, scene);
  return (await openPrintRuns(t.db, scene.deps.docs, lane, messages))[0]!;
}

/** Hands a rendered run over as the activity does; `move` in its place plays a kill. */
export const handOver = (_: TestDb, scene: PrintScene, runId: number, move?: () => Promise<void>) =>
  handOverAs(scene.deps, runId, move);

export const messageOf = (t: TestDb, id: number) =>
  t.db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
export const runOf = (t: TestDb, id: number) =>
  t.db.selectFrom('print_runs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
export const piecesIn = (t: TestDb, runId: number) =>
  t.db
    .selectFrom('pieces')
    .selectAll()
    .where('print_run_id', '=', runId)
    .where('removed_reason', 'is', null)
    .orderBy('no')
    .execute();

/** What the shop would say of a run that lies in `folder` (out or tmp), posted on the day after. */
export function acknowledge(scene: PrintScene, key: string, change: Partial<Acknowledgement> = {}): Acknowledgement {
  const folder = ['out', 'tmp'].map((name) => join(scene.dir, name, key)).find((path) => exists(path))!;
  const { pieces, pages } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, number>;
  const csv = readFileSync(join(folder, 'manifest.csv'), 'utf8').trim().split('\r\n').slice(1);
  return {
    key,
    received: { pieces: pieces!, pages: pages! },
    printed: pieces!,
    inserted: pieces!,
    posted: pieces!,
    spoiled: [],
    postedOn: '2027-02-02',
    postedAt: '2027-02-02T06:00:00.000Z',
    pieces: csv.map((line) => line.split(',')[0]!),
    ...change,
  };
}

function exists(path: string): boolean {
  try {
    readdirSync(path);
    return true;
  } catch {
    return false;
  }
}

export const removeScene = (scene: PrintScene | undefined): void => {
  if (scene) rmSync(scene.dir, { recursive: true, force: true });
};
