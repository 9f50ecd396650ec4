import { type Text } from '../campaigns/campaign';
import { PROVIDER_UNCLEAR, PROVIDER_UNREACHABLE, stopFigures } from '../delivery/lane-health';
import { type AlertKind } from '../platform/alerts';
import { bilingual, fill } from './catalogue';
import { channelTexts } from './names/delivery';
import { alertsEn, laneStopsEn } from './en/alerts';
import { alertsJa, laneStopsJa } from './ja/alerts';

/**
 * Title and advice of an alert in both languages, filled from its figures, and from `names` where a figure is the number of
 * something that has a name; `hint` names the route for programs, null where there is none.
 */
export function alertText(
  kind: AlertKind,
  figures: Record<string, string | number>,
  names: Record<string, string> = {},
): {
  title: Text;
  advice: Text;
  hint: string | null;
} {
  const stop = typeof figures.reason === 'string' ? stopText(figures.reason) : { ja: '', en: '' };
  const channel = (channelTexts as Record<string, Text>)[String(figures.channel)];
  const named = (before: string, after: string) =>
    Object.fromEntries(Object.entries(names).map(([figure, name]) => [figure, `${before}${name}${after}`]));
  const text = (part: 'title' | 'advice'): Text => ({
    ja: fill(alertsJa[kind][part], {
      ...figures,
      ...named('「', '」'),
      stop: stop.ja,
      ...(channel && { channel: channel.ja }),
    }),
    en: fill(alertsEn[kind][part], {
      ...figures,
      ...named('“', '”'),
      stop: stop.en,
      ...(channel && { channel: channel.en }),
    }),
  });
  const { hint } = alertsEn[kind];
  return { title: text('title'), advice: text('advice'), hint: hint === undefined ? null : fill(hint, figures) };
}

const laneStops = bilingual(laneStopsJa, laneStopsEn);

/** Why a lane has stopped, with its figures. A reason without a text is returned unchanged. */
export function stopText(reason: string): Text {
  if (reason === PROVIDER_UNREACHABLE || reason === PROVIDER_UNCLEAR) return laneStops[reason];
  const figures = stopFigures(reason);
  if (!figures) return { ja: reason, en: reason };
  const { code, count, of, limit } = figures;
  const percent = (share: number) => String(Math.round(share * 1000) / 10);
  const values = { count, of, share: percent(count / of), limit: percent(limit) };
  return { ja: fill(laneStops[code].ja, values), en: fill(laneStops[code].en, values) };
}
