import { z } from 'zod';
import { isDay, isZone } from '../../domain/campaigns/calendar';
import { type Field, FIELDS } from '../../domain/audience/fields';
import { authoritySchema } from './inquiries/authority-schema';
import { faqSchema, inquiriesSchema } from './inquiries/schema';
import { flag } from './finding';
import { channel, CHANNELS, filled, id, line, lineText, longText, perChannel, quietHours } from './parts';
import { isLinkLike } from '../../domain/delivery/link-like';
import { namesUser } from '../../rendering/typed-text';
import { noticeSchema, planSchema, postSchema, segmentSchema } from './plan-schema';

const url = line()
  .regex(/^https?:\/\/[^\s/\\][^\s\\]*$/, { error: 'url_malformed' })
  .refine((text) => URL.canParse(text), { error: 'url_malformed' })
  .refine((text) => !namesUser(text), { error: 'url_names_user' });
const day = z.string().refine(isDay, { error: 'day_malformed' });
const date = filled(40);

const dates = z.strictObject({
  firstDispatch: date.describe('A day counts from its first instant'),
  lastDispatch: date.describe('A day counts to its last instant; later nothing is sent'),
  applyBy: date.describe('A day counts to its last instant'),
  applyByRule: z.enum(['arrival', 'postmark']).default('arrival'),
  endOfService: date,
  graceUntil: date.nullable().default(null),
  claimsUntil: date.nullable().default(null),
});

const cell = z.enum(['contact', 'dont', 'override']);
const row = z.strictObject({ yes: cell, unknown: cell, no: cell });
const noticeRow = row.superRefine(({ yes, unknown, no }, ctx) => {
  if (yes === 'override') flag(ctx, ['yes'], 'policy_override_misplaced');
  if (unknown === 'override') flag(ctx, ['unknown'], 'policy_override_misplaced');
  if (no === 'contact') flag(ctx, ['no'], 'policy_no_contact');
});
const offerRow = row.superRefine(({ yes, ...others }, ctx) => {
  if (yes === 'override') flag(ctx, ['yes'], 'policy_override_misplaced');
  for (const consent of ['unknown', 'no'] as const) {
    if (others[consent] !== 'dont') flag(ctx, [consent], 'policy_offer', { consent });
  }
});
const siteName = line(50).refine((text) => !isLinkLike(text), { error: 'site_name_is_link' });
const contract = line(100).regex(/^(hash:[0-9a-f]{32}|(?!hash:).*\S.*)$/, { error: 'contract_malformed' });
const policy = z
  .strictObject({
    table: z.strictObject({ service_notice: perChannel(noticeRow), offer: perChannel(offerRow).default({}) }),
    overrides: z
      .array(z.strictObject({ channel, contracts: z.array(contract).min(1).max(10_000), reason: line() }))
      .max(100)
      .default([]),
    smsWithoutLinks: z
      .strictObject({ site: z.strictObject({ ja: siteName, en: siteName }) })
      .optional()
      .describe('SMS carry no link: only the number to call and the name of the official site'),
  })
  .superRefine(({ table, overrides }, ctx) => {
    // the table says where a no may be overridden, the list says for whom and why: neither goes without the other
    for (const [index, { channel }] of overrides.entries()) {
      const cell = table.service_notice[channel]?.no ?? 'dont';
      if (cell === 'dont') flag(ctx, ['overrides', index], 'override_not_in_table', { channel });
    }
    for (const channel of CHANNELS) {
      const isOverridable = table.service_notice[channel]?.no === 'override';
      if (!isOverridable || overrides.some((one) => one.channel === channel)) continue;
      flag(ctx, ['table', 'service_notice', channel, 'no'], 'override_without_contracts', { channel });
    }
  });

const header = line(100);
const columns = z
  .strictObject({
    ...(Object.fromEntries(FIELDS.map((field) => [field, header.optional()])) as Record<
      Field,
      z.ZodOptional<typeof header>
    >),
    contractNumber: header,
    name: header,
  })
  .catchall(header)
  .describe("Header of the client's file by our field; ignored, ignored2, … name columns that are not read");

const months = z.int().min(0).max(240).optional();

