import { type EventWords, type JourneyEvent } from './event-words';

export const LANES = ['post', 'net', 'phone', 'in'] as const;
export type Lane = (typeof LANES)[number];

/** A mark of the graph: one event on one lane, with the words of its row. */
export interface Mark {
  ledgerNo: number;
  lane: Lane;
  at: number;
  shape: 'done' | 'not_done' | 'came_in';
  words: string;
}

const LANE_OF: Record<string, Lane> = { post: 'post', mail: 'net', sms: 'net', phone: 'phone' };

/** The marks of a timeline. An event that used one channel and passed over others has a mark on each. */
export function marksOf(events: readonly JourneyEvent[], words: EventWords): Mark[] {
  return events.flatMap((event) => {
    const { ledgerNo, kind, result, entry } = event;
    const at = Date.parse(event.at);
    const passed = words.refused(event).flatMap(({ channel, words: said }): Mark[] => {
      const lane = LANE_OF[channel];
      return lane ? [{ ledgerNo, lane, at, shape: 'not_done', words: said }] : [];
    });
    const own = (lane: Lane | undefined, shape: Mark['shape']): Mark[] =>
      lane ? [{ ledgerNo, lane, at, shape, words: words.what(event) }] : [];
    if (kind.startsWith('call_')) return own('phone', result === 'done' ? 'done' : 'not_done');
    if (result === 'came_in') return own('in', 'came_in');
    if (kind.startsWith('decision')) return passed;
    if (result === 'done' || result === 'not_done') return [...own(LANE_OF[String(entry.channel)], result), ...passed];
    return passed;
  });
}
