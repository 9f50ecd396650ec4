import { z } from 'zod';
import { WEEKDAYS } from '../../domain/campaigns/calendar';
import { type Channel, type Purpose, type Weekday } from '../../domain/campaigns/campaign';
import { flag, show } from './finding';

/** Channels, consents and purposes in the order of messages. */
export const CHANNELS = ['mail', 'sms', 'post', 'phone'] as const satisfies readonly Channel[];
export const PURPOSES = ['service_notice', 'offer'] as const satisfies readonly Purpose[];

// `error` values are codes of domain/texts/campaign-file.ts.
export const filled = (max: number) => z.string().max(max).regex(/\S/, { error: 'text_empty' });
export const line = (max = 200) => filled(max).regex(/^[^\r\n]*$/, { error: 'one_line' });
export const id = line().regex(/^[a-z][a-z0-9_-]{0,31}$/, { error: 'id_malformed' });
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time_malformed' });
export const lineText = z.strictObject({ ja: line(), en: line() });
export const longText = (max: number) => z.strictObject({ ja: filled(max), en: filled(max) });
export const channel = z.enum(CHANNELS);

function notEmpty({ from, until }: { from: string; until: string }, ctx: z.RefinementCtx): void {
  if (from === until) flag(ctx, [], 'quiet_hours_empty', { value: show(from) });
}

const hours = { from: time, until: time };
const ofDay = z.union([z.literal('closed'), z.strictObject(hours).superRefine(notEmpty)]).optional();
const days = z
  .strictObject(Object.fromEntries(WEEKDAYS.map((day) => [day, ofDay])) as Record<Weekday, typeof ofDay>)
  .superRefine((given, ctx) => {
    if (WEEKDAYS.every((day) => given[day] === 'closed')) flag(ctx, [], 'days_all_closed');
  })
  .optional()
  .describe('Weekdays with other hours: { sat: { from: 17:00, until: 10:00 }, sun: closed }');

/** Local times between which nothing is sent, and weekdays that have their own. */
export const quietHours = z.strictObject({ ...hours, days }).superRefine(notEmpty);

/** A value for each channel that needs one; which do is checked across fields. */
export const perChannel = <T extends z.ZodType>(value: T) =>
  z.strictObject({ mail: value.optional(), sms: value.optional(), post: value.optional(), phone: value.optional() });
