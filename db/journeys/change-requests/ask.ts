import { sql } from 'kysely';
import { localDate } from '../../../domain/campaigns/calendar';
import { closingInstant } from '../../../domain/journeys/outcome';
import { campaignDoc } from '../../campaigns/campaigns';
import { ownVersion } from '../../campaigns/plan-versions';
import { isTakenOver, standingResults } from '../../exchange/taken-over';
import { type LedgerEntry } from '../../platform/ledger';
import { type Trx } from '../../platform/types';
import { type ArrivalKind } from '../arrival-kind';
import { type JourneyRow } from '../facts/load-facts';

type Choice = 'migrate' | 'cancel' | 'withdrawn';

/** An answer as it will be written: what counts at once, and what the client is asked for. */
export interface Asked {
  /** With `requested`, the choice asked for by contract, where there is one; what counts does not name those contracts. */
  data: Record<string, unknown>;
  /** To be written by `insertRequests`: contracts of which the client has not been asked for this choice already. */
  requests: { contract: number; choice: Choice }[];
  /** Contracts whose request, if it is not sent yet, is out of date. */
  replaces: number[];
}

/**
 * Splits an answer: once the client's system has taken over what a contract's outcome is, a later answer that changes or
 * withdraws it is a request to the client, however it came (design: the client decides). What is older than the answer
 * taken over, or came too late, passes unchanged, as do repetitions, a person's correction, and what the client has agreed to.
 */
export async function askOfClient(
  trx: Trx,
  journey: JourneyRow,
  { kind, data, at }: { kind: ArrivalKind; data: Record<string, unknown>; at: number },
): Promise<Asked> {
  const passes: Asked = { data, requests: [], replaces: [] };
  const answers = kind === 'answer' || kind === 'answer_withdrawn';
  if (!answers || data.via === 'correction' || data.changeRequest === true) return passes;
  const declared = declaredIn(data);
  const taken = await takenOver(trx, journey, [...declared.keys()]);
  if (taken.length === 0) return passes;
  const doc = await docOf(trx, journey);
  if (at > closingInstant(doc)) return passes;
  const changes: Asked['requests'] = [];
  const asks = { requests: [] as Asked['requests'], replaces: [] as number[] };
  for (const { contract, stands, standsAt, via, wish, wishAt, sent } of taken) {
    const choice = declared.get(contract)!;
    // a form does not tell the hour: within its day it may be the earlier one
    const after = at >= standsAt || (via === 'form' && localDate(at, doc.zone) === localDate(standsAt, doc.zone));
    if (!after) continue;
    const newest = wishAt === null || at >= wishAt;
    const repeats = choice === stands && !sent;
    if (!repeats) changes.push({ contract, choice });
    if (!newest || choice === wish) continue;
    asks.replaces.push(contract);
    if (!repeats) asks.requests.push({ contract, choice });
  }
  if (changes.length === 0) return { ...passes, ...asks };
  const requested = Object.fromEntries(changes.map(({ contract, choice }) => [contract, choice]));
  const kept = { ...data, requested };
  const rest = [...declared].filter(([contract]) => !(contract in requested));
  const counts = kind === 'answer' ? { choices: Object.fromEntries(rest) } : { contracts: rest.map(([id]) => id) };
  return { data: { ...kept, ...counts }, ...asks };
}

function declaredIn(data: Record<string, unknown>): Map<number, Choice> {
  const choices = Object.entries((data.choices ?? {}) as Record<string, 'migrate' | 'cancel'>);
  const withdrawn = (data.contracts ?? []) as number[];
  return new Map<number, Choice>([
    ...choices.map(([id, choice]): [number, Choice] => [Number(id), choice]),
    ...withdrawn.map((id): [number, Choice] => [id, 'withdrawn']),
  ]);
}

interface TakenOver {
  contract: number;
  /** The choice taken over, when it was declared, and how. */
  stands: Choice;
  standsAt: number;
  via: string;
  /** The newest change asked for that the client has not decided, and when; null: none. */
  wish: Choice | null;
  wishAt: number | null;
  /** A change has been sent to the client, and it has not decided. */
  sent: boolean;
}

async function takenOver(trx: Trx, journey: JourneyRow, contracts: number[]): Promise<TakenOver[]> {
  if (contracts.length === 0) return [];
  const own = sql`campaign_id = ${journey.campaign_id} and contract_id = c.id`;
  const { rows } = await sql<TakenOver>`
    select c.id as contract, w.choice as stands, w.at as "standsAt", w.via, q.choice as wish, q.at as "wishAt",
      exists (select from change_requests where ${own} and status = 'sent') as sent
    from unnest(${contracts}::bigint[]) as c(id)
    cross join lateral (select * from ${standingResults(
      sql`r.campaign_id = ${journey.campaign_id} and r.contract_id = c.id`,
    )} r order by r.id desc limit 1) r
    cross join lateral (select choice, at, via from choices where ${own}
      and choice = case r.outcome when 'migrated' then 'migrate' else 'cancel' end
      order by at desc, id desc limit 1) w
    left join lateral (select choice, at from change_requests where ${own} and status in ('asked', 'sent')
      order by id desc limit 1) q on true
    where ${isTakenOver} order by c.id`.execute(trx);
  return rows;
}

async function docOf(trx: Trx, journey: JourneyRow) {
  const campaign = await trx
    .selectFrom('campaigns')
    .select(['id', 'version'])
    .where('id', '=', journey.campaign_id)
    .executeTakeFirstOrThrow();
  return campaignDoc(trx, campaign.id, ownVersion(journey, campaign));
}

/**
 * Stores what the client is asked for, for the next delivery of results; the caller holds the journey's lock. A request
 * not sent yet is replaced by a newer answer for its contract. Returns ledger entries; the caller appends them.
 */
export async function insertRequests(
  trx: Trx,
  journey: JourneyRow,
  { arrivalId, at, data, requests, replaces }: Asked & { arrivalId: number; at: number },
): Promise<LedgerEntry[]> {
  if (replaces.length > 0) {
    await trx
      .updateTable('change_requests')
      .set({ status: 'replaced' })
      .where('campaign_id', '=', journey.campaign_id)
      .where('contract_id', 'in', replaces)
      .where('status', '=', 'asked')
      .execute();
  }
  if (requests.length === 0) return [];
  const via = (data.via ?? 'web') as 'web' | 'form' | 'phone';
  await trx
    .insertInto('change_requests')
    .values(
      requests.map(({ contract, choice }) => ({
        client_id: journey.client_id,
        campaign_id: journey.campaign_id,
        journey_id: journey.id,
        contract_id: contract,
        arrival_id: arrivalId,
        choice,
        via,
        at: new Date(at),
        receipt: String(data.receipt),
      })),
    )
    .execute();
  return [{ kind: 'change_requested', journey: journey.id, arrivalId, requests }];
}
