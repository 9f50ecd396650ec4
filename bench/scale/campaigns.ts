import { sql } from 'kysely';
import { ensureLane, SHARED_LANES } from '../../db/delivery/lanes';
import { type Vault } from '../../db/privacy/vault';
import { type Db } from '../../db/platform/types';
import { type CampaignDoc, type Wave } from '../../domain/campaigns/campaign';
import { benchDoc } from '../launch/campaign';

const DAY = 86_400_000;

/** The instant at which the installation's clock stands: a Monday morning. */
export const NOW = Date.parse('2027-03-01T10:00:00+09:00');

/** How far a campaign is; fill/01-plan.sql says what its journeys have been through. */
type Phase = 'running' | 'starting' | 'over' | 'paused' | 'stopped';

interface Share {
  client: number;
  phase: Phase;
  /** Share of all journeys. */
  share: number;
  status: 'running' | 'paused' | 'stopped' | 'completed';
  /** Days since the first dispatch. */
  days: number;
}

/** Two large clients with two campaigns each, and two smaller ones. */
const SHARES: Share[] = [
  { client: 0, phase: 'running', share: 0.4, status: 'running', days: 20 },
  { client: 0, phase: 'starting', share: 0.2, status: 'running', days: 3 },
  { client: 1, phase: 'running', share: 0.2, status: 'running', days: 20 },
  { client: 1, phase: 'over', share: 0.12, status: 'completed', days: 400 },
  { client: 2, phase: 'paused', share: 0.06, status: 'paused', days: 10 },
  { client: 3, phase: 'stopped', share: 0.02, status: 'stopped', days: 30 },
];

export interface FilledCampaign {
  campaignId: number;
  clientId: number;
  phase: Phase;
  /** Ids of its first and last customer; a customer's journey and first contract have the same id. */
  first: number;
  last: number;
  starts: number;
}

/** Clients, people, lanes and campaigns to be filled with `journeys` in all. */
export async function insertCampaigns(db: Db, vault: Vault, journeys: number): Promise<FilledCampaign[]> {
  const clients = await insertClients(db);
  for (const lane of SHARED_LANES) await ensureLane(db, lane);
  // the largest client's own lane has sent what it may today
  await ensureLane(db, { clientId: clients[0]!, channel: 'mail', name: 'own', dailyCapacity: 50_000 });
  await sql`update lanes set used_on = ${'2027-03-01'}, used = 50000 where daily_capacity is not null`.execute(db);
  await sql`update lanes set launched = true, tokens_at = ${new Date(NOW - DAY)}, tokens = 0`.execute(db);
  const filled: FilledCampaign[] = [];
  let first = 1;
  for (const [index, share] of SHARES.entries()) {
    const last = index === SHARES.length - 1 ? journeys : first - 1 + Math.round(journeys * share.share);
    const campaignId = await insertCampaign(db, docFor(vault, share), share, clients[share.client]!);
    const starts = NOW - share.days * DAY;
    filled.push({ campaignId, clientId: clients[share.client]!, phase: share.phase, first, last, starts });
    first = last + 1;
  }
  return filled;
}

async function insertClients(db: Db): Promise<number[]> {
  const rows = [0, 1, 2, 3].map((no) => ({ code: `scale-${no}`, name: `scale-${no}` }));
  const clients = await db.insertInto('clients').values(rows).returning('id').execute();
  const logins = Array.from({ length: 200 }, (_, no) => ({ login: `p${no}@scale.example`, name: `Person ${no}` }));
  const persons = await db.insertInto('persons').values(logins).returning('id').execute();
  await db
    .insertInto('accounts')
    .values(persons.map(({ id }) => ({ person_id: id })))
    .execute();
  const roles = ['manager', 'approver', 'operator', 'auditor', 'client_approver'] as const;
  const grants = persons.map(({ id }, no) => ({
    ...{ person_id: id, client_id: clients[no % 4]!.id, role: roles[no % 5]! },
  }));
  await db.insertInto('grants').values(grants).execute();
  return clients.map(({ id }) => id);
}

function docFor(vault: Vault, { days, phase }: Share): CampaignDoc {
  const doc = benchDoc(vault, NOW - (days - 3) * DAY);
  if (phase === 'running') return { ...doc, waves: WAVES };
  return phase === 'over' ? { ...doc, retention: { personal: 60, images: 3, print: 3 } } : doc;
}

/** The trial has half of the customers, see sql/03-journeys.sql, and no go: its alert is found, and its figures are read. */
const WAVES: Wave[] = [
  { id: 'trial', name: { ja: '試し', en: 'Trial' }, begins: NOW - 20 * DAY, share: 50, trial: true },
  { id: 'first', name: { ja: '第1便', en: 'First' }, begins: NOW - 15 * DAY, share: 25 },
  { id: 'second', name: { ja: '第2便', en: 'Second' }, begins: NOW - 5 * DAY, share: 25 },
];

async function insertCampaign(db: Db, doc: CampaignDoc, share: Share, clientId: number): Promise<number> {
  const ended = share.status === 'completed' || share.status === 'stopped';
  const { id } = await db
    .insertInto('campaigns')
    .values({
      ...{ client_id: clientId, name: share.phase, status: share.status, epoch: share.phase === 'paused' ? 2 : 1 },
      ...{ started_at: new Date(NOW - share.days * DAY), launched: true, wake_at: ended ? null : new Date(NOW + DAY) },
      ended_at: ended ? new Date(NOW - (share.days - 25) * DAY) : null,
      journeys_created_at: new Date(NOW - share.days * DAY),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const version = { campaign_id: id, version: 1, client_id: clientId, doc: JSON.stringify(doc) };
  await db.insertInto('campaign_versions').values(version).execute();
  return id;
}
