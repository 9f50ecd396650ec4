import { sql } from 'kysely';
import { callRuleOf } from '../../../domain/calls/call-rules';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { type CampaignDoc, type Wait } from '../../../domain/campaigns/campaign';
import { isFor } from '../../../domain/campaigns/segments';
import { closingInstant } from '../../../domain/journeys/outcome';
import { type StepRequest, type StepResult } from '../../../domain/journeys/story';
import { simulate } from '../../../domain/rehearsals/customer';
import { type CampaignDocs } from '../../campaigns/campaigns';
import { type Decided, type StepDeps } from '../../journeys/record-steps';
import { SUPERSEDED } from '../../journeys/step-results';
import { takeStepsIn } from '../../journeys/take-steps';
import { lockJourneysById } from '../../journeys/customer-arrivals';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import { type Vault } from '../../privacy/vault';
import { type Db, type Trx } from '../../platform/types';
import { dueOfEvent, happen, type EventPlace, setInstant } from './happen';
import { leave, messagesOf } from './leave';
import { type Course, type PendingEvent, readCourses, type RehearsedContact, writeCourses } from './rows';
import { type PreparedRun, readRun } from './runs';

export interface RehearsedStepDeps {
  /** The database of rehearsals. */
  db: Db;
  docs: CampaignDocs;
  laneOf: StepDeps['laneOf'];
}

