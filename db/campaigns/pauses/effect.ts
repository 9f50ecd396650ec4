import { sql } from 'kysely';
import { type CampaignRow } from '../campaigns';
import { type PauseScope } from './pauses';
import { type Queryable } from '../../platform/types';

/** What a pause affects at one moment. */
export interface PauseEffect {
  /** Open journeys of customers in its scope. */
  journeys: number;
  /** Queued contacts that the pause keeps in the queue. */
  queued: { mail: number; sms: number; post: number; phone: number };
  /** Letters in a print run that has not been handed over; they return to the queue. */
  lettersRecalled: number;
  /** Letters at the print shop that are not reported as posted; the shop can be asked to remove them. */
  lettersAtShop: number;
  /** Posted letters, which cannot be recalled. */
  lettersGone: number;
  /** Calls being made; their lease expires by itself. */
  callsLeased: number;
  /** Mails and SMS being handed to the provider right now. */
  leaving: number;
}

/** Counts what a pause with this scope would affect now. Read-only. */
export async function pauseEffect(db: Queryable, campaign: CampaignRow, scope: PauseScope): Promise<PauseEffect> {
  const { rows } = await sql<Record<keyof Omit<PauseEffect, 'queued'> | 'mail' | 'sms' | 'post' | 'phone', number>>`
    with mine as materialized (select j.id, j.customer_id, j.status from journeys j
      where j.campaign_id = ${campaign.id} and ${customersOf(scope)}),
    contacts as (select m.channel, m.status, r.status as run,
      coalesce(r.acknowledged -> 'pieces' ? p.code, false) as in_ack, t.status = 'leased' and t.lease_until > tsunagi_now() as leased
      from messages m join mine on mine.id = m.journey_id
      left join pieces p on p.id = m.piece_id left join print_runs r on r.id = p.print_run_id
      left join call_tasks t on t.message_id = m.id
      where m.campaign_id = ${campaign.id} and m.status in ('queued', 'claimed', 'handing_over', 'handed_over')
        and (${scope.channel ?? null}::text is null or m.channel = ${scope.channel ?? null})
        and (${scope.notice ?? null}::text is null or m.notice = ${scope.notice ?? null})
        and (${scope.version ?? null}::int is null or m.version = ${scope.version ?? null}))
    select (select count(*) from mine where status = 'open') as journeys,
      count(*) filter (where status = 'queued' and channel = 'mail') as mail,
      count(*) filter (where status = 'queued' and channel = 'sms') as sms,
      count(*) filter (where status = 'queued' and channel = 'post') as post,
      count(*) filter (where status = 'queued' and channel = 'phone') as phone,
      count(*) filter (where channel = 'post' and status = 'claimed' and coalesce(run, 'open') in ('open', 'rendered'))
        as "lettersRecalled",
      count(*) filter (where channel = 'post' and status = 'claimed' and run in ('handed_over', 'differs') and not in_ack)
        as "lettersAtShop",
      count(*) filter (where channel = 'post' and (status = 'handed_over' or run = 'posted' or (status = 'claimed' and in_ack)))
        as "lettersGone",
      count(*) filter (where channel = 'phone' and status = 'claimed' and leased) as "callsLeased",
      count(*) filter (where status = 'handing_over') as leaving
    from contacts`.execute(db);
  const { mail, sms, post, phone, ...effect } = rows[0]!;
  return { ...effect, queued: { mail, sms, post, phone } };
}

/** SQL condition: journey `j` belongs to a customer in the scope. */
function customersOf({ customerId, customerIds, prefecture, wave }: PauseScope) {
  const one = customerId === undefined ? sql`true` : sql`j.customer_id = ${customerId}`;
  const listed = customerIds === undefined ? sql`true` : sql`j.customer_id = any(${customerIds}::bigint[])`;
  const living =
    prefecture === undefined
      ? sql`true`
      : sql`exists (select 1 from customers k where k.id = j.customer_id and k.prefecture = ${prefecture})`;
  const begun = wave === undefined ? sql`true` : sql`j.wave = ${wave}`;
  return sql`${one} and ${listed} and ${living} and ${begun}`;
}
