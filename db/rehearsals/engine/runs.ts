import { sql } from 'kysely';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { type Behaviour } from '../../../domain/rehearsals/behaviour';
import { createJourneys } from '../../journeys/create-journeys';
import { type Db, type Queryable } from '../../platform/types';
import { stepClock } from '../../platform/stepped-clock';
import { OPERATOR } from './happen';
import { audienceSize, drawSample, writeSimulated } from './audience';
import { emptyRehearsalDatabase } from './database';

/** What is rehearsed. `id` names the rehearsal, and its campaign in the database of rehearsals. */
export interface RunToPrepare {
  id: number;
  clientId: number;
  campaignId: number;
  doc: CampaignDoc;
  /** Customers; null: all. */
  sample: number | null;
  seed: number;
  behaviour: Behaviour;
  /** When the campaign starts, epoch ms. */
  startsAt: number;
}

/** A rehearsal that has been prepared. */
export interface PreparedRun {
  seed: number;
  behaviour: Behaviour;
  startsAt: number;
  /** Customers and contracts of the campaign, and customers of the sample. */
  audience: number;
  contracts: number;
  sample: number;
}

const PAGE = 500;
/** Journeys of two rehearsals bear the same ids only where one has more of them. */
const JOURNEYS = 1_000_000;

/**
 * Fills the database of rehearsals with one campaign and its simulated customers, whose journeys are all to be started.
 * Whatever was there is forgotten. Called again for a rehearsal that is prepared, it changes nothing. `reached` is called
 * after each page, and stops the work by throwing.
 */
export async function prepareRun(
  { main, rehearsed }: { main: Db; rehearsed: Db },
  run: RunToPrepare,
  reached: (customers: number) => void,
): Promise<PreparedRun> {
  const known = await readRun(rehearsed, run.id);
  if (known) return known;
  await emptyRehearsalDatabase(rehearsed, run.id * JOURNEYS + 1);
  await stepClock(rehearsed, run.startsAt);
  const place = { clientId: 1, campaignId: run.id };
  await writeCampaign(rehearsed, run, place.clientId);
  const named = run.doc.policy.overrides.flatMap(({ contractHashes }) => contractHashes);
  const ids = await drawSample(main, run);
  for (let from = 0; from < ids.length; from += PAGE) {
    const page = { of: run.campaignId, ids: ids.slice(from, from + PAGE), firstKey: from + 1, named, place };
    await rehearsed.transaction().execute((trx) => writeSimulated(main, trx, { ...page, startsAt: run.startsAt }));
    reached(from + page.ids.length);
  }
  await createJourneys(rehearsed, run.id);
  const size = await audienceSize(main, run.campaignId);
  await sql`
    insert into rehearsal.journeys (journey_id, key, customer_id, contracts, at, next_at)
    select j.id, j.customer_id, j.customer_id, array_agg(a.contract_id order by a.contract_id),
      ${new Date(run.startsAt)}, ${new Date(run.startsAt)}
    from journeys j join audience a on a.campaign_id = j.campaign_id and a.customer_id = j.customer_id
    where j.campaign_id = ${run.id} group by j.id, j.customer_id`.execute(rehearsed);
  await sql`select rehearsal.analyze()`.execute(rehearsed);
  await sql`
    insert into rehearsal.runs (id, seed, behaviour, starts_at, audience, contracts, sample, prepared)
    values (${run.id}, ${run.seed}, ${JSON.stringify(run.behaviour)}::jsonb, ${new Date(run.startsAt)},
      ${size.customers}, ${size.contracts}, ${ids.length}, true)`.execute(rehearsed);
  return (await readRun(rehearsed, run.id))!;
}

/** What a prepared rehearsal was prepared with; undefined where another one, or none, is in the database. */
export async function readRun(db: Queryable, id: number): Promise<PreparedRun | undefined> {
  const { rows } = await sql<PreparedRun>`
    select seed, behaviour, starts_at as "startsAt", audience, contracts, sample from rehearsal.runs
    where id = ${id} and prepared`.execute(db);
  return rows[0];
}

async function writeCampaign(db: Db, { id, doc, startsAt }: RunToPrepare, clientId: number): Promise<void> {
  await sql`insert into clients (id, code, name) overriding system value values (${clientId}, 'rehearsal', 'rehearsal')`.execute(
    db,
  );
  await sql`insert into persons (id, login, name) overriding system value values (${OPERATOR}, 'rehearsal', 'rehearsal')`.execute(
    db,
  );
  const at = new Date(startsAt);
  await sql`
    insert into campaigns (id, client_id, name, status, version, epoch, started_at, launched, created_by) overriding system value
    values (${id}, ${clientId}, ${doc.name}, 'running', 1, 1, ${at}, true, ${OPERATOR})`.execute(db);
  await sql`
    insert into campaign_versions (campaign_id, version, client_id, doc)
    values (${id}, 1, ${clientId}, ${JSON.stringify(doc)}::jsonb)`.execute(db);
  // steps name the lane of a message, replies too; there is no one here who drains it
  await sql`
    insert into lanes (channel, name, launched) select channel, 'rehearsal', true
    from unnest(array['mail', 'sms', 'post', 'phone']) as l(channel)`.execute(db);
}
