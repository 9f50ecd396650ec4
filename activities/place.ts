import { type Transaction } from 'kysely';
import { decide, type Decision } from '../domain/decide';
import { type JourneyFacts } from '../domain/facts';
import { applyArrivals, type TakenArrival } from '../db/arrival-effects';
import { type CampaignDocs } from '../db/campaign-docs';
import { type ClockReading, readClock, realSleepMs } from '../db/clock';
import { type Db } from '../db/connect';
import { appendLedger, campaignChain, type LedgerEntry } from '../db/ledger';
import { ensureLinks } from '../db/links';
import { type JourneyRow, loadFacts } from '../db/place-facts';
import { insertMessages, updateJourneys, upsertOutcomes, withdrawQueued } from '../db/place-writes';
import { type Database } from '../db/schema';
import { type Vault } from '../db/vault';
import { type CampaignDoc } from '../domain/campaign';
import { calendarOf } from './holidays';

type Trx = Transaction<Database>;

export interface PlaceRequest {
  journeyId: number;
  run: number;
  /** The workflow's own counter: a second call with the same one gets the stored answer. */
  wake: number;
}

/** What the workflow needs and an auditor reads in its history; nothing personal, few bytes. */
export interface PlaceResult {
  did: Decision['kind'] | 'superseded';
  step?: string;
  on?: string;
  why: string;
  next?: string;
  /** Real milliseconds to sleep; absent: until a bell, or closed. */
  sleep?: number;
  /** Arrivals up to this number have been taken. */
  read: number;
}

export interface PlaceDeps {
  db: Db;
  vault: Vault;
  docs: CampaignDocs;
  laneOf: (trx: Trx, clientId: number, channel: string) => Promise<number>;
}

interface Loaded {
  campaigns: Map<number, { status: string; epoch: number; version: number; doc: CampaignDoc }>;
  clock: ClockReading;
}

/**
 * Places the next step of each journey in one transaction: takes unread arrivals, decides, writes messages, outcomes
 * and the ledger. Journeys are locked in id order, so batches never deadlock. All or nothing: a batch that fails
 * throws, and the caller tries its requests singly.
 */
export async function placeBatch(deps: PlaceDeps, requests: PlaceRequest[]): Promise<PlaceResult[]> {
  return deps.db.transaction().execute(async (trx) => {
    const journeys = await lockJourneys(trx, requests);
    const answers = await storedAnswers(trx, requests);
    const fresh = requests.filter((request) => {
      if (answers.has(request.journeyId)) return false;
      const journey = journeys.get(request.journeyId);
      if (journey && journey.run === request.run && journey.status === 'open') return true;
      answers.set(request.journeyId, { did: 'superseded', why: 'another_run', read: request.wake });
      return false;
    });
    if (fresh.length > 0) {
      const decided = await decideAll(
        trx,
        deps,
        fresh,
        fresh.map((request) => journeys.get(request.journeyId)!),
      );
      for (const [id, result] of decided) answers.set(id, result);
    }
    return requests.map((request) => answers.get(request.journeyId)!);
  });
}

