import { z } from 'zod';
import { lookups } from '../../db/audience/lookups';
import { localDate } from '../../domain/campaigns/calendar';
import { IDENTITY_ITEMS, IDENTITY_NEEDS, readItem, type SaidItem } from '../../domain/customers/caller-identity';
import { AppError, type Issue } from '../../domain/errors';

const distinct = (items: { item: string }[]) => new Set(items.map(({ item }) => item)).size === items.length;

/** What a caller said to show who they are. The values are compared and never stored or shown. */
export const identity = z
  .array(
    z.object({
      item: z.enum(IDENTITY_ITEMS),
      said: z.string().trim().min(1).max(100).meta({ description: 'As the caller said it; any usual way of writing' }),
    }),
  )
  .min(IDENTITY_NEEDS)
  .max(IDENTITY_ITEMS.length)
  .refine(distinct, { message: '同じ項目は1回だけです / each item only once' })
  .meta({ id: 'CallerIdentity', description: 'At least two different items, asked without telling what is on file' });

/** Reference of the recording of a call. */
export const recording = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,100}$/)
  .meta({ description: 'Reference of the recording' });

const UNREADABLE = '読み取れません。聞き取った内容を確かめてください / cannot be read; check what was said';

/** The items in the form in which they are compared. Throws invalid_request for one that cannot be read: no try counts. */
export function saidItems(given: z.output<typeof identity>, now: number): SaidItem[] {
  const today = localDate(now, 'Asia/Tokyo');
  const read = given.map(({ item, said }) => ({ item, value: readItem(item, said, { phone: lookups.phone, today }) }));
  const issues = read.flatMap(({ value }, n): Issue[] =>
    value === null ? [{ path: `body.identity.${n}.said`, code: 'unreadable', message: UNREADABLE }] : [],
  );
  if (issues.length > 0) throw new AppError('invalid_request', {}, issues);
  return read as SaidItem[];
}
