import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { type ClosedOutcome } from '../../domain/journeys/outcome';
import { type PlannedMessage } from '../../domain/journeys/decide';
import { type PlanProgress } from '../../domain/campaigns/plan-rule';
import { type OutcomeCounts } from '../../domain/journeys/story';
import { type JourneyRow } from './facts/load-facts';
import { laneAnnounced } from '../platform/notifications/announce';
import { PLANNED_ONCE } from '../platform/planned-once';
import { type Trx } from '../platform/types';
import { type JourneyState } from '../../domain/journeys/states';

interface NewMessage {
  journey: JourneyRow;
  version: number;
  laneId: number;
  message: PlannedMessage;
  /** Attempts of a call; phone only. */
  attempts: number;
  /** A reply, see domain/journeys/replies.ts. */
  reply?: boolean;
}

/**
 * Inserts messages, each in a piece of its own (post puts those of one customer into one envelope later), and the
 * tasks of those that are calls; their lanes hear of them. The unique key (journey, run, step, occurrence, channel) holds.
 */
export async function insertMessages(trx: Trx, messages: NewMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const coded = messages.map((own) => ({ ...own, code: newPieceCode() }));
  const pieces = await trx
    .insertInto('pieces')
    .values(
      coded.map(({ journey, code }) => ({
        client_id: journey.client_id,
        campaign_id: journey.campaign_id,
        customer_id: journey.customer_id,
        code,
      })),
    )
    .returning(['id', 'code'])
    .execute();
  const pieceOf = new Map(pieces.map((piece) => [piece.code, piece.id]));
  const rows = await trx
    .insertInto('messages')
    .values(coded.map((own) => messageRow(own, pieceOf.get(own.code)!)))
    .returning(['id', 'journey_id', 'channel', laneAnnounced().as('announced')])
    .execute();
  await openCallTasks(trx, coded, rows);
}

const messageRow = ({ journey, version, laneId, message, reply = false }: NewMessage, pieceId: number) => ({
  client_id: journey.client_id,
  campaign_id: journey.campaign_id,
  customer_id: journey.customer_id,
  journey_id: journey.id,
  piece_id: pieceId,
  lane_id: laneId,
  run: journey.run,
  step: message.step,
  occurrence: message.occurrence ?? 0,
  channel: message.channel,
  purpose: message.purpose,
  notice: message.notice,
  version,
  override_reason: message.override,
  reply,
  due_at: new Date(message.dueAt),
  not_before: new Date(message.notBefore),
});

