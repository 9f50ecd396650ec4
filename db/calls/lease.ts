import { sql } from 'kysely';
import { LEASE_MS, type LeaseFacts, leaseVerdict } from '../../domain/calls/call-rules';
import { zonesOf } from '../../domain/calls/hours-abroad';
import { localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { contactFor } from '../../domain/customers/contact-policy';
import { AppError } from '../../domain/errors';
import { type LaneState, type SendFacts, tokensNow } from '../../domain/delivery/lane';
import { campaignDoc } from '../campaigns/campaigns';
import { type CallTaskRow, endTask } from './tasks';
import { type ClockReading, readClock } from '../platform/clock';
import { contactOf, loadContacts, messageRefused, representativeActs } from '../customers/contacts';
import { lockJourneysById } from '../journeys/customer-arrivals';
import { laneState } from '../delivery/lanes';
import { messagePaused } from '../journeys/facts/pause-facts';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { ownVersion } from '../campaigns/plan-versions';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';

/** A call leased to a person. */
export interface Lease {
  kind: 'leased';
  task: CallTaskRow;
  /** Id of the notice and plan version with which the message was created. */
  notice: string;
  version: number;
  leaseUntil: number;
  now: number;
  /** The plan in force for the journey, and what the call depends on, as they were under the locks. */
  doc: CampaignDoc;
  journey: JourneyRow;
  step: string;
  purpose: string;
  lane: LaneState;
  send: SendFacts;
}

/** Why there is no lease. `over`: the task was done before; `ended`: it has just been ended. */
export interface NoLease {
  kind: 'taken' | 'not_now' | 'over' | 'ended';
  reason: string;
  until?: number;
}

/** A task with all related rows locked, and the facts a lease depends on. */
interface Locked {
  task: CallTaskRow;
  message: {
    id: number;
    status: string;
    run: number;
    step: string;
    notice: string;
    version: number;
    purpose: string;
    reply: boolean;
  };
  doc: CampaignDoc;
  facts: LeaseFacts;
  lane: LaneState;
  laneId: number;
  clock: ClockReading;
  journey: JourneyRow;
}

/**
 * Leases a call to a person; this is the claim of a call. Checks everything that may have changed since the message was
 * created, under the locks of lane and journey, and uses the lane's capacity unless the time was promised. If the same person asks again, their
 * lease continues. `inbound`: the customer returns a missed call; it is no attempt and uses no capacity. A task that cannot be called any more is ended, so commit also without a lease. Throws not_found.
 */
export async function leaseCallTask(
  trx: Trx,
  scope: Scope,
  input: { taskId: number; personId: number; inbound?: boolean },
): Promise<Lease | NoLease> {
  const locked = await leaseFacts(trx, scope, input);
  const { task, message, facts, lane, laneId, clock, journey, doc } = locked;
  const verdict = leaseVerdict(facts, lane, clock);
  const { notice, version, step, purpose } = message;
  const around = { doc, journey, step, purpose, lane, send: facts.send };
  const lease = { kind: 'leased' as const, notice, version, now: clock.now, ...around };
  switch (verdict.kind) {
    case 'done':
      return { kind: 'over', reason: task.result ?? 'done' };
    case 'taken':
      return { kind: 'taken', reason: 'leased', until: verdict.until };
    case 'kept':
      return { ...lease, task, leaseUntil: task.lease_until! };
    case 'not_now':
      return verdict;
    case 'later':
      await putOff(trx, task, verdict);
      return { ...verdict, kind: 'not_now' };
    case 'end':
      await endTask(trx, { task, message, journey, now: clock.now }, verdict);
      return { kind: 'ended', reason: verdict.reason };
    case 'call': {
      const leaseUntil = clock.now + LEASE_MS;
      const { personId, inbound = false } = input;
      await take(trx, task, { personId, inbound, at: verdict.at, now: clock.now, leaseUntil });
      if (!inbound && !task.promised) await spend(trx, laneId, lane, clock);
      const taken = { inbound, leased_by: personId, leased_at: verdict.at, version: task.version + 1 };
      return { ...lease, task: { ...task, ...taken }, leaseUntil };
    }
  }
}

/** Locks campaign, lane, journey, task and message in this order and loads what the decision depends on. */
export async function leaseFacts(
  trx: Trx,
  scope: Scope,
  input: { taskId: number; personId: number; inbound?: boolean },
): Promise<Locked> {
  const found = await trx
    .selectFrom('call_tasks as t')
    .innerJoin('messages as m', 'm.id', 't.message_id')
    .select(['t.journey_id', 't.campaign_id', 'm.lane_id'])
    .where('t.id', '=', input.taskId)
    .where('t.client_id', '=', scope.clientId)
    .where(inCampaigns(scope, 't.campaign_id'))
    .executeTakeFirst();
  if (!found) throw new AppError('not_found');
  const campaign = await trx
    .selectFrom('campaigns')
    .select(['status', 'version'])
    .where('id', '=', found.campaign_id)
    .forShare()
    .executeTakeFirstOrThrow();
  const lane = await trx
    .selectFrom('lanes')
    .selectAll()
    .where('id', '=', found.lane_id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const [journey] = await lockJourneysById(trx, [found.journey_id]);
  const task = await trx
    .selectFrom('call_tasks')
    .selectAll()
    .where('id', '=', input.taskId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const message = await trx
    .selectFrom('messages')
    .selectAll()
    .where('id', '=', task.message_id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const doc = await campaignDoc(trx, task.campaign_id, ownVersion(journey!, campaign));
  const clock = await readClock(trx);
  const around = await readCallContext(trx, task, message, clock.now);
  const facts: LeaseFacts = {
    status: task.status,
    mine: task.leased_by === input.personId,
    leaseUntil: task.lease_until,
    messageStatus: message.status,
    ...(message.status === 'withdrawn' && message.failure !== null && { withdrawn: message.failure }),
    campaign: campaign.status,
    hold: around.hold,
    paused: around.paused,
    unread: journey!.arrival_seq > journey!.read_seq,
    overtakes: around.overtakes && !message.reply,
    breakerOpen: lane.breaker === 'open',
    ...(input.inbound && { inbound: true }),
    ...(task.promised && { promised: true }),
    send: {
      ...timing(doc, message),
      notBefore: task.next_at,
      current: message.reply || (journey!.status === 'open' && journey!.run === message.run),
      contact: around.contact,
      abroad: zonesOf(around.country),
      refused: around.refused,
    },
  };
  return { task, message, facts, lane: laneState(lane), laneId: lane.id, clock, journey: journey!, doc };
}

/** A call that the customer asked for is not bound to the last dispatch. */
const timing = (doc: CampaignDoc, { reply }: { reply: boolean }) => ({
  lastDispatch: reply ? Infinity : doc.dates.lastDispatch,
  quiet: doc.quietHours.phone ?? null,
  zone: doc.zone,
});

interface CallContext {
  hold: string | null;
  paused: boolean;
  refused: boolean;
  overtakes: boolean;
  contact: string;
  /** Where the customer lives, if abroad and not represented. */
  country: string | null;
}

/** Loads hold, pauses, consent, any earlier message still under way, and whether there is a number to dial. */
async function readCallContext(
  trx: Trx,
  task: CallTaskRow,
  message: { purpose: string; run: number; step: string; occurrence: number },
  now: number,
): Promise<CallContext> {
  const { rows } = await sql<Omit<CallContext, 'contact'>>`
    select (select c.country from customers c where c.id = ${task.customer_id} and not exists (select from representatives r
        where r.customer_id = c.id and ${representativeActs(new Date(now))})) as country,
      (select min(h.reason) from holds h where h.customer_id = ${task.customer_id} and h.released_at is null
        and h.reason <> 'unprintable') as hold,
      (select ${messagePaused} from messages m where m.id = ${task.message_id}) as paused,
      (select ${messageRefused} from messages m where m.id = ${task.message_id}) as refused,
      exists (select 1 from messages p where p.journey_id = ${task.journey_id} and p.id < ${task.message_id}
        and not p.reply and p.status in ('queued', 'claimed', 'handing_over')
        and (p.run, p.step, p.occurrence) is distinct from (${message.run}::int, ${message.step}::text,
          ${message.occurrence}::int)) as overtakes`.execute(trx);
  const contacts = await loadContacts(trx, [task.customer_id], now);
  const contact = contactFor(contactOf(contacts.get(task.customer_id), ['phone']).phone!, message.purpose);
  return { ...rows[0]!, contact };
}

async function putOff(trx: Trx, task: CallTaskRow, later: { until: number; reason: string }): Promise<void> {
  const until = new Date(later.until);
  await trx.updateTable('call_tasks').set({ next_at: until }).where('id', '=', task.id).execute();
  await trx
    .updateTable('messages')
    .set({ not_before: until, deferrals: sql<number>`deferrals + 1`, deferred_reason: later.reason })
    .where('id', '=', task.message_id)
    .execute();
}

async function take(
  trx: Trx,
  task: CallTaskRow,
  lease: { personId: number; inbound: boolean; at: number; now: number; leaseUntil: number },
): Promise<void> {
  await trx
    .updateTable('call_tasks')
    .set({
      status: 'leased',
      leased_by: lease.personId,
      inbound: lease.inbound,
      leased_at: new Date(lease.at),
      lease_until: new Date(lease.leaseUntil),
      version: sql<number>`version + 1`,
    })
    .where('id', '=', task.id)
    .execute();
  await trx
    .updateTable('messages')
    .set({ status: 'claimed', claimed_at: new Date(lease.now) })
    .where('id', '=', task.message_id)
    .execute();
}

/** Uses one unit of the lane's capacity. Leases are counted, since an unsuccessful call takes time as well. */
async function spend(trx: Trx, laneId: number, lane: LaneState, clock: ClockReading): Promise<void> {
  const today = localDate(clock.now, lane.zone);
  await trx
    .updateTable('lanes')
    .set({
      tokens: tokensNow(lane, clock) - 1,
      tokens_at: new Date(clock.now),
      used_on: today,
      used: (lane.usedOn === today ? lane.used : 0) + 1,
    })
    .where('id', '=', laneId)
    .execute();
}
