import { z } from 'zod';
import { holdsContact } from '../../domain/privacy/personal-text';

/** A time on the wire: ISO 8601 in UTC. */
export const instant = z.iso
  .datetime()
  .meta({ description: 'Time, ISO 8601 in UTC', example: '2027-01-15T14:59:59.999Z' });
export const id = z.number().int().positive();
export const count = z.number().int().nonnegative();

const pathId = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
export const idParam = z.object({ id: pathId });

export const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .optional()
  .meta({ description: '`next` of the previous page; default: the first page' });
export const limit = z.coerce.number().int().min(1).max(200).default(50);
export const paging = z.object({ cursor, limit });

/** One page of a list; `next` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

export const text = z.object({ ja: z.string(), en: z.string() });
/** Text stored outside the vault, often in the ledger: no phone number or mail address. */
export const impersonal = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => !holdsContact(value), {
      message: '電話番号やメールアドレスは書けません / must not contain a phone number or mail address',
    });
export const reason = impersonal(500);
/** Name under which a file was delivered; the completeness statement names it as the source of exclusions. */
export const fileName = impersonal(200).optional().meta({ description: 'Name of the file as delivered' });

export const channel = z.enum(['mail', 'sms', 'post', 'phone']).meta({ id: 'Channel' });
export const status = z
  .enum(['draft', 'submitted', 'approved', 'running', 'paused', 'stopped', 'completed'])
  .meta({ id: 'CampaignStatus' });
export const journeyState = z
  .enum(['scheduled', 'notified', 'reminded', 'awaiting_reply', 'call_due', 'closed'])
  .meta({ id: 'JourneyState' });
export const outcome = z
  .enum(['migrated', 'cancelled', 'lapsed', 'unreachable', 'excluded', 'stopped', 'pending'])
  .meta({ id: 'Outcome', description: 'pending: at the last date a person still had to decide something' });
export const messageStatus = z
  .enum(['queued', 'claimed', 'handing_over', 'handed_over', 'failed', 'withdrawn', 'doubtful', 'recalled'])
  .meta({ id: 'MessageStatus', description: 'recalled: a letter the print shop removed before posting' });
export const gate = z.enum(['internal', 'client']).meta({ id: 'Gate' });

export const issue = z.object({
  path: z.string(),
  line: z.number().int().positive().optional().meta({ description: 'Of a file, from 1' }),
  code: z.string(),
  message: z.string(),
  advice: z.string().optional(),
  severity: z.enum(['error', 'warning']).optional().meta({ description: 'An error keeps the contents from approval' }),
  text: z
    .object({
      language: z.enum(['ja', 'en']),
      notice: z.string().optional(),
      channel: channel.optional(),
      line: z.number().int().positive().optional(),
      column: z.number().int().positive().optional(),
    })
    .optional()
    .meta({ description: 'The text it is about, with the line and column in it' }),
});
/** RFC 9457 problem with our code, an id to quote, the detail's values and the single issues. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    hint: z.string().optional().meta({ description: 'For programs: route, header or key to use' }),
    instance: z.string(),
    errorId: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    issues: z.array(issue),
  })
  .meta({ id: 'Problem' });
