import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { decide } from '../../domain/journeys/decide';
import { type JourneyFacts } from '../../domain/journeys/facts';
import { type StepRequest, type StepResult } from '../../domain/journeys/story';
import { applyArrivals, type Followed, type TakenArrival } from './arrival-effects';
import { instantsOf, type NowOf, readClock } from '../platform/clock';
import { type JourneyRow } from './facts/load-facts';
import { statesAsSent } from './facts/state-as-sent';
import { firstVersion, ownVersion } from '../campaigns/plan-versions';
import { calendarOf } from '../../domain/campaigns/holidays';
import { type Decided, type Loaded, recordDecisions, type StepDeps } from './record-steps';
import { storedResults, SUPERSEDED } from './step-results';
import { loadVersionedFacts, progressTo } from './versioned-facts';
import { among, plannedOnce } from '../platform/planned-once';
import { type Trx } from '../platform/types';
import { type JourneyState } from '../../domain/journeys/states';

/**
 * Takes the next step of each journey in one transaction: reads arrivals, decides, writes messages, outcomes and the
 * ledger. Campaigns are locked before journeys, and these in id order, so batches never deadlock. All or nothing: a batch that fails throws, and the
 * caller takes its steps one by one. One request per journey; results are in the order of the requests.
 */
export async function takeSteps(deps: StepDeps, requests: StepRequest[]): Promise<StepResult[]> {
  return deps.db.transaction().execute((trx) => takeStepsIn(trx, deps, requests));
}

/** The same in a transaction of the caller's, which has locked no journeys but these. */
export async function takeStepsIn(
  trx: Trx,
  deps: Omit<StepDeps, 'db'>,
  requests: StepRequest[],
): Promise<StepResult[]> {
  const campaigns = await loadCampaigns(trx, deps, requests);
  const journeys = await lockJourneys(trx, requests);
  const answers = await storedResults(trx, requests);
  const fresh = requests.filter((request) => {
    if (answers.has(request.journeyId)) return false;
    const journey = journeys.get(request.journeyId);
    if (journey && journey.run === request.run && journey.status === 'open') return true;
    answers.set(request.journeyId, SUPERSEDED);
    return false;
  });
  if (fresh.length > 0) {
    const own = fresh.map((request) => journeys.get(request.journeyId)!);
    for (const [id, result] of await decideAll(trx, deps, fresh, own, campaigns)) answers.set(id, result);
  }
  return requests.map((request) => answers.get(request.journeyId)!);
}

