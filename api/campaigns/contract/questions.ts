import { z } from 'zod';
import { QUESTION_STATUSES } from '../../../domain/campaigns/question';
import { seemsPersonal } from '../../../domain/privacy/personal-text';
import { type Contracts } from '../../http/route';
import { id, idParam, impersonal, instant, pageOf, paging } from '../../http/shapes';

/** Text that both companies read: no value of a customer. */
const shared = (max: number) =>
  impersonal(max).refine((value) => !seemsPersonal(value), {
    message:
      'お客様の氏名や番号は書けません。お客様番号（社内の番号）を使ってください / no name or number of a customer here',
  });

const by = z.object({ id, name: z.string() });
const questionStatus = z.enum(QUESTION_STATUSES).meta({
  id: 'QuestionStatus',
  description: 'open: waits for the client; answered: waits to be confirmed by those who asked',
});
const question = z
  .object({
    no: id.meta({ description: 'Number within the campaign' }),
    subject: z.string(),
    text: z.string(),
    dueOn: z.iso.date().meta({ description: 'Local day by which the answer is needed' }),
    overdue: z.boolean().meta({ description: 'Open after that day' }),
    status: questionStatus,
    askedBy: by,
    askedAt: instant,
    answer: z.string().nullable(),
    answeredBy: by.nullable(),
    answeredAt: instant.nullable(),
    closedBy: by.nullable(),
    closedAt: instant.nullable(),
    closeReason: z.string().nullable(),
  })
  .meta({ id: 'Question' });

const noParam = idParam.extend({ no: z.coerce.number().int().positive().max(2_147_483_647) });
const acting = { method: 'post', tag: 'campaigns', params: noParam, write: 'idempotency-key' } as const;
const reply = { status: 200, description: 'The question', schema: question } as const;

export const questionRoutes = {
  listQuestions: {
    method: 'get',
    path: '/api/campaigns/{id}/questions',
    summary: 'Questions to the client about a campaign, and the answers, newest first',
    tag: 'campaigns',
    action: 'question.read',
    params: idParam,
    query: paging.extend({ status: questionStatus.optional() }),
    reply: { status: 200, description: 'A page of questions', schema: pageOf(question) },
  },
  askQuestion: {
    ...acting,
    path: '/api/campaigns/{id}/questions',
    summary: 'Ask the client a question about the campaign; no personal data',
    action: 'question.ask',
    params: idParam,
    body: { kind: 'json', schema: z.object({ subject: shared(100), text: shared(4_000), dueOn: z.iso.date() }) },
    reply: { ...reply, status: 201 },
  },
  answerQuestion: {
    ...acting,
    path: '/api/campaigns/{id}/questions/{no}/answer',
    summary: "Give the client's answer; it stays as given",
    action: 'question.answer',
    body: { kind: 'json', schema: z.object({ text: shared(4_000) }) },
    reply,
    errors: ['question_wrong_state'],
  },
  confirmQuestion: {
    ...acting,
    path: '/api/campaigns/{id}/questions/{no}/confirm',
    summary: 'Confirm that the answer is enough',
    action: 'question.ask',
    reply,
    errors: ['question_wrong_state'],
  },
  withdrawQuestion: {
    ...acting,
    path: '/api/campaigns/{id}/questions/{no}/withdraw',
    summary: 'Withdraw a question that needs no answer any more',
    action: 'question.ask',
    body: { kind: 'json', schema: z.object({ reason: shared(500) }) },
    reply,
    errors: ['question_wrong_state'],
  },
} as const satisfies Contracts;