/** A rehearsal with what its simulated customers go by. */
interface Run extends PreparedRun {
  doc: CampaignDoc;
  calendar: ReturnType<typeof calendarOf>;
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
      const place = { trx, campaignId: journey.campaign_id, clientId: journey.client_id, doc: run.doc };
      return [journey.id, { ...place, course, run, now: course.nextAt }];
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

interface Here extends EventPlace {
  run: Run;
  now: number;
}

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

const contactOf = ({ contacts }: Course, event: PendingEvent): RehearsedContact | undefined =>
  contacts.find(({ message }) => message === event.message);

function dropEvents(course: Course, which: (event: PendingEvent) => boolean): void {
  course.pending = course.pending.filter((event) => !which(event));
}

interface Followed {
  results: Map<number, StepResult>;
  /** Journeys that only wait for their own time, as they are now. */
  waiting: JourneyRow[];
}

interface Step {
  here: Map<number, Here>;
  decided: Map<number, Decided>;
  results: Map<number, StepResult>;
}

/** Notes what the steps did, draws what follows from their contacts, and sets the timers. */
async function follow(trx: Trx, { here, decided, results }: Step): Promise<Followed> {
  const ids = [...here.keys()];
  const messages = await messagesOf(trx, ids);
  const journeys = new Map((await lockJourneysById(trx, ids)).map((row) => [row.id, row]));
  const changed: { journey: number; run: number; turn: number; result: StepResult }[] = [];
  for (const [id, one] of here) {
    const item = decided.get(id)!;
    note(one, item);
    for (const message of messages.get(id) ?? []) takeUp(one, message, item);
    one.course.at = one.now;
    noteState(one, journeys.get(id)!.state, one.now);
    const result = await timed(one, journeys.get(id)!, results.get(id)!);
    if (result !== results.get(id)) {
      changed.push({ journey: id, run: item.journey.run, turn: item.facts.turn, result });
      results.set(id, result);
    }
  }
  if (changed.length > 0)
    await sql`
      update step_results s set result = c.result from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
        as c(journey bigint, run int, turn int, result jsonb)
      where s.journey_id = c.journey and s.run = c.run and s.turn = c.turn`.execute(trx);
  for (const { course } of here.values()) {
    course.events.sort((a, b) => a.at - b.at);
    course.states.sort((a, b) => a.at - b.at);
  }
  await writeCourses(
    trx,
    [...here.values()].map(({ course }) => course),
  );
  const waiting = [...here.values()].flatMap(({ course }) => {
    const journey = journeys.get(course.journeyId)!;
    const { did } = results.get(course.journeyId)!;
    return did === 'waits' && course.nextAt === journey.wake_at ? [journey] : [];
  });
  return { results, waiting };
}

/** The segments by the first decision, and every decision that sends nothing. */
function note({ course, now, doc }: Here, { decision, facts }: Decided): void {
  if (course.events.length === 0 && course.contacts.length === 0)
    course.segments = Object.keys(doc.segments ?? {}).filter((id) => isFor({ only: [id] }, facts, doc));
  if (decision.kind === 'send') return;
  const kind = ({ wait: 'waits', held: 'held', close: 'closed' } as const)[decision.kind];
  const refused = decision.refusals.length > 0 && { refused: decision.refusals };
  const step = decision.kind !== 'close' && decision.step !== null && { step: decision.step };
  course.events.push({ at: now, kind, ...step, why: decision.reason, ...refused });
}

type Message = NonNullable<Awaited<ReturnType<typeof messagesOf>> extends Map<number, (infer Row)[]> ? Row : never>;

/** A message that the course does not know yet is a contact to come; one that was taken back will never leave. */
function takeUp(here: Here, message: Message, { decision }: Decided): void {
  const { course } = here;
  const known = course.contacts.find((one) => one.message === message.id);
  if (known) {
    if (known.is === 'left' || message.status !== 'queued') {
      if (message.status !== 'withdrawn' && message.status !== 'failed') return;
      if (known.is === 'waiting' || known.channel === 'phone') known.is = 'gone';
      if (known.is === 'gone') dropEvents(course, (event) => event.message === message.id);
      return;
    }
    if (message.refused && !message.reply) refuse(here, known);
    return;
  }
  const first = decision.kind === 'send' && decision.message.channel === message.channel;
  const contact: RehearsedContact = {
    ...{ message: message.id, run: message.run, step: message.step, channel: message.channel },
    ...{ occurrence: message.occurrence, at: message.at, is: 'waiting' },
    ...(message.reply && { reply: true as const }),
    ...(decision.kind === 'send' && !message.reply && { why: decision.reason }),
    ...(first && decision.refusals.length > 0 && { refused: decision.refusals }),
  };
  course.contacts.push(contact);
  draw(here, contact);
}

/** The lane will refuse it when its time comes, and say so. */
function refuse({ course, now }: Here, contact: RehearsedContact): void {
  dropEvents(course, (event) => event.message === contact.message);
  const { message, step, channel, occurrence } = contact;
  course.pending.push({ kind: 'not_sent', at: Math.max(contact.at, now + 1), message, step, channel, occurrence });
  course.pending.sort(byTime);
}

function redraw(here: Here, contact: RehearsedContact): void {
  dropEvents(here.course, (event) => event.message === contact.message);
  draw(here, contact);
}

/** Draws what the customer will do after a contact. */
function draw({ course, run }: Here, contact: RehearsedContact): void {
  if (contact.reply) return;
  const { step, channel, occurrence, at, message } = contact;
  const steps = [...new Set(course.contacts.filter((one) => !one.reply).map((one) => one.step))];
  const events = simulate({
    contact: { step, channel, occurrence, at, nth: steps.indexOf(step) + 1, ...callOf(run.doc, contact) },
    customer: { key: course.key, segments: course.segments, contracts: course.contracts },
    behaviour: run.behaviour,
    seed: run.seed,
    calendar: run.calendar,
  });
  course.pending.push(...events.map((event) => ({ ...event, message })));
  course.pending.sort(byTime);
}

function callOf(doc: CampaignDoc, { step, channel }: RehearsedContact) {
  if (channel !== 'phone') return {};
  const { attempts, spacing } = callRuleOf(doc, step);
  return { attempts, spacingDays: daysOf(spacing) };
}

const daysOf = (wait: Wait): number =>
  'days' in wait ? wait.days : 'businessDays' in wait ? wait.businessDays : wait.minutes / 1_440;

const byTime = (a: PendingEvent, b: PendingEvent): number => a.at - b.at || a.message - b.message;

function noteState({ course }: Here, state: JourneyRow['state'], at: number): void {
  if (course.states.at(-1)?.state !== state) course.states.push({ at, state });
}

/** The timer until the step's own instant, or until the next event if that comes first; a closed journey lives on without. */
async function timed(here: Here, journey: JourneyRow, result: StepResult): Promise<StepResult> {
  const { course, now, doc } = here;
  if (result.did === 'closed') {
    await liveOn(here, journey);
    return result;
  }
  const next = course.pending.find((event) => dueOfEvent(event, course) !== null);
  const wakeAt = journey.wake_at;
  if (next && (wakeAt === null || next.at <= wakeAt)) {
    course.nextAt = Math.max(next.at, now + 1);
    return { ...result, timer: { for: dueOfEvent(next, course)!, ms: course.nextAt - now } };
  }
  // what waits for a person waits here until the last date: there is no one
  const own = wakeAt ?? closingInstant(doc) + 1;
  course.nextAt = Math.max(own, now + 1);
  if (result.timer && wakeAt !== null) return result;
  if (own > now) return { ...result, timer: { for: 'deadline', ms: own - now } };
  course.ended = true;
  return { did: 'superseded', why: 'waits_for_a_person', read: result.read };
}

/** What still happens to a customer whose journey is closed: desks have work with it, and a choice taken back reopens it. */
async function liveOn(here: Here, closed: JourneyRow): Promise<void> {
  const { course, trx } = here;
  for (const contact of course.contacts) if (contact.reply && contact.is === 'waiting') sendReply(here, contact);
  while (course.pending.length > 0) {
    const event = course.pending.shift()!;
    const contact = contactOf(course, event);
    if (contact?.is !== 'left') continue;
    if (event.kind === 'inquired' || event.kind === 'form_received') {
      course.events.push({
        at: event.at,
        kind: event.kind,
        step: event.step,
        channel: event.channel,
        cause: event.step,
      });
      continue;
    }
    const answered = course.cause === event.step;
    if (!(event.kind === 'returned' || event.kind === 'bounced' || (event.kind === 'withdrawn' && answered))) continue;
    await happen(here, event, contact);
    const [journey] = await lockJourneysById(trx, [closed.id]);
    if (journey!.status === 'closed') continue;
    course.cause = null;
    course.nextAt = event.at;
    noteState(here, journey!.state, event.at);
    return;
  }
  course.ended = true;
}

function sendReply({ course }: Here, contact: RehearsedContact): void {
  contact.is = 'left';
  const { at, step, channel } = contact;
  course.events.push({ at, kind: 'sent', step, channel });
}
