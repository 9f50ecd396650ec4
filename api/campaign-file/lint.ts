import { z } from 'zod';
import { type CampaignDoc, type Step, type Text } from '../../domain/campaigns/campaign';
import { datesOf } from './checks';
import { lineText, longText } from './parts';
import { noticeSchema, postSchema, stepSchema } from './plan-schema';
import { isMapping, listAt, valueAt } from './problems';

const text: Text = { ja: '-', en: '-' };
const noStep: Step = { id: '-', kind: 'notice', purpose: 'service_notice', notice: '-', wait: { days: 0 } };

/**
 * The readable notices of a file among the names they may use, with the file's own values where they can be read and
 * stand-ins elsewhere, so that a wrong field keeps no notice from being checked.
 */
export function docForLint(raw: unknown): CampaignDoc {
  const read = <T>(schema: z.ZodType<T>, path: string[], standIn: T): T => {
    const result = schema.safeParse(valueAt(raw, path));
    return result.success ? result.data : standIn;
  };
  const line = (path: string[]) => read(z.string(), path, '-');
  const notices = entriesAt(raw, 'notices').flatMap(([id, value]) => {
    const notice = noticeSchema.safeParse(value);
    return notice.success ? [[id, notice.data]] : [];
  });
  const sender = (name: string) => line(['sender', name]);
  return {
    name: line(['name']),
    service: read(lineText, ['service'], text),
    zone: 'Asia/Tokyo',
    sender: {
      name: read(lineText, ['sender', 'name'], text),
      hours: read(lineText, ['sender', 'hours'], text),
      address: sender('address'),
      phone: sender('phone'),
      mailFrom: sender('mailFrom'),
      site: sender('site'),
    },
    facts: Object.fromEntries(
      entriesAt(raw, 'facts').map(([key]) => [key, read(longText(4_000), ['facts', key], text)]),
    ),
    choices: [],
    dates: lintDates(raw),
    calendar: { weekend: true, holidays: 'none', closedDays: [] },
    quietHours: {},
    policy: { table: { service_notice: {}, offer: {} }, overrides: [] },
    notices: Object.fromEntries(notices) as CampaignDoc['notices'],
    post: read(postSchema, ['post'], { runAt: '11:00', arrivesAfter: 3, mailClass: 'ordinary', returnTo: text }),
    plan: { steps: listAt(raw, ['plan', 'steps']).flatMap(readStep) },
    columns: {},
  };
}

function readStep(value: unknown): Step[] {
  const step = stepSchema.safeParse(value);
  return step.success ? [{ ...noStep, ...step.data, wait: noStep.wait }] : [];
}

/** A date that is given counts as known even if it cannot be read. */
function lintDates(raw: unknown): CampaignDoc['dates'] {
  const known = datesOf(raw);
  const maybe = (name: 'graceUntil' | 'claimsUntil') => known[name] ?? (valueAt(raw, ['dates', name]) ? 0 : null);
  return {
    firstDispatch: known.firstDispatch ?? 0,
    applyBy: known.applyBy ?? 0,
    applyByRule: 'arrival',
    lastDispatch: known.lastDispatch ?? 0,
    endOfService: known.endOfService ?? 0,
    graceUntil: maybe('graceUntil'),
    claimsUntil: maybe('claimsUntil'),
  };
}

function entriesAt(raw: unknown, key: string): [string, unknown][] {
  const value = valueAt(raw, [key]);
  return isMapping(value) ? Object.entries(value) : [];
}
