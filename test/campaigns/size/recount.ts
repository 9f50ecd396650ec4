import { sql } from 'kysely';
import { type Db } from '../../../db/platform/types';

/** What the board must say of a campaign, counted row by row, as one line per figure that is not zero. */
export async function recount(db: Db, campaignId: number): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    with a as (select * from audience where campaign_id = ${campaignId}),
      o as (select * from outcomes where campaign_id = ${campaignId}),
      m as (select * from messages where campaign_id = ${campaignId}),
      j as (select * from journeys where campaign_id = ${campaignId}),
      c as (select customer_id, bool_or(state <> 'excluded') as open from a group by customer_id)
    select 'customers ' || coalesce(j.state, case when c.open then 'scheduled' else 'closed' end) || ' ' || count(*) as line
      from c left join j using (customer_id) group by coalesce(j.state, case when c.open then 'scheduled' else 'closed' end)
    union all select 'customers total ' || count(*) from c having count(*) > 0
    union all select 'wave ' || wave || ' ' || state || ' ' || count(*) from j where wave is not null group by wave, state
    union all select 'audience ' || state || ' ' || count(*) from a group by state
    union all select 'contracts ' || outcome || ' ' || count(*) from (
      select coalesce(o.outcome, case when a.state = 'excluded' then 'excluded' else 'open' end) as outcome
      from a left join o using (contract_id)) x group by outcome
    union all select 'messages ' || channel || ' ' || status || ' ' || count(*) from m group by channel, status
    union all select 'deferred ' || deferred_reason || ' ' || count(*) from m
      where status = 'queued' and deferred_reason is not null group by deferred_reason`.execute(db);
  return rows.map(({ line }) => line).sort();
}

interface Board {
  audience: Record<string, number>;
  customers: { total: number; byState: Record<string, number> };
  byWave: { wave: string; byState: Record<string, number> }[];
  contracts: { byOutcome: Record<string, number>; open: number };
  messages: { byChannel: { channel: string; byStatus: Record<string, number> }[] };
  deferred: { reason: string; count: number }[];
}

/** The same lines from what the API answers. */
export function linesOf(body: unknown): string[] {
  const board = body as Board;
  const { contracts: _, ...audience } = board.audience;
  const lines = (head: string, counts: Record<string, number>) =>
    Object.entries(counts)
      .filter(([, count]) => count !== 0)
      .map(([name, count]) => `${head} ${name} ${count}`);
  return [
    ...lines('customers', { ...board.customers.byState, total: board.customers.total }),
    ...board.byWave.flatMap(({ wave, byState }) => lines(`wave ${wave}`, byState)),
    ...lines('audience', audience),
    ...lines('contracts', { ...board.contracts.byOutcome, open: board.contracts.open }),
    ...board.messages.byChannel.flatMap(({ channel, byStatus }) => lines(`messages ${channel}`, byStatus)),
    ...lines('deferred', Object.fromEntries(board.deferred.map(({ reason, count }) => [reason, count]))),
  ].sort();
}
