import pg from 'pg';
import { takeSteps } from '../../db/journeys/take-steps';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { recordDelivered } from '../../db/delivery/handovers';
import { appendLedger, campaignChain } from '../../db/platform/ledger';
import { createJourneys } from '../../db/journeys/create-journeys';
import { type TestDb } from '../support/test-db';
import { seedCampaign, type SeedCustomer, type Seeded, stepClock } from '../support/seed';

export const NOTICE_AT = '2027-02-01T09:00:00+09:00';
export const REMINDER_AT = '2027-02-15T09:00:00+09:00';
export const AFTER_ALL = '2027-04-18T00:00:00+09:00';

/**
 * A campaign played from its first day to its end: notified, reminded, without any answer. For a customer who cannot be
 * written to, a person looks in vain for an address; who refused mail stays a question to the client to the end.
 */
export async function playedCampaign(t: TestDb, customers: SeedCustomer[]): Promise<Seeded> {
  await stepClock(t, NOTICE_AT);
  const seeded = await seedCampaign(t, { customers });
  const { campaignId } = seeded;
  await createJourneys(t.db, campaignId);
  for (const [turn, at] of [NOTICE_AT, REMINDER_AT, AFTER_ALL].entries()) {
    await stepClock(t, at);
    if (at === AFTER_ALL) await releaseResearch(t, campaignId);
    await placeOpen(t, campaignId, turn);
    await handOver(t, campaignId);
  }
  await t.db
    .updateTable('campaigns')
    .set({ status: 'completed', ended_at: new Date(AFTER_ALL) })
    .where('id', '=', campaignId)
    .execute();
  return seeded;
}

/** What is queued leaves, as a lane records it. */
async function handOver(t: TestDb, campaignId: number): Promise<void> {
  const rows = await t.db
    .updateTable('messages')
    .set({ status: 'handing_over', fence: 1 })
    .where('campaign_id', '=', campaignId)
    .where('status', '=', 'queued')
    .returningAll()
    .execute();
  const delivered = rows.map(({ id: messageId, journey_id: journeyId, version, step, notice }) => ({
    ...{ messageId, journeyId, campaignId, fence: 1, version, step, notice },
    ...{ kind: 'handed_over' as const, ref: 'ref' },
  }));
  await recordDelivered(t.db, new CampaignDocs(), delivered);
}

/** A person has looked for the address in vain; only the ledger's entry of it matters here. */
async function releaseResearch(t: TestDb, campaignId: number): Promise<void> {
  const released = await t.db
    .updateTable('holds')
    .set({ released_at: new Date(AFTER_ALL) })
    .where('reason', '=', 'address_research')
    .where('customer_id', 'in', (query) =>
      query.selectFrom('journeys').select('customer_id').where('campaign_id', '=', campaignId),
    )
    .returning(['id as hold', 'customer_id as customer', 'client_id', 'reason'])
    .execute();
  for (const { client_id: clientId, ...about } of released) {
    const entry = { kind: 'hold_released', by: 'system', ...about };
    await appendLedger(t.db, campaignChain(campaignId), clientId, Date.parse(AFTER_ALL), [entry]);
  }
}

async function placeOpen(t: TestDb, campaignId: number, turn: number): Promise<void> {
  const lane = await t.db
    .insertInto('lanes')
    .values({ channel: 'mail', name: `audit-${campaignId}-${turn}` })
    .returning('id')
    .executeTakeFirstOrThrow();
  const open = await t.db
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('status', '=', 'open')
    .execute();
  if (open.length === 0) return;
  const deps = { db: t.db, vault: t.vault, docs: new CampaignDocs(), laneOf: async () => lane.id };
  await takeSteps(
    deps,
    open.map(({ id }) => ({ journeyId: id, run: 1, turn })),
  );
}

/** Runs a statement as the owner of the database, as a person with the owner's password could. */
export async function asOwner(t: TestDb, statement: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: t.ownerUrl });
  await client.connect();
  try {
    await client.query(statement, values);
  } finally {
    await client.end();
  }
}
