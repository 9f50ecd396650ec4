import { type Selectable, sql } from 'kysely';
import { addDays, instantOf } from '../../../domain/campaigns/calendar';
import { type EnvelopeFlow } from '../../../domain/returns/mail-room';
import { type DaybookClosings } from '../../platform/schema.generated';
import { inCampaigns, type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';

/** A local day. */
interface Day {
  date: string;
  zone: string;
}

const hoursOf = ({ date, zone }: Day) => ({
  from: new Date(instantOf(date, '00:00', zone)),
  until: new Date(instantOf(addDays(date, 1), '00:00', zone)),
});

/**
 * One day of the desk by items, which are returns and envelopes set aside:
 * carried + received = accepted + late + defect + undeliverable + withdrawn + notOurs + open.
 */
interface Daybook {
  carried: number;
  received: number;
  accepted: number;
  late: number;
  defect: number;
  undeliverable: number;
  withdrawn: number;
  notOurs: number;
  open: number;
}

/**
 * Counts a local day by the times of booking and decision. Each column is counted on its own, so the sum is a real
 * check, and a past day never changes, even if paper is booked with an earlier date of receipt. An envelope that was set
 * aside and booked later counts as received once. Of one campaign there are no envelopes set aside.
 */
export async function daybook(db: Queryable, scope: Scope, day: Day & { campaignId?: number }): Promise<Daybook> {
  const { from, until } = hoursOf(day);
  const ofCampaign = day.campaignId === undefined ? sql`true` : sql`campaign_id = ${day.campaignId}`;
  const { rows } = await sql<Daybook>`
    with items as (
      select r.received_at as came, r.decided_at as went, r.status, r.set_aside_id is not null as again from returns r
        where r.client_id = ${scope.clientId} and ${inCampaigns(scope)} and ${ofCampaign} and ${notGone('decided_at')}
      union all
      select s.set_aside_at, s.closed_at, case s.status when 'ended' then 'not_ours' else s.status end, false
        from set_asides s where s.client_id = ${scope.clientId} and ${day.campaignId === undefined} and ${notGone('closed_at')})
    select ${openAt(from)} as carried,
      (count(*) filter (where came >= ${from} and came < ${until} and not again))::int as received,
      ${wentAs('accepted')} as accepted, ${wentAs('late')} as late, ${wentAs('defect')} as defect,
      ${wentAs('undeliverable')} as undeliverable, ${wentAs('withdrawn')} as withdrawn,
      ${wentAs('not_ours')} as "notOurs", ${openAt(until)} as open
    from items`.execute(db);
  return rows[0]!;

  /** What left before the day plays no part in any column; `or` of these two is read by index. */
  function notGone(column: string) {
    return sql`(${sql.ref(column)} is null or ${sql.ref(column)} >= ${from})`;
  }
  function wentAs(status: string) {
    return sql`(count(*) filter (where status = ${status} and went >= ${from} and went < ${until}))::int`;
  }
  function openAt(instant: Date) {
    return sql`(count(*) filter (where came < ${instant} and (went is null or went >= ${instant})))::int`;
  }
}

/** Envelopes of a local day of the whole client, and how many were booked without saying with what they came. */
export async function envelopeFlow(
  db: Queryable,
  scope: Scope,
  day: Day,
): Promise<EnvelopeFlow & { withoutIntake: number }> {
  const { from, until } = hoursOf(day);
  const on = (column: string) => sql`${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${until}`;
  const { rows } = await sql<EnvelopeFlow & { withoutIntake: number }>`
    with r as (select kind, received_at, case when status = 'withdrawn' then decided_at end as withdrawn_at,
        set_aside_id is null as fresh from returns
        where client_id = ${scope.clientId} and intake_id is not null and not further),
      of_returns as (select count(*) filter (where fresh and received_at < ${from}) - count(*) filter (where withdrawn_at < ${from}) as before,
        count(*) filter (where fresh and kind <> 'undeliverable' and ${on('received_at')}) as booked,
        count(*) filter (where fresh and kind = 'undeliverable' and ${on('received_at')}) as undeliverable,
        count(*) filter (where ${on('withdrawn_at')}) as withdrawn from r),
      of_set_asides as (select count(*) filter (where set_aside_at < ${from}) as before,
        count(*) filter (where ${on('set_aside_at')} and why in ('not_ours','other_client')) as not_ours,
        count(*) filter (where ${on('set_aside_at')} and why not in ('not_ours','other_client')) as in_question
        from set_asides where client_id = ${scope.clientId}),
      of_intakes as (select coalesce(sum(envelopes) filter (where counted_at < ${from}), 0) as before,
        coalesce(sum(envelopes) filter (where ${on('counted_at')}), 0) as counted
        from intakes where client_id = ${scope.clientId})
    select (i.before - r.before - s.before)::int as carried, i.counted::int as counted, r.withdrawn::int as withdrawn,
      r.booked::int as booked, r.undeliverable::int as undeliverable, s.not_ours::int as "notOurs",
      s.in_question::int as "inQuestion",
      (select count(*)::int from returns where client_id = ${scope.clientId} and intake_id is null
        and status <> 'withdrawn' and ${on('received_at')}) as "withoutIntake"
    from of_returns r, of_set_asides s, of_intakes i`.execute(db);
  return rows[0]!;
}

export type Closing = Selectable<DaybookClosings>;

/** Records that a person has closed a day. A day may be closed again: the newest closing holds. */
export async function insertClosing(
  trx: Trx,
  scope: Scope,
  input: { day: string; leftOver: number; expected: number; balanced: boolean; personId: number },
): Promise<Closing> {
  return trx
    .insertInto('daybook_closings')
    .values({
      ...{ client_id: scope.clientId, day: input.day, left_over: input.leftOver, expected: input.expected },
      ...{ balanced: input.balanced, closed_by: input.personId, closed_at: sql<Date>`tsunagi_now()` },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The newest closing of a day. */
export async function closingOf(db: Queryable, scope: Scope, day: string): Promise<Closing | undefined> {
  return db
    .selectFrom('daybook_closings')
    .selectAll()
    .where('client_id', '=', scope.clientId)
    .where('day', '=', day)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