async function lockJourneys(trx: Trx, requests: PlaceRequest[]): Promise<Map<number, JourneyRow>> {
  const rows = await trx
    .selectFrom('journeys')
    .selectAll()
    .where(
      'id',
      'in',
      requests.map((request) => request.journeyId),
    )
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function storedAnswers(trx: Trx, requests: PlaceRequest[]): Promise<Map<number, PlaceResult>> {
  const rows = await trx
    .selectFrom('placements')
    .select(['journey_id', 'run', 'wake', 'result'])
    .where(
      'journey_id',
      'in',
      requests.map((request) => request.journeyId),
    )
    .where('wake', 'in', [...new Set(requests.map((request) => request.wake))])
    .execute();
  const wanted = new Map(requests.map((request) => [request.journeyId, request]));
  const matching = rows.filter((row) => {
    const request = wanted.get(row.journey_id)!;
    return row.run === request.run && row.wake === request.wake;
  });
  return new Map(matching.map((row) => [row.journey_id, row.result as PlaceResult]));
}

async function decideAll(trx: Trx, deps: PlaceDeps, requests: PlaceRequest[], journeys: JourneyRow[]) {
  const loaded = await loadCampaigns(trx, deps, journeys);
  const read = await takeArrivals(trx, journeys, loaded.clock.now);
  const facts = await loadFacts(trx, journeys, { ...loaded.clock, campaigns: loaded.campaigns });
  const decided = journeys.map((journey, index) => {
    const own: JourneyFacts = { ...facts.get(journey.id)!, wake: requests[index]!.wake };
    const { doc } = loaded.campaigns.get(journey.campaign_id)!;
    return {
      journey,
      facts: own,
      decision: decide({ facts: own, doc, calendar: calendarFor(doc) }),
      read: read.get(journey.id)!,
    };
  });
  await writeAll(trx, deps, decided, loaded);
  return new Map(decided.map((item) => [item.journey.id, resultOf(item, loaded.clock)]));
}

const calendars = new WeakMap<CampaignDoc, ReturnType<typeof calendarOf>>();
function calendarFor(doc: CampaignDoc) {
  const known = calendars.get(doc) ?? calendarOf(doc);
  calendars.set(doc, known);
  return known;
}

/** Campaign rows FOR SHARE: a pause or stop waits for the batches under way, and the next batch sees it. */
async function loadCampaigns(trx: Trx, deps: PlaceDeps, journeys: JourneyRow[]): Promise<Loaded> {
  const rows = await trx
    .selectFrom('campaigns')
    .select(['id', 'status', 'epoch', 'version'])
    .where('id', 'in', [...new Set(journeys.map((journey) => journey.campaign_id))])
    .orderBy('id')
    .forShare()
    .execute();
  const campaigns: Loaded['campaigns'] = new Map();
  for (const row of rows) campaigns.set(row.id, { ...row, doc: await deps.docs.get(trx, row.id, row.version) });
  return { campaigns, clock: await readClock(trx) };
}

/** Marks unread arrivals read, carries out what they declare, and says up to which number each journey has read. */
async function takeArrivals(trx: Trx, journeys: JourneyRow[], now: number): Promise<Map<number, number>> {
  const byId = new Map(journeys.map((journey) => [journey.id, journey]));
  const unread = journeys.filter((journey) => journey.read_seq < journey.arrival_seq).map((journey) => journey.id);
  if (unread.length > 0) {
    const rows = await trx
      .updateTable('arrivals')
      .set({ read_at: new Date(now) })
      .where('journey_id', 'in', unread)
      .where('read_at', 'is', null)
      .returningAll()
      .execute();
    rows.sort((a, b) => a.journey_id - b.journey_id || a.seq - b.seq);
    await applyArrivals(
      trx,
      rows.map((row): TakenArrival => ({
        ...row,
        journeyId: row.journey_id,
        campaignId: row.campaign_id,
        clientId: row.client_id,
        customerId: byId.get(row.journey_id)!.customer_id,
      })),
    );
  }
  return new Map(journeys.map((journey) => [journey.id, journey.arrival_seq]));
}

interface Decided {
  journey: JourneyRow;
  facts: JourneyFacts;
  decision: Decision;
  read: number;
}

async function writeAll(trx: Trx, deps: PlaceDeps, decided: Decided[], loaded: Loaded): Promise<void> {
  const { now } = loaded.clock;
  const placing = decided.flatMap((item) =>
    item.decision.kind === 'place' ? [{ ...item, placed: item.decision.placed }] : [],
  );
  const messages = [];
  for (const { journey, placed } of placing) {
    const laneId = await deps.laneOf(trx, journey.client_id, placed.channel);
    messages.push({ journey, placed, laneId, version: loaded.campaigns.get(journey.campaign_id)!.version });
  }
  await insertMessages(trx, messages);
  await linkCustomers(
    trx,
    deps,
    placing.map((item) => item.journey),
    loaded,
  );
  const closing = decided.flatMap((item) =>
    item.decision.kind === 'close' ? [{ ...item, outcomes: item.decision.outcomes }] : [],
  );
  await withdrawQueued(
    trx,
    closing.map((item) => item.journey.id),
    'journey_closed',
  );
  await upsertOutcomes(
    trx,
    closing.flatMap(({ journey, outcomes }) =>
      outcomes.map((outcome) => ({
        ...outcome,
        campaignId: journey.campaign_id,
        clientId: journey.client_id,
        customerId: journey.customer_id,
        at: now,
      })),
    ),
  );
  await updateJourneys(
    trx,
    decided.map((item) => changeOf(item, loaded)),
  );
  await trx
    .insertInto('placements')
    .values(
      decided.map((item) => ({
        journey_id: item.journey.id,
        run: item.journey.run,
        wake: item.facts.wake,
        client_id: item.journey.client_id,
        at: new Date(now),
        result: JSON.stringify(resultOf(item, loaded.clock)),
      })),
    )
    .execute();
  await writeLedger(trx, decided, loaded);
}

async function linkCustomers(trx: Trx, deps: PlaceDeps, journeys: JourneyRow[], loaded: Loaded): Promise<void> {
  for (const [campaignId, { doc }] of loaded.campaigns) {
    const own = journeys.filter((journey) => journey.campaign_id === campaignId);
    if (own.length === 0) continue;
    const customerIds = own.map((journey) => journey.customer_id);
    const expiresAt = (doc.dates.claimsUntil ?? doc.dates.endOfService) + 30 * 86_400_000;
    await ensureLinks(trx, deps.vault, { clientId: own[0]!.client_id, campaignId, customerIds, expiresAt });
  }
}

function changeOf({ journey, facts, decision, read }: Decided, loaded: Loaded) {
  const closed = decision.kind === 'close';
  return {
    id: journey.id,
    wake: facts.wake,
    step: closed ? null : decision.step,
    wakeAt: closed ? null : decision.wakeAt,
    heldEpoch: decision.kind === 'held' ? loaded.campaigns.get(journey.campaign_id)!.epoch : null,
    readSeq: read,
    closedAt: closed ? loaded.clock.now : null,
    state: closed ? ('closed' as const) : journey.state,
  };
}

function resultOf({ decision, read }: Decided, clock: ClockReading): PlaceResult {
  if (decision.kind === 'close') return { did: 'close', why: decision.reason, read };
  const { step: next, wakeAt } = decision;
  return {
    did: decision.kind,
    ...(decision.kind === 'place' && { step: decision.placed.step, on: decision.placed.channel }),
    why: decision.reason.startsWith('override:') ? 'override' : decision.reason,
    ...(next !== null && { next }),
    ...(wakeAt !== null && { sleep: realSleepMs(clock, wakeAt) }),
    read,
  };
}

/** One entry per decision, with its inputs, so that an audit can decide again; one chain per campaign. */
async function writeLedger(trx: Trx, decided: Decided[], loaded: Loaded): Promise<void> {
  const campaignIds = [...loaded.campaigns.keys()].sort((a, b) => a - b);
  for (const campaignId of campaignIds) {
    const own = decided.filter((item) => item.journey.campaign_id === campaignId);
    const { version } = loaded.campaigns.get(campaignId)!;
    const entries = own.map(({ journey, facts, decision }): LedgerEntry => ({
      kind: 'decision',
      journey: journey.id,
      version,
      facts,
      decision,
    }));
    await appendLedger(trx, campaignChain(campaignId), own[0]?.journey.client_id ?? null, loaded.clock.now, entries);
  }
}
