import { z } from 'zod';
import { isDay } from '../../domain/campaigns/calendar';
import { type TieDate } from '../../domain/campaigns/campaign';
import { AGE_STEPS } from '../../domain/campaigns/segments';
import { POSTAL_CLASSES } from '../../domain/print/postal-class';
import { flag } from './finding';
import { channel, filled, id, line, lineText, longText, perChannel, PURPOSES, time } from './parts';

/** The dates of a campaign to which a step can be tied. */
const TIE_DATES = [
  'applyBy',
  'lastDispatch',
  'endOfService',
  'graceUntil',
  'claimsUntil',
] as const satisfies readonly TieDate[];

const wait = z
  .union([
    z.strictObject({ days: z.int().min(1).max(730) }),
    z.strictObject({ businessDays: z.int().min(1).max(365) }),
    z.strictObject({ minutes: z.number().positive().max(1_000_000) }),
  ])
  .describe('Counted from the hand-over of this step; by post from the expected arrival');

const channels = z.array(channel).min(1).max(10);
const notice = z
  .union([line(), perChannel(line())])
  .describe('A key of notices, or one for each channel of the step: { mail: notice, sms: notice-sms }');

const call = z.strictObject({
  attempts: z.int().min(1).max(10).default(3),
  spacing: wait.default({ businessDays: 1 }).describe('The shortest wait between two attempts'),
  bands: z
    .array(z.enum(['am', 'pm', 'evening', 'sat']))
    .min(1)
    .max(10)
    .optional()
    .describe('Parts of the day that further attempts go round; sat is all of Saturday. By default am, pm, evening'),
});

const postal = z
  .strictObject({
    class: z.enum(POSTAL_CLASSES).optional().describe('By default the mailClass of post'),
    express: z.literal(true).optional().describe('速達'),
    noForwarding: z.literal(true).optional().describe('転送不要: returned to the sender instead of forwarded'),
  })
  .superRefine((wish, ctx) => {
    if (Object.keys(wish).length === 0 && ctx.issues.length === 0) flag(ctx, [], 'postal_empty');
  });

const step = z
  .strictObject({
    id: id.describe('Stable over versions'),
    kind: z
      .enum(['notice', 'reminder', 'call', 'final'])
      .describe('What the step is to the customer; the first contact is always a notice'),
    purpose: z.enum(PURPOSES).default('service_notice'),
    first: channels.optional().describe('The first usable channel is taken; a failure falls through to the next'),
    all: channels.optional().describe('Goes out on every usable channel'),
    notice,
    only: z.array(line()).min(1).max(20).optional().describe('Segments the step is for'),
    except: z.array(line()).min(1).max(20).optional().describe('Segments the step is not for'),
    call: call.optional().describe('For phone; otherwise three attempts, a business day apart'),
    postal: postal.optional().describe('For post: { class: simple_registered, noForwarding: true }'),
    atOnce: z.literal(true).optional().describe('Does not wait after the step before'),
    at: z
      .strictObject({ daysBefore: z.int().min(0).max(730), date: z.enum(TIE_DATES) })
      .optional()
      .describe('Not before this day: { daysBefore: 21, date: applyBy }'),
    wait: wait.optional().describe('Only the last step may go without'),
  })
  .superRefine(({ first, all, at, atOnce }, ctx) => {
    if (at && atOnce) flag(ctx, ['at'], 'tie_at_once');
    if (!first && !all) flag(ctx, ['first'], 'channels_missing');
    if (first && all) flag(ctx, ['all'], 'channels_both');
  });
const onDefect = z
  .strictObject({
    purpose: z.enum(PURPOSES).default('service_notice'),
    first: channels.describe(
      'With phone before post, a first form is called about where the customer can mend it by a word',
    ),
    notice,
    call: call.optional().describe('For phone; otherwise three attempts, a business day apart'),
    rounds: z.int().min(1).max(10).default(2).describe('So many times at most; then a person decides'),
    wait: wait.default({ businessDays: 10 }),
    postal: postal.optional().describe('Class of the letter'),
  })
  .describe('What goes out when a returned form has a defect');

const hard = z.enum(['next', 'call', 'hold', 'later']);
const soft = z.enum(['next', 'call', 'again', 'hold', 'later']);
const reviewAfter = z.int().min(1).max(365).default(14).describe('Days until a person reviews the hold');
const script = line().optional().describe('The script of a call; needed where something says call');

/** The actions of a handler: at least one, and a script exactly where one of them calls. */
function checkActions(key: string, field: string, actions: object, notice: string | undefined, ctx: z.RefinementCtx) {
  const calls = Object.values(actions).includes('call');
  if (Object.keys(actions).length === 0 && ctx.issues.length === 0) flag(ctx, [field], 'handler_empty', { key });
  if (calls && notice === undefined) flag(ctx, ['notice'], 'handler_script_missing');
  if (!calls && notice !== undefined) flag(ctx, ['notice'], 'handler_script_unused');
}

const onUndeliverable = z
  .strictObject({
    reasons: z.strictObject({
      unknown: hard.optional(),
      moved: hard.optional(),
      incomplete: hard.optional(),
      unclaimed: soft.optional(),
      postage: soft.optional(),
      other: soft.optional(),
    }),
    notice: script,
    reviewAfter,
  })
  .superRefine(({ reasons, notice }, ctx) => checkActions('onUndeliverable', 'reasons', reasons, notice, ctx))
  .describe('What a letter that came back brings about: next (default), call, again, hold or later');

