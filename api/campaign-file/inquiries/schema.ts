import { z } from 'zod';
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
