import { type Selectable, sql } from 'kysely';
import { type CampaignRow, getVersion } from '../campaigns';
import { type Queryable } from '../../platform/types';
import { type Statements } from '../../platform/schema.generated';
import { type StatedLine } from '../../../domain/campaigns/statement/line';
import { causeOf, type ChangeFacts } from '../../../domain/campaigns/statement/cause';
import {
  type WordedChange,
  type WordedLine,
  type WordedState,
  wordedState,
} from '../../../domain/campaigns/statement/document';
import { type OutcomeName } from '../../../domain/journeys/states';
import { linesOfPiece, type StatementDocument } from './document';
import { statementHead } from './head';
import { linesOf, STATEMENT_PAGE } from './lines';

type Stored = Pick<Selectable<Statements>, 'id' | 'no' | 'hash' | 'as_of'>;

/** The supplement that follows the signed documents: its lines are what has changed since. */
export async function supplementDocument(
  db: Queryable,
  campaign: CampaignRow,
  input: { signed: Stored[]; no: number; reason: string | null; now: number; outcomes: readonly OutcomeName[] },
): Promise<StatementDocument> {
  const { signed, no, reason, now, outcomes } = input;
  const previousHash = signed.at(-1)!.hash;
  const of = { kind: 'supplement' as const, no, previousHash, reason, now };
  const { head } = await statementHead(db, campaign, of, outcomes);
  return { head, pages: () => changesSince(db, campaign, signed) };
}

/**
 * Contracts of which something else is true now than the signed documents say, in id order. Only those are compared of
 * which anything was recorded since the last document: found by index, not by reading the statement again.
 */
export async function* changesSince(
  db: Queryable,
  campaign: CampaignRow,
  signed: Stored[],
): AsyncGenerator<WordedChange[]> {
  const { doc } = await getVersion(db, campaign);
  const since = signed.at(-1)!.as_of;
  for (let after = 0; ;) {
    const ids = await touchedSince(db, campaign, { since, after });
    if (ids.length === 0) return;
    const stated = await statedBefore(db, signed, ids);
    const facts = await factsOf(db, campaign, { ids, since });
    const changes = [];
    for (const line of await linesOf(db, campaign, ids)) {
      const from = stated.get(line.contractId);
      const to = wordedState(line, doc);
      if (from && !isSame(from, to)) changes.push(changeOf(line, from, to, facts.get(line.contractId)));
    }
    yield changes;
    after = ids.at(-1)!;
  }
}

const isSame = (from: WordedState, to: WordedState): boolean => from.class === to.class && from.reason === to.reason;

function changeOf(
  line: Omit<StatedLine, 'attempts'>,
  from: WordedState,
  to: WordedState,
  facts: ChangeFacts | undefined,
): WordedChange {
  const { contractId, customerId, line: row } = line;
  return { contractId, customerId, line: row, from, to, ...causeOf(from, to, facts) };
}

/** Contracts with an outcome or an answer of the client's system since, or whose journey is open again. */
async function touchedSince(
  db: Queryable,
  campaign: CampaignRow,
  { since, after }: { since: number; after: number },
): Promise<number[]> {
  const from = new Date(since);
  const { rows } = await sql<{ id: number }>`
    select distinct id from (
      select contract_id as id from outcomes where campaign_id = ${campaign.id} and at >= ${from}
      union all select contract_id from client_results where campaign_id = ${campaign.id} and answered_at >= ${from}
      union all select a.contract_id from journeys j join audience a on a.campaign_id = j.campaign_id
        and a.customer_id = j.customer_id where j.campaign_id = ${campaign.id} and j.status = 'open'
    ) touched where id > ${after} order by id limit ${STATEMENT_PAGE}`.execute(db);
  return rows.map(({ id }) => id);
}

/** What the newest of the signed documents that names a contract says of it. */
async function statedBefore(db: Queryable, signed: Stored[], ids: number[]): Promise<Map<number, WordedState>> {
  const stated = new Map<number, WordedState>();
  const wanted = new Set(ids);
  for (const { id, no } of signed) {
    const { rows } = await sql<{ body: string }>`
      select c.body from statement_chunks c where c.statement_id = ${id} and exists (
        select from unnest(${ids}::bigint[]) as w(id) where w.id between c.first_contract and c.last_contract)
      and c.last_contract >= ${ids[0]!} and c.first_contract <= ${ids.at(-1)!} order by c.no`.execute(db);
    for (const { body } of rows) {
      for (const line of linesOfPiece(body)) {
        if (!wanted.has(line.contractId)) continue;
        stated.set(line.contractId, no === 0 ? (line as WordedLine) : (line as WordedChange).to);
      }
    }
  }
  return stated;
}

/** What came in for each contract's customer since, and what a person has corrected: the newest of each. */
async function factsOf(
  db: Queryable,
  campaign: CampaignRow,
  { ids, since }: { ids: number[]; since: number },
): Promise<Map<number, ChangeFacts>> {
  const { rows } = await sql<{ contractId: number } & ChangeFacts>`
    select a.contract_id as "contractId", v.kind as arrival, v.received_at as "arrivedAt", k.decided_at as "correctedAt",
      r.answered_at as "answeredAt"
    from audience a join journeys j on j.campaign_id = a.campaign_id and j.customer_id = a.customer_id
    left join lateral (select kind, received_at from arrivals v where v.journey_id = j.id
      and v.received_at >= ${new Date(since)} order by v.seq desc limit 1) v on true
    left join lateral (select decided_at from corrections k where k.journey_id = j.id and k.contract_id = a.contract_id
      and k.status = 'confirmed' and k.decided_at >= ${new Date(since)} order by k.id desc limit 1) k on true
    left join lateral (select answered_at from client_results r where r.campaign_id = a.campaign_id
      and r.contract_id = a.contract_id order by r.id desc limit 1) r on true
    where a.campaign_id = ${campaign.id} and a.contract_id = any(${ids}::bigint[])`.execute(db);
  return new Map(rows.map(({ contractId, ...facts }) => [contractId, facts]));
}
