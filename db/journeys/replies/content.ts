import { sql } from 'kysely';
import { ASK_STEP } from '../../../domain/journeys/answers/ask-which-answer';
import { AUTHORITY_STEP, isInquiryReply, isReply, type Reply } from '../../../domain/journeys/answers/replies';
import { representativeActs } from '../../customers/contacts';
import { isTakenOver, standingResults } from '../../exchange/taken-over';
import { contractsOf } from '../../print/runs';
import { type Queryable } from '../../platform/types';
import { type Vault } from '../../privacy/vault';

/** What a customer said, as a reply repeats it. Personal: exists only while the reply is composed. */
export interface ReplyContent {
  receipt: string;
  /** When it counts, and when it came in; epoch ms. */
  at: number;
  receivedAt: number;
  /** One; two where it is asked which of them holds. */
  answers: {
    via: 'web' | 'form' | 'phone';
    choices: { product: string | null; tail: string; choice: string }[];
  }[];
  /** Whether the client's system has taken the result over, so that a change has to be asked of the client. */
  takenOver: boolean;
  /** Who has to consent to the answer, in a request for it: for a minor, or for an adult ward (成年被後見人). */
  consentFor: 'minor' | 'ward' | null;
  /** Receipt number of the answer by which the contracts have their outcomes; null when there is none. */
  stands: string | null;
}

type ReplyMessage = { messageId: number; journeyId: number; step: string; occurrence: number };

/** Whether the message of a step repeats what the customer said. */
export const bearsAnswer = (step: string): boolean =>
  step === ASK_STEP || (isReply(step) && step !== 'new-link' && step !== AUTHORITY_STEP && !isInquiryReply(step));

/** By message, what each reply answers; messages that are no replies to an answer are left out. Opens the vault. */
export async function loadReplyContent(
  db: Queryable,
  vault: Vault,
  messages: ReplyMessage[],
): Promise<Map<number, ReplyContent>> {
  const replies = messages.filter(({ step }) => bearsAnswer(step));
  if (replies.length === 0) return new Map();
  const journeys = [...new Set(replies.map(({ journeyId }) => journeyId))];
  const contracts = await contractsOf(db, vault, journeys);
  const rows = await answersOf(db, journeys);
  const standing = await standingOf(db, journeys);
  const wards = await wardsAmong(db, journeys);
  const content = new Map<number, ReplyContent>();
  for (const { messageId, journeyId, step, occurrence } of replies) {
    const waits = step === 'consent-request';
    const all = rows.filter((row) => row.journey === journeyId && (row.kind === 'answer_kept') === waits);
    const own = all.filter(({ kind }) => kind !== 'answer_withdrawn');
    const answer =
      step === ASK_STEP ? own.findLast(({ via }) => via === 'form') : all.find(({ seq }) => seq === occurrence);
    if (!answer) continue;
    const asks = step === ASK_STEP || step === 'which-answer';
    const other = asks ? own.findLast(({ seq, at }) => seq !== answer.seq && at <= answer.at) : undefined;
    const known = contracts.get(journeyId) ?? [];
    const said = ({ via, choices, requested }: AnswerRow) => ({
      via,
      choices: known.flatMap(({ contractId, product, number }) => {
        const choice = (step === CHANGE_REFUSED ? requested : choices)[contractId];
        return choice === undefined ? [] : [{ product, tail: number.slice(-4), choice }];
      }),
    });
    content.set(messageId, {
      receipt: answer.receipt,
      at: answer.at,
      receivedAt: answer.receivedAt,
      answers: (other ? [other, answer] : [answer]).map(said),
      consentFor: waits ? (wards.has(journeyId) ? 'ward' : 'minor') : null,
      takenOver: standing.get(journeyId)?.taken ?? false,
      stands: standing.get(journeyId)?.receipt ?? null,
    });
  }
  return content;
}

const CHANGE_REFUSED = 'change-refused' satisfies Reply;

interface AnswerRow {
  journey: number;
  kind: string;
  seq: number;
  at: number;
  receivedAt: number;
  via: 'web' | 'form' | 'phone';
  receipt: string;
  choices: Record<string, string>;
  /** What the client was asked for. */
  requested: Record<string, string>;
}

async function answersOf(db: Queryable, journeyIds: number[]): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`
    select a.journey_id as journey, a.seq, a.at, a.received_at as "receivedAt", coalesce(a.data ->> 'via', 'web') as via,
      coalesce(a.data ->> 'receipt', '') as receipt, a.kind,
      coalesce(a.data -> 'choices', (select jsonb_object_agg(c, 'withdrawn')
        from jsonb_array_elements_text(a.data -> 'contracts') c), '{}') as choices,
      coalesce(a.data -> 'requested', '{}') as requested
    from arrivals a where a.journey_id = any(${journeyIds}::bigint[])
      and (a.kind in ('answer', 'answer_kept') or a.kind = 'answer_withdrawn' and a.data ? 'requested')
      and a.data ->> 'via' is distinct from 'correction' order by a.at, a.id`.execute(db);
  return rows;
}

/** Journeys of adults for whom a guardian decides; a minor's guardian consents as a parent does. */
async function wardsAmong(db: Queryable, journeyIds: number[]): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select j.id from journeys j join customers c on c.id = j.customer_id and c.age_from is distinct from 0
    where j.id = any(${journeyIds}::bigint[]) and (select r.relation = 'guardian' from representatives r
      where r.customer_id = j.customer_id and ${representativeActs(sql`tsunagi_now()`)} order by r.id desc limit 1)`.execute(
    db,
  );
  return new Set(rows.map(({ id }) => id));
}

async function standingOf(db: Queryable, journeyIds: number[]) {
  const { rows } = await sql<{ journey: number; receipt: string | null; taken: boolean }>`
    select j.id as journey, max(w.receipt) as receipt, bool_or(${isTakenOver}) as taken
    from journeys j join outcomes o on o.campaign_id = j.campaign_id and o.customer_id = j.customer_id
      and o.outcome in ('migrated', 'cancelled')
    left join lateral (select nullif(w.receipt, '') as receipt from choices w where w.campaign_id = o.campaign_id
      and w.contract_id = o.contract_id and w.choice = case o.outcome when 'migrated' then 'migrate' else 'cancel' end
      order by w.at desc, w.id desc limit 1) w on true
    left join lateral (select r.status, r.outcome
      from ${standingResults(sql`r.campaign_id = o.campaign_id and r.contract_id = o.contract_id`)} r
      order by r.id desc limit 1) r on true
    where j.id = any(${journeyIds}::bigint[]) group by j.id`.execute(db);
  return new Map(rows.map((row) => [row.journey, row]));
}