async function lockJourneys(trx: Trx, requests: StepRequest[]): Promise<Map<number, JourneyRow>> {
  const ids = requests.map((request) => request.journeyId);
  // not planned once: its columns are all there are, and a migration may add one
  const rows = await trx
    .selectFrom('journeys')
    .selectAll()
    .where(among('id', ids))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function decideAll(
  trx: Trx,
  deps: Omit<StepDeps, 'db'>,
  requests: StepRequest[],
  journeys: JourneyRow[],
  campaigns: Loaded['campaigns'],
) {
  const loaded = { campaigns, clock: await (deps.clock ?? readClock)(trx) };
  const { states, followed } = await takeArrivals(trx, journeys, { nowOf: instantsOf(loaded.clock), campaigns });
  const facts = await loadVersionedFacts(trx, deps.docs, journeys, { ...loaded.clock, campaigns: loaded.campaigns });
  const decided: Decided[] = [];
  for (const [index, journey] of journeys.entries()) {
    const campaign = loaded.campaigns.get(journey.campaign_id)!;
    const version = ownVersion(journey, campaign);
    const doc = await deps.docs.get(trx, campaign.id, version);
    const known = facts.get(journey.id)!;
    const moved = await progressTo(trx, deps.docs, { journey, campaign, sent: known.sent });
    const { step, planProgress } = moved ?? { step: journey.step, planProgress: journey.plan_progress };
    const own: JourneyFacts = { ...known, step, turn: requests[index]!.turn, ...(planProgress && { planProgress }) };
    const decision = decide({ facts: own, doc, calendar: calendarFor(doc) });
    const state = states.get(journey.id);
    decided.push({ journey, facts: own, decision, read: journey.arrival_seq, state, version, doc, moved });
  }
  return recordDecisions(trx, deps, decided, { ...loaded, followed });
}

const calendars = new WeakMap<CampaignDoc, ReturnType<typeof calendarOf>>();
function calendarFor(doc: CampaignDoc) {
  const known = calendars.get(doc) ?? calendarOf(doc);
  calendars.set(doc, known);
  return known;
}

/** Campaign rows FOR SHARE: a pause or stop waits for the batches under way, and the next batch sees it. */
async function loadCampaigns(
  trx: Trx,
  deps: Omit<StepDeps, 'db'>,
  requests: StepRequest[],
): Promise<Loaded['campaigns']> {
  const ids = requests.map((request) => request.journeyId);
  const query = trx
    .selectFrom('campaigns')
    .select(['id', 'status', 'epoch', 'version', firstVersion.as('firstVersion')])
    .where('id', 'in', (journeys) =>
      journeys.selectFrom('journeys').select('campaign_id').where(among('journeys.id', ids)),
    )
    .orderBy('id')
    .forShare();
  const rows = await plannedOnce(trx, query);
  const campaigns: Loaded['campaigns'] = new Map();
  for (const row of rows) campaigns.set(row.id, { ...row, doc: await deps.docs.get(trx, row.id, row.version) });
  return campaigns;
}

/** Marks unread arrivals as read, applies what they declare, and returns the state each puts its journey into. */
async function takeArrivals(
  trx: Trx,
  journeys: JourneyRow[],
  { nowOf, campaigns }: { nowOf: NowOf; campaigns: Loaded['campaigns'] },
): Promise<{ states: Map<number, JourneyState>; followed: Followed[] }> {
  const byId = new Map(journeys.map((journey) => [journey.id, journey]));
  const unread = journeys.filter(mayHaveUnread).map((journey) => journey.id);
  if (unread.length === 0) return { states: new Map(), followed: [] };
  const rows = await trx
    .updateTable('arrivals')
    .set({ read_at: new Date(Math.max(...unread.map(nowOf))) })
    .where('journey_id', 'in', unread)
    .where('read_at', 'is', null)
    .returningAll()
    .execute();
  rows.sort((a, b) => a.journey_id - b.journey_id || a.seq - b.seq);
  const taken = rows.map((row): TakenArrival => ({
    ...row,
    journeyId: row.journey_id,
    campaignId: row.campaign_id,
    clientId: row.client_id,
    customerId: byId.get(row.journey_id)!.customer_id,
  }));
  const followed = await applyArrivals(trx, taken);
  const waiting = taken.filter(({ kind, data }) => reacted(kind, data));
  const states = new Map<number, JourneyState>(waiting.map(({ journeyId }) => [journeyId, 'awaiting_reply']));
  const back = taken.flatMap(({ kind, data, journeyId }) =>
    kind === 'return_withdrawn' && data.reason === undefined ? [byId.get(journeyId)!] : [],
  );
  for (const [id, state] of await statesAsSent(trx, back, campaigns)) states.set(id, state);
  return { states, followed };
}

/** A journey that could not be decided counts its arrivals as signalled, yet they are unread until a step succeeds. */
const mayHaveUnread = (journey: JourneyRow): boolean =>
  journey.read_seq < journey.arrival_seq || journey.held_epoch !== null;

/** Reacted, but not done: an answer that a person must judge, a form that is not read yet or has a defect, a call that ended with an intention only or with news of a death. */
const reacted = (kind: string, data: Record<string, unknown>): boolean =>
  kind === 'answer_kept' ||
  kind === 'form_received' ||
  kind === 'form_defect' ||
  (kind === 'call_ended' && ['intent', 'deceased'].includes(String(data.result)));
