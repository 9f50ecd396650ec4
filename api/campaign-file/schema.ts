import { z } from 'zod';
import { isZone } from '../../domain/campaigns/calendar';
import { type Field, FIELDS } from '../../domain/audience/fields';
import { isDay } from './dates';
import { channel, filled, id, line, lineText, longText, perChannel, quietHours } from './parts';
import { noticeSchema, planSchema, postSchema, segmentSchema } from './plan-schema';

const url = line().regex(/^https?:\/\/[^\s/]+\.?[^\s]*$/, { error: 'url_malformed' });
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
const contract = line(100).regex(/^(hash:[0-9a-f]{32}|(?!hash:).*\S.*)$/, { error: 'contract_malformed' });
const policy = z.strictObject({
  table: z.strictObject({ service_notice: perChannel(row), offer: perChannel(row).default({}) }),
  overrides: z
    .array(z.strictObject({ channel, contracts: z.array(contract).min(1).max(10_000), reason: line() }))
    .max(100)
    .default([]),
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

const wave = z.strictObject({
  id: id.describe('Stable over versions'),
  name: lineText,
  begins: date.describe('From when its first step counts; a day counts from its first instant'),
  only: z.array(line()).min(1).max(20).optional().describe('Everybody in one of these segments'),
  size: z.int().min(1).max(10_000_000).optional().describe('So many of the others'),
  share: z.number().positive().max(100).optional().describe('So many in a hundred of whom those two leave'),
});

/** A campaign file (YAML or JSON) as people write it. What crosses fields is checked in campaign-file-checks.ts. */
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
      .max(100)
      .optional()
      .describe('Customers who begin on days of their own; one without only, size and share takes the rest'),
    post: postSchema.optional(),
    plan: planSchema,
    retention: z
      .strictObject({ personal: months, images: months, print: months })
      .optional()
      .describe('Months after the end until it is removed for good; without one it stays until somebody decides'),
    columns,
  })
  .meta({ id: 'CampaignFile', description: 'A campaign file: what is closing, when, who is told what, and how.' });

export type CampaignFile = z.infer<typeof campaignFileSchema>;
