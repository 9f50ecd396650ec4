import { instantOf } from '../calendar';
import { type CampaignDoc, type Channel } from '../campaign';
import { type ExplainEvent, type ExplainPause } from './explain';
import { prefectureCode } from '../../audience/prefecture';
import { isChannel, type UnreadPart } from './customer';
import { UNDELIVERABLE, type Undeliverable } from '../../returns/return-rules';

type Unread = { unread: UnreadPart[] };
const unread = (part: string, expected: UnreadPart['expected']): Unread => ({ unread: [{ part, expected }] });

/**
 * Reads what happens to a step's contact, `bounce@STEP`, `bounce@STEP.CHANNEL`, `undeliverable.REASON@STEP`, or on a day:
 * `answer@DAY`, `defect@DAY`, `optout.CHANNEL@DAY`, `address.CHANNEL@DAY`, `hold@DAY`, `hold.REASON@DAY`, `release@DAY`,
 * `representative.CHANNEL+CHANNEL@DAY`. A DAY is `2027-03-01` (noon) or `2027-03-01T18:30`, in the campaign's zone.
 */
export function readEvent(text: string, doc: CampaignDoc): ExplainEvent | Unread {
  const [what = '', where = ''] = text.split('@');
  const [kind = '', about = ''] = what.split('.');
  if (kind === 'bounce' || kind === 'undeliverable') return readFailure(text, { kind, about, where, doc });
  const make = about === '' ? PLAIN[kind] : ABOUT[kind];
  if (!make) return unread(text, 'event');
  const at = readDay(where, doc);
  return at === null ? unread(text, 'day') : (make(at, about) ?? unread(text, 'channels'));
}

function readFailure(
  text: string,
  { kind, about, where, doc }: { kind: string; about: string; where: string; doc: CampaignDoc },
): ExplainEvent | Unread {
  const [step = '', channel] = where.split('.');
  const known = doc.plan.steps.some(({ id }) => id === step);
  if (kind === 'undeliverable') {
    if (!UNDELIVERABLE.some((reason) => reason === about)) return unread(text, 'return_reason');
    return known ? { kind: 'fails', step, channel: 'post', reason: about as Undeliverable } : unread(text, 'step');
  }
  if (about !== '') return unread(text, 'event');
  if (channel !== undefined && !isChannel(channel)) return unread(text, 'channels');
  return known ? { kind: 'fails', step, channel: channel ?? null } : unread(text, 'step');
}

const PLAIN: Record<string, (at: number) => ExplainEvent> = {
  answer: (at) => ({ kind: 'answer', at }),
  defect: (at) => ({ kind: 'defect', at }),
  hold: (at) => ({ kind: 'hold', at, reason: 'complaint' }),
  release: (at) => ({ kind: 'release', at }),
};

const ABOUT: Record<string, (at: number, about: string) => ExplainEvent | null> = {
  optout: (at, channel) => (isChannel(channel) ? { kind: 'opt_out', at, channel } : null),
  address: (at, channel) => (isChannel(channel) ? { kind: 'address', at, channel } : null),
  hold: (at, reason) => ({ kind: 'hold', at, reason }),
  representative: (at, list) => {
    const channels = list.split('+');
    return channels.every(isChannel) ? { kind: 'representative', at, channels } : null;
  },
};

function readDay(text: string, { zone }: CampaignDoc): number | null {
  const [, day, time = '12:00'] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/.exec(text) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(`${day}T${time}:00Z`))) return null;
  return instantOf(day, time, zone);
}

/**
 * Reads a pause: `channel=post,notice=reminder,prefecture=14,from=DAY,until=DAY,extend=yes,fallthrough=yes`. Only `from`
 * is needed; without `until` it lasts to the end, and days are read from their first instant.
 */
export function readPause(text: string, doc: CampaignDoc): ExplainPause | Unread {
  const pause: ExplainPause = { from: NaN, until: null };
  const problems = text.split(',').flatMap((part): UnreadPart[] => {
    const [key = '', value = ''] = part.trim().split('=');
    const expected = PAUSE[key]?.(pause, value, doc) ?? (PAUSE[key] ? null : 'pause');
    return expected === null ? [] : [{ part, expected }];
  });
  if (problems.length > 0) return { unread: problems };
  return Number.isNaN(pause.from) ? unread(text, 'pause') : pause;
}

type Take = (pause: ExplainPause, value: string, doc: CampaignDoc) => UnreadPart['expected'] | null;

const day = (key: 'from' | 'until'): Take => {
  return (pause, value, doc) => {
    const at = readDay(value.includes('T') ? value : `${value}T00:00`, doc);
    if (at !== null) pause[key] = at;
    return at === null ? 'day' : null;
  };
};
const flag = (key: 'extend' | 'fallThrough'): Take => {
  return (pause, value) => {
    if (value === 'yes') pause[key] = true;
    return value === 'yes' || value === 'no' ? null : 'pause';
  };
};

const PAUSE: Record<string, Take> = {
  from: day('from'),
  until: day('until'),
  extend: flag('extend'),
  fallthrough: flag('fallThrough'),
  channel: (pause, value) => {
    if (isChannel(value)) pause.channel = value satisfies Channel;
    return isChannel(value) ? null : 'channels';
  },
  notice: (pause, value, doc) => {
    pause.notice = value;
    return doc.notices[value] ? null : 'notice';
  },
  prefecture: (pause, value) => {
    const code = /^\d{1,2}$/.test(value) ? Number(value) : prefectureCode(value);
    if (code !== undefined) pause.prefecture = code;
    return code !== undefined && code >= 1 && code <= 47 ? null : 'prefecture';
  },
};
