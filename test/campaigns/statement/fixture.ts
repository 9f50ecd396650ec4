import { sql } from 'kysely';
import { makePerson, type Api, type ApiClient } from '../../support/api';
import { channelsDoc, laterVersion, stepClock } from '../../support/seed';

export const ENDED = '2027-04-18T00:00:00+09:00';
/** A day of the campaign, 10:00 in Tokyo. */
export const day = (date: string, time = '10:00'): Date => new Date(`2027-${date}T${time}:00+09:00`);

/** A client whose campaign over all channels has ended, one customer with one contract per entry, outcomes not set yet. */
export async function endedCampaign(api: Api, customers: number): Promise<ApiClient & { journeys: number[] }> {
  const { t } = api;
  const own = await api.client({ customers: Array.from({ length: customers }, () => ({})), status: 'running' });
  const { campaignId, clientId } = own;
  await laterVersion(t, campaignId, channelsDoc());
  await stepClock(t, ENDED);
  const rows = await t.db
    .insertInto('journeys')
    .values(
      own.customers.map(({ id }) => ({
        client_id: clientId,
        campaign_id: campaignId,
        customer_id: id,
        status: 'closed' as const,
        state: 'closed' as const,
        started_run: 1,
        closed_at: new Date(ENDED),
      })),
    )
    .returning('id')
    .execute();
  await t.db
    .updateTable('campaigns')
    .set({ status: 'completed', ended_at: new Date(ENDED), content_hash: 'ab'.repeat(32) })
    .where('id', '=', campaignId)
    .execute();
  await t.db
    .insertInto('imports')
    .values({
      client_id: clientId,
      campaign_id: campaignId,
      file_hash: 'cd'.repeat(32),
      encoding: 'cp932',
      status: 'done',
      name: '対象者リスト_20270110.csv',
      rows: customers + 3,
      refused: 2,
      doubles: 1,
      contracts: customers,
      customers,
      finished_at: day('01-10'),
    })
    .execute();
  await t.db
    .insertInto('lanes')
    .values({ channel: 'mail', name: `statement-${campaignId}` })
    .execute();
  return { ...own, journeys: rows.map(({ id }) => id) };
}

interface Contact {
  step?: string;
  channel?: 'mail' | 'sms' | 'post' | 'phone';
  status?: 'queued' | 'handed_over' | 'failed' | 'withdrawn' | 'doubtful' | 'recalled';
  at?: Date;
  bounced?: boolean;
  delivered?: boolean;
  failure?: string;
}

/** Sets what became of single contracts by hand. Customers are counted from 0; each has one contract. */
export class StatementStage {
  private steps = 0;

  constructor(
    readonly api: Api,
    readonly own: Awaited<ReturnType<typeof endedCampaign>>,
  ) {}

  contract = (index: number): number => this.own.customers[index]!.contracts[0]!;

  async outcome(index: number, outcome: string, reason: string, at = day('03-01')): Promise<void> {
    const { campaignId, clientId, customers } = this.own;
    const contract = this.contract(index);
    await sql`insert into outcomes (campaign_id, contract_id, client_id, customer_id, outcome, reason, at)
      values (${campaignId}, ${contract}, ${clientId}, ${customers[index]!.id}, ${outcome}, ${reason}, ${at})
      on conflict (campaign_id, contract_id) do update set outcome = excluded.outcome, reason = excluded.reason,
        at = excluded.at`.execute(this.api.t.db);
  }

