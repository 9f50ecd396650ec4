import { z } from 'zod';
import { DEFAULT_RULES } from '../../../domain/customers/inquiries/rules';
import { id, line, lineText, longText } from '../parts';

/** Approved answers to what customers ask. */
export const faqSchema = z
  .array(
    z.strictObject({
      id: id.describe('Stable over versions'),
      reason: line(70).describe('What the question is about, in two levels: money.refund'),
      question: lineText,
      answer: longText(2_000).describe('May use the variables of notices that are the same for all, and link'),
      explains: z
        .strictObject({
          notice: line(),
          sentence: line().optional().describe('A Japanese sentence of that notice, as it stands there'),
        })
        .optional()
        .describe('The notice that brings the question about'),
    }),
  )
  .min(1)
  .max(200);

const days = (fallback: number) => z.int().min(0).max(60).default(fallback);
const code = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, { error: 'id_malformed' });

/** How the desk deals with inquiries, as agreed with the client. */
export const inquiriesSchema = z.strictObject({
  reasons: z
    .record(code, z.strictObject({ name: lineText, parts: z.record(code, lineText) }))
    .optional()
    .describe('Reasons of two levels in place of the usual ones'),
  answerWithin: days(DEFAULT_RULES.answerWithin).describe('Business days until an answer'),
  clientWithin: days(DEFAULT_RULES.clientWithin).describe('Business days until the client answers what is handed over'),
  complaintWithin: days(DEFAULT_RULES.complaintWithin).describe(
    'Business days until the client is notified of a complaint',
  ),
  mailbox: z
    .boolean()
    .default(DEFAULT_RULES.mailbox)
    .describe('Replies to our mails, and mails to the address of the desk, become inquiries'),
  web: z.boolean().default(DEFAULT_RULES.web).describe('Customers can write on their page'),
  confirm: z.boolean().default(DEFAULT_RULES.confirm).describe('Who writes gets a mail with the number of the inquiry'),
  freeText: z
    .enum(['no', 'marked', 'second_person'])
    .default(DEFAULT_RULES.freeText)
    .describe('Answers in free words beside the approved ones'),
  sameMatter: z
    .int()
    .min(1)
    .max(60)
    .default(DEFAULT_RULES.sameMatter)
    .describe('Days in which a further contact about the same reason is the same matter'),
});
