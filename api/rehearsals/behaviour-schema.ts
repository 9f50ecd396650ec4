import { z } from 'zod';
import { FORM_DEFECTS, type FormDefect } from '../../domain/returns/return-rules';
import { LOADS } from '../../domain/rehearsals/result';
import { flag } from '../campaign-file/finding';
import { filled } from '../campaign-file/parts';

const LONGEST_SOURCE = 300;
const MOST_DAYS = 400;
const MOST_CONTACTS = 10;
const LARGEST_WEIGHT = 1_000_000;

const source = filled(LONGEST_SOURCE);

/** A rate or size between 0 and `most`. */
const estimate = (most: number) => {
  const number = z.number().min(0).max(most);
  return z.strictObject({ low: number, likely: number, high: number, source }).superRefine((range, ctx) => {
    const { low, likely, high } = range;
    if (low > likely || likely > high) flag(ctx, [], 'range_order', { low, likely, high });
  });
};
const share = estimate(1);
const minutes = estimate(600);
/** Calls of one customer after one notice. */
const perCustomer = estimate(5);
const shares = z.array(share).min(1).max(MOST_CONTACTS);

/** In any unit, so that a sum of 401 of them stays exact. */
const weight = z.number().min(0).max(LARGEST_WEIGHT);
const curve = z.strictObject({ days: z.record(z.string(), weight), source }).superRefine(({ days }, ctx) => {
  for (const day of Object.keys(days)) {
    if (!/^\d{1,3}$/.test(day) || Number(day) > MOST_DAYS)
      flag(ctx, ['days', day], 'curve_day_malformed', { value: day });
  }
  if (!Object.values(days).some((weight) => weight > 0)) flag(ctx, ['days'], 'curve_empty');
});

const byChannel = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ mail: value, sms: value, post: value, phone: value }).partial();

/** In relation to each other: they need not add up to 1. */
const kinds = z
  .strictObject(Object.fromEntries(FORM_DEFECTS.map((defect) => [defect, share])) as Record<FormDefect, typeof share>)
  .partial();

/** The rates, each of which may be left out. */
const rates = z
  .strictObject({
    bounce: z.strictObject({ mail: share, sms: share }).partial(),
    letter: z
      .strictObject({ arrivesAfter: curve, undeliverable: share, refused: share, absent: share, returnedAfter: curve })
      .partial(),
    web: byChannel(shares),
    paper: shares,
    answer: z
      .strictObject({
        webAfter: curve,
        paperAfter: curve,
        migrate: share,
        withdrawn: share,
        withdrawnAfter: curve,
        twice: share,
      })
      .partial(),
    form: z.strictObject({ defective: share, mended: share, kinds, decidedAfter: curve, minutes }).partial(),
    optOut: byChannel(share),
    inquiry: z.strictObject({ calls: byChannel(perCustomer), after: curve, minutes }).partial(),
    call: z
      .strictObject({ reached: shares, chooses: share, minutesReached: minutes, minutesMissed: minutes })
      .partial(),
  })
  .partial();

const price = z.strictObject({ yen: z.number().min(0).max(100_000), source });
const costs = z
  .strictObject({
    printing: price,
    postage: price,
    replyPostage: price,
    mail: price,
    sms: price,
    callAttempt: price,
    callMinute: price,
    inquiryMinute: price,
    deskMinute: price,
  })
  .partial();

const perDay = z.number().min(0).max(100_000_000).refine(Number.isInteger, 'whole_number_expected');
const capacity = z
  .strictObject(Object.fromEntries([...LOADS, 'callMinutes'].map((load) => [load, perDay])))
  .partial()
  .superRefine((given, ctx) => {
    if (given['calls'] !== undefined && given['callMinutes'] !== undefined)
      flag(ctx, ['callMinutes'], 'calls_given_twice');
  });

/** A behaviour file: what it leaves out is as by default. */
export const behaviourFileSchema = z
  .strictObject({ rates, segments: z.record(z.string(), rates), costs, capacity })
  .partial();
export type BehaviourFile = z.infer<typeof behaviourFileSchema>;
