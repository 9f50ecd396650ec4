import { z } from 'zod';
import { count, id, instant } from '../http/shapes';
import { dayOrNever, range } from './result-shape';

/** What is known from rehearsals of the contents that are to be approved. */
export const rehearsedContents = z
  .object({
    id,
    seed: z.number().int(),
    endedAt: instant,
    outdated: z.boolean().meta({ description: 'It was of other contents than the present ones' }),
    completed: range.meta({ description: 'Share of the contracts completed at the last day' }),
    ninety: z
      .object({ low: dayOrNever, likely: dayOrNever, high: dayOrNever })
      .meta({ description: 'When 90 % are reached' }),
    overDays: count.meta({ description: 'Days on which a lane or desk is over capacity' }),
  })
  .nullable()
  .meta({ description: 'The newest rehearsal of these contents, else the newest one; null: there is none' });
