import { sql } from 'kysely';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { type StepRequest, type StepResult } from '../../../domain/journeys/story';
import { type CampaignDocs } from '../../campaigns/campaigns';
import { lockJourneysById } from '../../journeys/customer-arrivals';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import { type Decided, type StepDeps } from '../../journeys/record-steps';
import { SUPERSEDED } from '../../journeys/step-results';
import { takeStepsIn } from '../../journeys/take-steps';
import { type Vault } from '../../privacy/vault';
import { type Db, type Trx } from '../../platform/types';
import { follow } from './follow';
import { happen, setInstant } from './happen';
import { contactOf, dropEvents, type Here, redraw, type Run } from './here';
import { leave } from './leave';
import { readCourses } from './rows';
import { readRun } from './runs';

export interface RehearsedStepDeps {
  /** The database of rehearsals. */
  db: Db;
  docs: CampaignDocs;
  laneOf: StepDeps['laneOf'];
}

/**
 * Takes the next step of rehearsed journeys, each at its own planned instant, as `takeSteps` does for real ones: first what
 * was to leave by then has left, and what the simulated customers have done is written; then the step decides; then what
 * its contacts will bring about is drawn. The timer of the result is that of the journey's next step or of the next thing its
 * customer does, whichever comes first, named like the arrival it stands for. All or nothing; a second call for the same turn
 * gives the stored result.
 * A step that only waits for its own time is followed at once by the one it waits for: the workflow would do nothing else.
 */
export async function takeRehearsedSteps(deps: RehearsedStepDeps, requests: StepRequest[]): Promise<StepResult[]> {
  return deps.db.transaction().execute(async (trx) => {
    const ids = requests.map(({ journeyId }) => journeyId);
    const journeys = new Map((await lockJourneysById(trx, ids)).map((row) => [row.id, row]));
    const answers = await storedAnswers(trx, requests);
    const fresh = requests.filter(({ journeyId, run }) => {
      const journey = journeys.get(journeyId);
      if (!answers.has(journeyId) && journey?.run === run && journey.status === 'open') return true;
      if (!answers.has(journeyId)) answers.set(journeyId, SUPERSEDED);
      return false;
    });
    if (fresh.length > 0) {
      const own = fresh.map(({ journeyId }) => journeys.get(journeyId)!);
      await lockCalls(trx, own);
      for (const [id, result] of await goOnUntilDone(trx, deps, fresh, own)) answers.set(id, result);
    }
    return ids.map((id) => answers.get(id)!);
  });
}

/** Decisions that one turn of the workflow may hold; each has a turn of its own in the database. */
const PER_TURN = 64;

/** What was answered to these steps: the last decision of each turn. */
async function storedAnswers(trx: Trx, requests: StepRequest[]): Promise<Map<number, StepResult>> {
  const { rows } = await sql<{ journey: number; result: StepResult }>`
    select q.journey, (select s.result from step_results s where s.journey_id = q.journey and s.run = q.run
        and s.turn >= q.turn * ${PER_TURN}::int and s.turn < (q.turn + 1) * ${PER_TURN}::int order by s.turn desc limit 1) as result
    from jsonb_to_recordset(${JSON.stringify(requests.map(({ journeyId: journey, ...own }) => ({ journey, ...own })))}::jsonb)
      as q(journey bigint, run int, turn int)`.execute(trx);
  return new Map(rows.flatMap(({ journey, result }) => (result ? [[journey, result] as const] : [])));
}

/** Decides for these journeys until each has done more than wait, or its customer has something to do before. */
async function goOnUntilDone(trx: Trx, deps: RehearsedStepDeps, requests: StepRequest[], journeys: JourneyRow[]) {
  const answers = new Map<number, StepResult>();
  let [asked, rows] = [requests, journeys];
  for (let nth = 0; asked.length > 0 && nth < PER_TURN; nth++) {
    const own = asked.map((request) => ({ ...request, turn: request.turn * PER_TURN + nth }));
    const { results, waiting } = await goOn(trx, deps, own, rows);
    for (const [id, result] of results) answers.set(id, result);
    rows = waiting;
    const ids = new Set(rows.map(({ id }) => id));
    asked = asked.filter(({ journeyId }) => ids.has(journeyId));
  }
  return answers;
}

/** Before any message, as everywhere: what has left is written before the calls' attempts. */
async function lockCalls(trx: Trx, journeys: JourneyRow[]): Promise<void> {
  await trx
    .selectFrom('call_tasks')
    .select('id')
    .where(
      'customer_id',
      'in',
      journeys.map((journey) => journey.customer_id),
    )
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

async function goOn(trx: Trx, deps: RehearsedStepDeps, requests: StepRequest[], journeys: JourneyRow[]) {
  const run = await runOf(trx, deps, journeys[0]!.campaign_id);
  const courses = await readCourses(
    trx,
    journeys.map(({ id }) => id),
  );
  const here = new Map(
    journeys.map((journey): [number, Here] => {
      const course = courses.get(journey.id)!;
      return [journey.id, { trx, journey, doc: run.doc, course, run, now: course.nextAt }];
    }),
  );
  await leave(trx, run.doc, [...here.values()], (one, contact) => redraw(one as Here, contact));
  for (const one of here.values()) await happenUntil(one, one.now);
  const nowOf = (id: number) => here.get(id)!.now;
  const now = Math.max(...[...here.values()].map((one) => one.now));
  await setInstant(trx, now);
  const decided = new Map<number, Decided>();
  const results = await takeStepsIn(
    trx,
    {
      docs: deps.docs,
      laneOf: deps.laneOf,
      vault: NO_VAULT,
      links: false,
      clock: async () => ({ now, nowOf, speed: 1, slotMs: 0, slackMs: 0 }),
      decided: (all) => all.forEach((one) => decided.set(one.journey.id, one)),
    },
    requests,
  );
  return follow(trx, {
    here,
    decided,
    results: new Map(requests.map((one, index) => [one.journeyId, results[index]!])),
  });
}

/** Nothing of a rehearsal is in a vault: what asks for it must fail. */
const NO_VAULT = undefined as unknown as Vault;

const runs = new WeakMap<Db, Map<number, Run>>();

/** Read once per rehearsal: what it was prepared with does not change. */
async function runOf(trx: Trx, { db, docs }: RehearsedStepDeps, campaignId: number): Promise<Run> {
  const known = runs.get(db) ?? new Map<number, Run>();
  runs.set(db, known);
  const before = known.get(campaignId);
  if (before) return before;
  const prepared = await readRun(trx, campaignId);
  if (!prepared) throw new Error('a journey without its rehearsal');
  const doc = await docs.get(trx, campaignId, 1);
  const run = { ...prepared, doc, calendar: calendarOf(doc) };
  known.clear();
  known.set(campaignId, run);
  return run;
}

/** Brings what the customer does by an instant to the journey, oldest first. */
async function happenUntil(here: Here, until: number): Promise<void> {
  const { course } = here;
  for (;;) {
    const event = course.pending[0];
    if (!event || event.at > until) return;
    const contact = contactOf(course, event);
    if (contact?.is === 'left' || event.kind === 'not_sent') await happen(here, event, contact!);
    course.pending.shift();
    if (event.kind === 'not_sent' && contact) contact.is = 'gone';
    if (event.kind === 'opted_out')
      dropEvents(course, (one) => one.kind === 'opted_out' && one.channel === event.channel);
  }
}