async function openCallTasks(
  trx: Trx,
  messages: NewMessage[],
  rows: { id: number; journey_id: number; channel: string }[],
): Promise<void> {
  const calls = messages.filter(({ message }) => message.channel === 'phone');
  if (calls.length === 0) return;
  const idOf = new Map(rows.filter((row) => row.channel === 'phone').map((row) => [row.journey_id, row.id]));
  await trx
    .insertInto('call_tasks')
    .values(
      calls.map(({ journey, message, attempts }) => ({
        client_id: journey.client_id,
        campaign_id: journey.campaign_id,
        customer_id: journey.customer_id,
        journey_id: journey.id,
        message_id: idOf.get(journey.id)!,
        max_attempts: attempts,
        next_at: new Date(message.notBefore),
      })),
    )
    .execute();
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford: nothing that is misread

/** Eleven random characters and a check character (sum of position × value, modulo 31), upper case and digits. */
export function newPieceCode(): string {
  const values = Array.from({ length: 11 }, () => randomInt(32));
  return values.map((value) => ALPHABET[value]).join('') + checkCharacter(values);
}

/** Whether a code that was scanned or typed can be one of ours. */
export function isPieceCode(code: string): boolean {
  const values = [...code].map((character) => ALPHABET.indexOf(character));
  return values.length === 12 && !values.includes(-1) && checkCharacter(values.slice(0, 11)) === code[11];
}

function checkCharacter(values: number[]): string {
  return ALPHABET[values.reduce((sum, value, index) => sum + (index + 2) * value, 0) % 31]!;
}

interface JourneyChange {
  id: number;
  turn: number;
  step: string | null;
  wakeAt: number | null;
  heldEpoch: number | null;
  readSeq: number;
  closedAt: number | null;
  state: JourneyState;
  /** Only where the journey has come to another version. */
  stepsVersion?: number;
  planProgress?: PlanProgress | null;
}

/**
 * Updates all journeys of a batch in one statement. A run that takes a step has been started, also where the campaign has
 * not come to noting it (`markStarted`).
 */
export async function updateJourneys(trx: Trx, changes: JourneyChange[]): Promise<void> {
  const rows = JSON.stringify(
    changes.map((change) => ({
      ...change,
      wakeAt: change.wakeAt === null ? null : new Date(change.wakeAt).toISOString(),
      closedAt: change.closedAt === null ? null : new Date(change.closedAt).toISOString(),
    })),
  );
  await sql`${PLANNED_ONCE}
    update journeys j set turn = c.turn, step = c.step, wake_at = c."wakeAt", held_epoch = c."heldEpoch",
      read_seq = c."readSeq", state = c.state, closed_at = c."closedAt", plan_progress = coalesce(c."planProgress", j.plan_progress),
      steps_version = coalesce(c."stepsVersion", j.steps_version), started_run = greatest(j.started_run, j.run),
      status = case when c."closedAt" is null then 'open' else 'closed' end
    from jsonb_to_recordset(${rows}::jsonb) as c(id bigint, turn int, step text, "wakeAt" timestamptz, "heldEpoch" int,
      "readSeq" int, state text, "closedAt" timestamptz, "stepsVersion" int, "planProgress" jsonb)
    where j.id = c.id`.execute(trx);
}

export interface OutcomeRow extends Omit<ClosedOutcome, 'outcome'> {
  outcome: ClosedOutcome['outcome'] | 'excluded';
  campaignId: number;
  clientId: number;
  customerId: number;
  at: number;
}

/** Sets outcomes; a later one for the same contract replaces the earlier (the ledger keeps both). */
export async function upsertOutcomes(trx: Trx, outcomes: OutcomeRow[]): Promise<void> {
  if (outcomes.length === 0) return;
  await trx
    .insertInto('outcomes')
    .values(
      outcomes.map((row) => ({
        campaign_id: row.campaignId,
        contract_id: row.contractId,
        client_id: row.clientId,
        customer_id: row.customerId,
        outcome: row.outcome,
        reason: row.reason,
        at: new Date(row.at),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['campaign_id', 'contract_id']).doUpdateSet((eb) => ({
        outcome: eb.ref('excluded.outcome'),
        reason: eb.ref('excluded.reason'),
        at: eb.ref('excluded.at'),
      })),
    )
    .execute();
}

/** Number of contracts per outcome, by journey; those that the client took out of the audience count as excluded. */
export async function countOutcomes(trx: Trx, journeys: JourneyRow[]): Promise<Map<number, OutcomeCounts>> {
  const counts = new Map<number, OutcomeCounts>(journeys.map(({ id }) => [id, {}]));
  if (journeys.length === 0) return counts;
  const rows = await trx
    .selectFrom('journeys as j')
    .innerJoin('outcomes as o', (join) =>
      join.onRef('o.campaign_id', '=', 'j.campaign_id').onRef('o.customer_id', '=', 'j.customer_id'),
    )
    .select(['j.id', 'o.outcome', sql<number>`count(*)::int`.as('count')])
    .where('j.id', 'in', [...counts.keys()])
    .groupBy(['j.id', 'o.outcome'])
    .orderBy('o.outcome')
    .execute();
  for (const { id, outcome, count } of rows) counts.get(id)![outcome] = count;
  return counts;
}

/** Withdraws the queued messages of these journeys, except replies. Claimed ones are with a lane already and stay. */
export async function withdrawQueued(trx: Trx, journeyIds: number[], reason: string): Promise<void> {
  if (journeyIds.length === 0) return;
  await trx
    .updateTable('messages')
    .set({ status: 'withdrawn', failure: reason })
    .where('journey_id', 'in', journeyIds)
    .where('status', '=', 'queued')
    .where('reply', '=', false)
    .execute();
}
