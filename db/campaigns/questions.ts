import { sql } from 'kysely';
import { type QuestionStatus } from '../../domain/campaigns/question';
import { AppError } from '../../domain/errors';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type CampaignRow } from './campaigns';

export interface Question {
  no: number;
  subject: string;
  text: string;
  /** Local day by which the answer is needed, YYYY-MM-DD. */
  dueOn: string;
  status: QuestionStatus;
  askedBy: number;
  askedName: string;
  askedAt: number;
  answer: string | null;
  answeredBy: number | null;
  answeredName: string | null;
  answeredAt: number | null;
  closedBy: number | null;
  closedName: string | null;
  closedAt: number | null;
  closeReason: string | null;
}

const questions = (db: Queryable, campaign: CampaignRow) =>
  db
    .selectFrom('questions as q')
    .innerJoin('persons as a', 'a.id', 'q.asked_by')
    .leftJoin('persons as b', 'b.id', 'q.answered_by')
    .leftJoin('persons as c', 'c.id', 'q.closed_by')
    .select(['q.no', 'q.subject', 'q.body as text', 'q.status', 'q.answer', 'q.close_reason as closeReason'])
    .select(sql<string>`q.due_on::text`.as('dueOn'))
    .select(['q.asked_by as askedBy', 'a.name as askedName', 'q.asked_at as askedAt'])
    .select(['q.answered_by as answeredBy', 'b.name as answeredName', 'q.answered_at as answeredAt'])
    .select(['q.closed_by as closedBy', 'c.name as closedName', 'q.closed_at as closedAt'])
    .where('q.campaign_id', '=', campaign.id)
    .where('q.client_id', '=', campaign.client_id)
    .$castTo<Question>();

/** A campaign's questions, newest first, before the given number. */
export async function listQuestions(
  db: Queryable,
  campaign: CampaignRow,
  page: { before: number | null; limit: number; status: QuestionStatus | undefined },
): Promise<Question[]> {
  return questions(db, campaign)
    .$if(page.before !== null, (query) => query.where('q.no', '<', page.before!))
    .$if(page.status !== undefined, (query) => query.where('q.status', '=', page.status!))
    .orderBy('q.no', 'desc')
    .limit(page.limit)
    .execute();
}

/** Adds a question under the campaign's next number; several at once get one each. */
export async function askQuestion(
  trx: Trx,
  campaign: CampaignRow,
  input: { subject: string; text: string; dueOn: string; personId: number; now: number },
): Promise<Question> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`questions:${campaign.id}`}, 0))`.execute(trx);
  const { rows } = await sql<{ no: number }>`
    insert into questions (client_id, campaign_id, no, subject, body, due_on, asked_by, asked_at)
    select ${campaign.client_id}, ${campaign.id}, coalesce(max(no), 0) + 1, ${input.subject}, ${input.text}, ${input.dueOn},
      ${input.personId}, ${new Date(input.now)}
    from questions where campaign_id = ${campaign.id} returning no`.execute(trx);
  return getQuestion(trx, campaign, rows[0]!.no);
}

/** One question. Throws not_found. */
export async function getQuestion(db: Queryable, campaign: CampaignRow, no: number): Promise<Question> {
  const row = await questions(db, campaign).where('q.no', '=', no).executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'question' });
  return row;
}

/** Adds the client's answer to an open question. Throws not_found and question_wrong_state. */
export async function answerQuestion(
  trx: Trx,
  campaign: CampaignRow,
  input: { no: number; answer: string; personId: number; now: number },
): Promise<Question> {
  await requireStatus(trx, campaign, input.no, ['open']);
  const answered = { answer: input.answer, answered_by: input.personId, answered_at: new Date(input.now) };
  await update(trx, campaign, input.no)
    .set({ status: 'answered', ...answered })
    .execute();
  return getQuestion(trx, campaign, input.no);
}

/**
 * Ends a question: its answer is enough (`confirmed`, once answered), or no answer is needed any more (`withdrawn`, with a
 * reason, while it is open). Throws not_found and question_wrong_state.
 */
export async function closeQuestion(
  trx: Trx,
  campaign: CampaignRow,
  input: { no: number; as: 'confirmed' | 'withdrawn'; reason: string | null; personId: number; now: number },
): Promise<Question> {
  await requireStatus(trx, campaign, input.no, [input.as === 'confirmed' ? 'answered' : 'open']);
  const closed = { closed_by: input.personId, closed_at: new Date(input.now), close_reason: input.reason };
  await update(trx, campaign, input.no)
    .set({ status: input.as, ...closed })
    .execute();
  return getQuestion(trx, campaign, input.no);
}

const update = (trx: Trx, campaign: CampaignRow, no: number) =>
  trx.updateTable('questions').where('campaign_id', '=', campaign.id).where('no', '=', no);

async function requireStatus(trx: Trx, campaign: CampaignRow, no: number, wanted: QuestionStatus[]): Promise<void> {
  const row = await trx
    .selectFrom('questions')
    .select('status')
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('no', '=', no)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new AppError('not_found', { what: 'question' });
  if (!wanted.includes(row.status as QuestionStatus)) {
    throw new AppError('question_wrong_state', { no, status: row.status });
  }
}

/** Questions in the scope that wait for an answer, and answers that wait to be confirmed. */
export async function questionWork(
  db: Queryable,
  scope: Scope,
  most: number,
): Promise<{ open: number; answered: number }> {
  const count = (status: QuestionStatus) => sql<number>`(select count(*) from (select from questions
    where client_id = ${scope.clientId} and ${inCampaigns(scope)} and status = ${status} limit ${most}) q)`;
  const { rows } = await sql<{ open: number; answered: number }>`
    select ${count('open')} as open, ${count('answered')} as answered`.execute(db);
  return rows[0]!;
}
