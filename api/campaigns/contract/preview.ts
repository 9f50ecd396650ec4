import { z } from 'zod';
import { SAMPLES } from '../../../domain/campaigns/samples';
import { type Contracts } from '../../http/route';
import { channel, count, idParam, instant } from '../../http/shapes';

const version = { description: 'Of the contents; default: the current one' };
const notice = z.string().min(1).max(100).meta({ description: "Key of one of the campaign's notices" });
const sample = z.enum(SAMPLES).default('plain').meta({
  description: 'An invented customer: with a long name, a company with many contracts, or without mail and SMS',
});
const number = z.number().int().positive().max(2_147_483_647);

const refusal = z.object({ step: z.string().optional(), channel: z.string(), reason: z.string() });
const entry = z.object({
  at: instant,
  kind: z.enum(['step', 'posted', 'call_attempt', 'not_sent', 'returned', 'event', 'on_hold', 'waiting', 'closed']),
  step: z.string().optional(),
  reason: z.string().optional(),
  contacts: z.array(z.object({ channel, notice: z.string(), reason: z.string(), leavesAt: instant })).optional(),
  refusals: z.array(refusal).optional(),
  text: z.array(z.string()).meta({ description: 'The first line is the headline, the others give reasons' }),
});

export const previewRoutes = {
  previewNotice: {
    method: 'post',
    path: '/api/campaigns/{id}/preview',
    summary: 'A notice as a sample customer would get it; nothing is stored or sent',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    body: { kind: 'json', schema: z.object({ notice, sample, version: number.optional().meta(version) }) },
    write: 'repeatable',
    reply: {
      status: 200,
      description: 'The texts as they leave; letters also as pictures, page by page',
      schema: z
        .object({
          channel,
          reachable: z.boolean().meta({ description: 'Whether this customer can be reached on the channel' }),
          subject: z.string().nullable(),
          text: z.object({ ja: z.string().nullable(), en: z.string().nullable() }),
          sms: z.object({ units: count, parts: count }).nullable(),
          pages: count.meta({ description: 'Of the letter with its form; 0 on other channels' }),
        })
        .meta({ id: 'NoticePreview' }),
    },
    errors: ['notice_invalid', 'decoder_busy'],
  },
  previewLetter: {
    method: 'get',
    path: '/api/campaigns/{id}/notices/{noticeId}/letter',
    summary: 'One page of a letter with its form for a sample customer, as a picture marked as a sample',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam.extend({ noticeId: notice }),
    query: z.object({
      sample,
      version: z.coerce.number().pipe(number).optional().meta(version),
      page: z.coerce.number().int().min(1).max(100).default(1),
    }),
    reply: { status: 200, description: 'The page', types: ['image/png'] },
    errors: ['notice_invalid', 'decoder_busy'],
  },
  previewMail: {
    method: 'get',
    path: '/api/campaigns/{id}/notices/{noticeId}/mail',
    summary: 'A mail for a sample customer as mail programs show it, with the brand of these contents',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam.extend({ noticeId: notice }),
    query: z.object({ sample, version: z.coerce.number().pipe(number).optional().meta(version) }),
    reply: { status: 200, description: 'HTML without scripts or anything remote', types: ['text/html'] },
    errors: ['notice_invalid', 'decoder_busy'],
  },
  explainCampaign: {
    method: 'post',
    path: '/api/campaigns/{id}/explain',
    summary: 'What one customer would get from the plan, when and why: the result of `tsunagi plan explain --json`',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        scenario: z.record(z.string(), z.unknown()).default({}).meta({
          description:
            'As in a scenario file: customer, events, pauses, wave. Empty: a silent customer with every channel',
        }),
        start: instant.optional().meta({ description: 'When the campaign is started; default: when it was, or now' }),
        version: number.optional().meta(version),
      }),
    },
    write: 'repeatable',
    reply: {
      status: 200,
      description: 'The dated timeline, and the steps that never come to this customer',
      schema: z
        .object({
          customer: z.looseObject({ contracts: count }),
          entries: z.array(entry),
          leftOut: z.array(
            z.object({ step: z.string(), why: z.enum(['segment', 'ended', 'refused']), text: z.string() }),
          ),
        })
        .meta({ id: 'Explained' }),
    },
    errors: ['decoder_busy'],
  },
} as const satisfies Contracts;