const RULES = ['only', 'size', 'share'] as const;
const wave = z
  .strictObject({
    id: id.describe('Stable over versions'),
    name: lineText,
    begins: date.describe('From when its first step counts; a day counts from its first instant'),
    only: z
      .array(line())
      .min(1)
      .max(20)
      .optional()
      .describe('All customers in one of these segments, or with size so many of them'),
    size: z.int().min(1).max(10_000_000).optional().describe('So many of the others'),
    share: z.number().positive().max(100).optional().describe('So many in a hundred of those whom these two leave'),
    trial: z.literal(true).optional().describe('The waves after it wait until a person lets them go'),
  })
  .superRefine((wave, ctx) => {
    const [first, second] = RULES.filter((rule) => wave[rule] !== undefined);
    if (first === 'only' && second === 'size' && wave.share === undefined) return; // so many of a segment
    if (first && second) flag(ctx, [second], 'wave_rule_twice', { first });
  });

/** Every customer must be in exactly one wave: one wave takes the rest, or the shares make up the whole. */
function checkDivision(waves: z.infer<typeof wave>[], ctx: z.RefinementCtx): void {
  const rests = waves.flatMap((wave, i) => (RULES.every((rule) => wave[rule] === undefined) ? [i] : []));
  const shares = waves.flatMap(({ share }) => (share === undefined ? [] : [share]));
  const sum = shares.reduce((total, share) => total + share, 0);
  if (waves.at(-1)?.trial) flag(ctx, [waves.length - 1, 'trial'], 'trial_last');
  if (rests.length > 1) flag(ctx, [rests[1]!], 'wave_rest_twice');
  else if (rests.length === 1 && sum >= 100) flag(ctx, [], 'wave_shares_full', { sum });
  else if (rests.length === 0 && shares.length === 0) flag(ctx, [], 'wave_rest_missing');
  else if (rests.length === 0 && sum !== 100) flag(ctx, [], 'wave_shares', { sum });
}

/** A campaign file (YAML or JSON) as people write it. What concerns several sections is checked in rules.ts. */
export const campaignFileSchema = z
  .strictObject({
    name: line(),
    service: lineText.describe('What closes, as customers know it'),
    zone: z.string().refine(isZone, { error: 'zone_unknown' }).default('Asia/Tokyo'),
    sender: z.strictObject({
      name: lineText,
      address: line(),
      phone: line(50),
      hours: lineText,
      mailFrom: z.email({ error: 'mail_malformed' }).max(200),
      site: url,
    }),
    facts: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,31}$/, { error: 'key_malformed' }), longText(4_000)),
    choices: z
      .array(z.strictObject({ id: z.enum(['migrate', 'cancel']), label: lineText, detail: longText(2_000) }))
      .min(1)
      .max(2),
    faq: faqSchema.optional(),
    inquiries: inquiriesSchema.optional(),
    authority: authoritySchema.optional(),
    dates,
    calendar: z
      .strictObject({
        weekend: z.boolean().default(true).describe('Whether Saturday and Sunday are closed'),
        holidays: z.enum(['japan', 'none']).default('japan'),
        closedDays: z.array(day).max(400).default([]),
      })
      .default({ weekend: true, holidays: 'japan', closedDays: [] }),
    quietHours: perChannel(quietHours.nullable()).describe(
      'Needed for mail, SMS and phone where the plan uses them; null: at any hour',
    ),
    policy,
    notices: z.record(id, noticeSchema),
    segments: z.record(id, segmentSchema).optional(),
    waves: z
      .array(wave)
      .min(1)
      .max(400)
      .superRefine(checkDivision)
      .optional()
      .describe('Customers who begin on days of their own; one without only, size and share takes the rest'),
    post: postSchema.optional(),
    form: z
      .strictObject({
        hanko: z.enum(['none', 'required']).default('none').describe('The hanko registered with the client (届出印)'),
        account: z
          .enum(['none', 'on_cancel', 'always'])
          .default('none')
          .describe("A bank account in the customer's name: from those who cancel, or from all"),
        original: z
          .enum(['kept', 'returned'])
          .default('kept')
          .describe('Whether the original goes back with the letter about a defect that no call can mend'),
      })
      .optional()
      .describe('What the paper form asks for besides the choice'),
    plan: planSchema,
    retention: z
      .strictObject({ personal: months, images: months, print: months })
      .optional()
      .describe('Months after the end until it is removed for good; without one it is kept until a person decides'),
    columns,
  })
  .meta({
    id: 'CampaignFile',
    description: 'A campaign file: what is closing, when, who is notified of what, and how.',
  });

export type CampaignFile = z.infer<typeof campaignFileSchema>;
