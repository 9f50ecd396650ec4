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

/**
 * Envelopes of a local day of the whole client, and how many were booked without saying with what they came. What was
 * carried into the day is what is still to be booked now, less what has come and gone since the day began.
 */
export async function envelopeFlow(
  db: Queryable,
  scope: Scope,
  day: Day,
): Promise<EnvelopeFlow & { withoutIntake: number }> {
  const { from, until } = hoursOf(day);
  const since = (column: string) => sql`client_id = ${scope.clientId} and ${sql.ref(column)} >= ${from}`;
  const envelope = sql`intake_id is not null and not further`;
  const { rows } = await sql<EnvelopeFlow & { withoutIntake: number }>`
    with of_returns as (select count(*) filter (where fresh) as since,
        count(*) filter (where fresh and kind <> 'undeliverable' and on_day) as booked,
        count(*) filter (where fresh and kind = 'undeliverable' and on_day) as undeliverable,
        count(*) filter (where intake_id is null and status <> 'withdrawn' and on_day) as without_intake
        from (select kind, status, intake_id, ${envelope} and set_aside_id is null as fresh, received_at < ${until} as on_day
          from returns where ${since('received_at')}) r),
      of_withdrawals as (select count(*) as since, count(*) filter (where decided_at < ${until}) as withdrawn
        from returns where ${since('decided_at')} and status = 'withdrawn' and ${envelope}),
      of_set_asides as (select count(*) as since,
        count(*) filter (where why in ('not_ours','other_client') and set_aside_at < ${until}) as not_ours,
        count(*) filter (where why not in ('not_ours','other_client') and set_aside_at < ${until}) as in_question
        from set_asides where ${since('set_aside_at')}),
      of_intakes as (select coalesce(sum(envelopes), 0) as since,
        coalesce(sum(envelopes) filter (where counted_at < ${until}), 0) as counted
        from intakes where ${since('counted_at')}),
      now as (select coalesce(sum(to_book), 0) as to_book from intakes
        where client_id = ${scope.clientId} and to_book <> 0)
    select (now.to_book - i.since - w.since + r.since + s.since)::int as carried, i.counted::int as counted,
      w.withdrawn::int as withdrawn, r.booked::int as booked, r.undeliverable::int as undeliverable,
      s.not_ours::int as "notOurs", s.in_question::int as "inQuestion", r.without_intake::int as "withoutIntake"
    from now, of_intakes i, of_returns r, of_withdrawals w, of_set_asides s`.execute(db);
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