const onBounce = z
  .strictObject({
    channels: z.strictObject({ mail: hard.optional(), sms: hard.optional() }),
    notice: script,
    reviewAfter,
  })
  .superRefine(({ channels, notice }, ctx) => checkActions('onBounce', 'channels', channels, notice, ctx))
  .describe('What a mail or SMS that did not arrive brings about: next (default), call, hold or later');

const onAddressChange = z
  .strictObject({
    send: z.enum(['again', 'later']).describe('again: the present step once more; later: further steps only (default)'),
    rounds: z.int().min(1).max(5).default(1).describe('So many times a step at most'),
  })
  .describe('What a new address brings about');

export const planSchema = z.strictObject({
  steps: z.array(step).min(1).max(30),
  onDefect: onDefect.optional(),
  onUndeliverable: onUndeliverable.optional(),
  onBounce: onBounce.optional(),
  onAddressChange: onAddressChange.optional(),
});

const prefecture = z.int().refine((code) => code >= 1 && code <= 47, { error: 'prefecture_unknown' });
const age = z.int().refine((years) => AGE_STEPS.includes(years), { error: 'age_no_step' });

/** A group of customers; every condition given must hold. */
export const segmentSchema = z
  .strictObject({
    kind: z.enum(['person', 'company']).optional(),
    ageFrom: age.optional().describe('At least that old on the day of the import: 0, 18, 20, 25, 30 … 100'),
    ageBelow: age.optional().describe('Younger than this on the day of the import'),
    missing: z.array(channel).min(1).max(4).optional().describe('Channels without a usable address'),
    products: z.array(line()).min(1).max(100).optional(),
    prefectures: z.array(prefecture).min(1).max(47).optional().describe('JIS X 0401, 1 to 47'),
    holds: z
      .strictObject({ notice: line(), version: z.int().min(1) })
      .optional()
      .describe('Customers who were sent a notice in that version and did not have it come back'),
  })
  .superRefine((segment, ctx) => {
    const { kind, ageFrom, ageBelow } = segment;
    if (Object.keys(segment).length === 0 && ctx.issues.length === 0) flag(ctx, [], 'segment_empty');
    if (kind === 'company' && (ageFrom ?? ageBelow) !== undefined) flag(ctx, [], 'segment_company_age');
    else if (ageFrom !== undefined && ageBelow !== undefined && ageFrom >= ageBelow) {
      flag(ctx, ['ageBelow'], 'segment_ages_order', { ageFrom, ageBelow });
    }
  });

/** How letters go out; needed when the plan uses post. */
export const postSchema = z.strictObject({
  runAt: time.default('11:00').describe('Local time of the print run, business days only'),
  arrivesAfter: z.int().min(1).max(10).default(3).describe('Business days from posting to expected arrival'),
  arrivesAfterOverseas: z
    .int()
    .min(1)
    .max(60)
    .optional()
    .describe('Days from posting to expected arrival abroad; default 14'),
  mailClass: z
    .enum(POSTAL_CLASSES)
    .default('ordinary')
    .describe('Class of letters whose step names none: 普通, 特定記録, 簡易書留, 書留'),
  sheetsPerEnvelope: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('Letters of one customer go apart where their envelope would have more sheets'),
  returnTo: lineText.describe('Where forms come back to, as printed on the form'),
  reply: z
    .strictObject({
      as: z.enum(['panel', 'envelope']).describe('Printed on the form to be cut out, or an envelope that is enclosed'),
      postalCode: z.string().regex(/^\d{3}-?8790$/, { error: 'reply_code' }),
      number: z
        .string()
        .regex(/^\d{3}$/, { error: 'reply_number' })
        .describe('Given by the post office with the code'),
      office: line(20).describe('The post office that approved it, such as 横浜港'),
      approval: z.string().regex(/^[0-9A-Za-z-]{1,12}$/, { error: 'reply_number' }),
      until: z.string().refine(isDay, { error: 'date_malformed' }).describe('Last day, as printed'),
    })
    .optional()
    .describe('Prepaid replies (料金受取人払郵便) as a post office has approved them'),
});

const noEnglish = 'Without it English-speaking customers get the Japanese text';
const noticeText = (ja: z.ZodString, max: number) =>
  z.strictObject({ ja, en: z.string().max(max).default('').describe(noEnglish) });

/** Mails, letters and call scripts have a subject, an SMS has none. */
export const noticeSchema = z
  .strictObject({
    channel,
    subject: noticeText(line(), 200).optional(),
    body: noticeText(filled(20_000), 20_000),
    objections: z
      .array(z.strictObject({ id, said: lineText, reply: longText(2_000) }))
      .min(1)
      .max(50)
      .optional()
      .describe('Of a call script: what customers say against it, with the approved reply'),
    voicemail: longText(1_000).optional().describe('Of a call script: what is left on a voicemail, and no more'),
  })
  .superRefine(({ channel, subject, body, objections, voicemail }, ctx) => {
    if (subject && body.en !== '' && subject.en === '') flag(ctx, ['subject', 'en'], 'missing');
    if (channel !== 'phone' && objections) flag(ctx, ['objections'], 'of_scripts_only');
    if (channel !== 'phone' && voicemail) flag(ctx, ['voicemail'], 'of_scripts_only');
    const ids = objections?.map((one) => one.id) ?? [];
    for (const [at, own] of ids.entries()) {
      if (ids.indexOf(own) !== at) flag(ctx, ['objections', at, 'id'], 'objection_repeated', { id: own });
    }
    if (channel === 'sms' && subject) flag(ctx, ['subject'], 'sms_subject');
    if (channel !== 'sms' && !subject) flag(ctx, ['subject'], 'missing');
  });
