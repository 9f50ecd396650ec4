import { type Channel } from '../../domain/campaigns/campaign';
import { closest } from './names';
import { CHANNELS } from './parts';
import { isMapping, type Problem, show, valueAt } from './problems';

/** Mails, letters and call scripts need a subject; an SMS has none. */
export function noticeProblems(raw: unknown): Problem[] {
  return Object.entries(noticesOf(raw) ?? {}).flatMap(([id, notice]): Problem[] => {
    if (!isMapping(notice)) return [];
    const path = ['notices', id, 'subject'];
    const { channel, subject } = notice;
    if (channel === 'sms') return subject === undefined ? [] : [{ path, code: 'sms_subject' }];
    const needed = channel === 'mail' || channel === 'post' || channel === 'phone';
    return needed && subject === undefined ? [{ path, code: 'missing', detail: { field: 'subject' } }] : [];
  });
}

/** Whether the notice of a step or handler is there for each of its channels, and is one of that channel. */
export function noticeUseProblems(
  raw: unknown,
  step: unknown,
  { path, channels, doubtful }: { path: (string | number)[]; channels: Channel[]; doubtful: boolean },
): Problem[] {
  const given = valueAt(step, ['notice']);
  const at = [...path, 'notice'];
  if (typeof given === 'string') {
    const missing = unknownNotice(raw, at, given);
    if (missing.length > 0 || channels.length === 0) return missing;
    if (channels.length > 1)
      return [{ path: at, code: 'notice_per_channel', detail: { channels: channels.join(', ') } }];
    return otherChannel(raw, at, { notice: given, channel: channels[0]! });
  }
  if (!isMapping(given)) return [];
  const without = channels.filter((channel) => given[channel] === undefined);
  return [
    ...without.map((channel): Problem => ({ path: at, code: 'notice_channel_missing', detail: { channel } })),
    ...CHANNELS.flatMap((channel): Problem[] => {
      const notice = given[channel];
      if (typeof notice !== 'string') return [];
      const own = [...at, channel];
      const missing = unknownNotice(raw, own, notice);
      if (missing.length > 0) return missing;
      if (channels.length > 0 && !doubtful && !channels.includes(channel)) {
        return [{ path: own, code: 'notice_channel_unused', detail: { channel } }];
      }
      return otherChannel(raw, own, { notice, channel });
    }),
  ];
}

function noticesOf(raw: unknown): Record<string, unknown> | undefined {
  const notices = valueAt(raw, ['notices']);
  return isMapping(notices) ? notices : undefined;
}

function unknownNotice(raw: unknown, path: (string | number)[], notice: string): Problem[] {
  const notices = noticesOf(raw);
  if (!notices || notice.trim() === '' || Object.hasOwn(notices, notice)) return [];
  const available = Object.keys(notices);
  const suggestion = closest(notice, available);
  return [{ path, code: 'notice_unknown', detail: { value: show(notice) }, available, suggestion }];
}

function otherChannel(
  raw: unknown,
  path: (string | number)[],
  { notice, channel }: { notice: string; channel: Channel },
): Problem[] {
  const own = valueAt(raw, ['notices', notice, 'channel']);
  if (own === channel || typeof own !== 'string') return [];
  return [{ path, code: 'notice_of_other_channel', detail: { value: show(notice), own: show(own), channel } }];
}
