import { sql } from 'kysely';
import { type CampaignRow } from './campaigns';
import { type Db, type Queryable } from '../platform/types';
import { type MessageStatus, type OutcomeName } from '../../domain/journeys/states';

const PAGE = 2_000;

interface Attempt {
  customerId: number;
  step: string;
  channel: string;
  run: number;
  status: MessageStatus;
  at: number | null;
  bounced: boolean;
  failure: string | null;
}

export interface StatementLine {
  contractId: number;
  customerId: number;
  line: number;
  outcome: OutcomeName | null;
  reason: string | null;
  at: number | null;
  attempts: Attempt[];
}

/**
 * Runs `read` in one repeatable-read transaction, open until the generator ends, so all figures and lines of a
 * statement are consistent however slowly they are consumed.
 */
export async function* inOneView<T>(db: Db, read: (view: Queryable) => AsyncGenerator<T>): AsyncGenerator<T> {
  const view = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
  try {
    yield* read(view);
  } finally {
    await view.rollback().execute();
  }
}

/** Every contract of the audience in id order, with its outcome and all contact attempts to its customer. */
export async function* statementLines(db: Queryable, campaign: CampaignRow): AsyncGenerator<StatementLine[]> {
  for (let after = 0; ;) {
    const { rows } = await sql<Omit<StatementLine, 'attempts'>>`
      select a.contract_id as "contractId", a.customer_id as "customerId", a.line,
        coalesce(o.outcome, case when a.state = 'excluded' then 'excluded' end) as outcome,
        coalesce(o.reason, a.reason) as reason, coalesce(o.at, a.decided_at) as at
      from audience a left join outcomes o on o.campaign_id = a.campaign_id and o.contract_id = a.contract_id
      where a.campaign_id = ${campaign.id} and a.client_id = ${campaign.client_id} and a.contract_id > ${after}
      order by a.contract_id limit ${PAGE}`.execute(db);
    if (rows.length === 0) return;
    const attempts = await attemptsOn(db, campaign, rows);
    yield rows.map((row) => ({ ...row, attempts: attempts.get(row.customerId) ?? [] }));
    after = rows.at(-1)!.contractId;
  }
}

async function attemptsOn(db: Queryable, campaign: CampaignRow, lines: { customerId: number }[]) {
  const customerIds = [...new Set(lines.map((line) => line.customerId))];
  const { rows } = await sql<Attempt>`
    select m.customer_id as "customerId", m.step, m.channel, m.run, m.status,
      coalesce(m.handed_over_at, m.claimed_at) as at, m.bounced_at is not null as bounced, m.failure
    from journeys j join messages m on m.journey_id = j.id
    where j.campaign_id = ${campaign.id} and j.client_id = ${campaign.client_id}
      and j.customer_id = any(${customerIds}::bigint[])
    order by m.id`.execute(db);
  const byCustomer = new Map<number, Attempt[]>();
  for (const row of rows) byCustomer.set(row.customerId, [...(byCustomer.get(row.customerId) ?? []), row]);
  return byCustomer;
}

/** Counts held audience rows by decision: undecided, released or excluded by a person. */
export async function countDecided(
  db: Queryable,
  campaign: CampaignRow,
): Promise<{ undecided: number; released: number; excluded: number }> {
  return db
    .selectFrom('audience')
    .select([
      sql<number>`count(*) filter (where state = 'held')`.as('undecided'),
      sql<number>`count(*) filter (where state = 'included' and decided_by is not null)`.as('released'),
      sql<number>`count(*) filter (where state = 'excluded' and decided_by is not null)`.as('excluded'),
    ])
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .executeTakeFirstOrThrow();
}