  async contact(index: number, contact: Contact = {}): Promise<number> {
    const { step = 'notice', channel = 'mail', status = 'handed_over', at = day('02-01') } = contact;
    const { campaignId: campaign_id, clientId: client_id, customers, journeys } = this.own;
    const customer_id = customers[index]!.id;
    const { db } = this.api.t;
    const base = { client_id, campaign_id, customer_id };
    const piece = await db
      .insertInto('pieces')
      .values({ ...base, code: `S${campaign_id}-${++this.steps}` })
      .returning('id')
      .executeTakeFirstOrThrow();
    const lane = await db.selectFrom('lanes').select('id').limit(1).executeTakeFirstOrThrow();
    const row = await db
      .insertInto('messages')
      .values({
        ...base,
        journey_id: journeys[index]!,
        piece_id: piece.id,
        lane_id: lane.id,
        run: 1,
        step,
        occurrence: this.steps,
        channel,
        purpose: 'service_notice',
        notice: 'notice',
        version: 1,
        status,
        due_at: at,
        not_before: at,
        handed_over_at: status === 'handed_over' ? at : null,
        failure: contact.failure ?? null,
        bounced_at: contact.bounced ? at : null,
        delivered_at: contact.delivered ? at : null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return row.id;
  }

  /** A call with its attempts: when, in which part of the day, and with which result. */
  async call(index: number, attempts: [at: Date, band: string, result: string][]): Promise<void> {
    const message_id = await this.contact(index, {
      step: 'call',
      channel: 'phone',
      status: 'failed',
      failure: 'no_answer',
    });
    const { campaignId: campaign_id, clientId: client_id, customers, journeys, keys } = this.own;
    const task = await this.api.t.db
      .insertInto('call_tasks')
      .values({
        client_id,
        campaign_id,
        customer_id: customers[index]!.id,
        journey_id: journeys[index]!,
        message_id,
        status: 'done',
        max_attempts: 5,
        next_at: attempts[0]![0],
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const own = { task_id: task.id, client_id, person_id: keys.operator.personId };
    for (const [no, [at, band, result]] of attempts.entries()) {
      await this.api.t.db
        .insertInto('call_attempts')
        .values({ ...own, no: no + 1, at, band, result })
        .execute();
    }
  }

  /** Excludes a contract at the import, as a person decided about its row. */
  async excludeRow(index: number, reason: string): Promise<void> {
    const decided_by = await makePerson(this.api.t, '受付 花子');
    await this.api.t.db
      .updateTable('audience')
      .set({ state: 'excluded', reason, decided_by, decided_at: day('01-12') })
      .where('contract_id', '=', this.contract(index))
      .execute();
  }

  /** Excludes a contract by a row of the client's file of changes. */
  async excludeByClient(index: number, name: string, line: number): Promise<void> {
    const { campaignId: campaign_id, clientId: client_id } = this.own;
    const { db } = this.api.t;
    const applied_by = await makePerson(this.api.t, '連携 次郎');
    const file = await db
      .insertInto('client_files')
      .values({
        client_id,
        campaign_id,
        kind: 'changes',
        status: 'applied',
        name,
        file_hash: `${name}${line}`,
        totals: '{}',
        created_at: day('02-20'),
        applied_by,
        applied_at: day('02-20', '11:30'),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('client_changes')
      .values({
        file_id: file.id,
        line,
        client_id,
        contract_id: this.contract(index),
        kind: 'cancelled',
        verdict: 'done',
      })
      .execute();
    await this.outcome(index, 'excluded', 'cancelled_at_client', day('02-20', '11:30'));
  }

  /** The client's system answers about a migrated contract. */
  async reflect(index: number, status: 'sent' | 'reflected', at = day('03-02')): Promise<void> {
    const { campaignId: campaign_id, clientId: client_id } = this.own;
    const { db } = this.api.t;
    const file = await db
      .insertInto('client_files')
      .values({ client_id, campaign_id, kind: 'results', status: 'sent', file_hash: '', totals: '{}', created_at: at })
      .returning('id')
      .executeTakeFirstOrThrow();
    await sql`insert into client_results (client_id, campaign_id, contract_id, file_id, outcome, reason, decided_at,
        status, answered_at)
      select ${client_id}, ${campaign_id}, contract_id, ${file.id}, outcome, reason, at, ${status},
        ${status === 'reflected' ? at : null}
      from outcomes where contract_id = ${this.contract(index)}`.execute(db);
  }
}
