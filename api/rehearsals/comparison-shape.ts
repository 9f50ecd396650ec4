import { z } from 'zod';
import { outcome } from '../http/shapes';
import { load, range } from './result-shape';

const figure = z.number().nullable();
const compared = z.object({ before: figure, after: figure, change: figure });
const day = z.iso.date().nullable();

/** What differs between two rehearsals, as domain/rehearsals/compare.ts has it. */
export const comparison = z
  .object({
    sameAudience: z.boolean().meta({ description: 'Customers and contracts are as many, so that counts compare' }),
    completed: z.object({ before: range, after: range, change: z.number() }),
    milestones: z.array(
      z.object({
        share: z.union([z.literal(0.8), z.literal(0.9), z.literal(0.95)]),
        likely: z.object({ before: day, after: day, change: figure.meta({ description: 'Days later' }) }),
      }),
    ),
    loads: z.array(
      z.object({
        load,
        total: compared.meta({ description: 'Of all days' }),
        peak: compared.meta({ description: 'The most on one day' }),
        overloadDays: compared.meta({ description: 'Working days that end with work left over' }),
        cost: compared,
      }),
    ),
    outcomes: z.array(compared.extend({ outcome })),
    leftovers: z.array(compared.extend({ outcome, segment: z.string(), why: z.string() })),
    cost: z.object({ total: compared, perCompleted: compared, saving: compared, savingPerCompleted: compared }),
    withinRange: z
      .boolean()
      .meta({ description: 'The ranges of the two shares overlap: the difference may be chance' }),
  })
  .meta({ id: 'RehearsalComparison' });
