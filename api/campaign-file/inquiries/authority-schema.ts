import { z } from 'zod';
import { AUTHORITY_KINDS } from '../../../domain/customers/authority-cases/kinds';
import { USUAL_RULES } from '../../../domain/customers/authority-cases/rules';
import { lineText } from '../parts';

const documents = z
  .array(
    z.strictObject({
      id: z
        .string()
        .regex(/^[a-z][a-z0-9_]{0,31}$/, { error: 'id_malformed' })
        .describe('Stable over versions'),
      name: lineText.describe('As the letter lists it'),
      maxAgeMonths: z.int().min(1).max(60).optional().describe('Months since its issue; without it of any age'),
    }),
  )
  .min(1)
  .max(10);

/** Proof of who may act for a customer who died, has a guardian, or is a company in liquidation. */
export const authoritySchema = z.strictObject({
  answerWithin: z
    .int()
    .min(1)
    .max(180)
    .default(USUAL_RULES.answerWithin)
    .describe('Days until documents should be here'),
  nameService: z
    .boolean()
    .default(USUAL_RULES.nameService)
    .describe('Letters before the proof name the service that ends; without it only the sender'),
  documents: z
    .strictObject(
      Object.fromEntries(AUTHORITY_KINDS.map((kind) => [kind, documents.optional()])) as Record<
        (typeof AUTHORITY_KINDS)[number],
        z.ZodOptional<typeof documents>
      >,
    )
    .default({})
    .describe('Documents asked for by kind, in place of the usual ones'),
});
