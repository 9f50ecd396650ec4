import { type Channel } from '../../domain/campaigns/campaign';
import { channelTexts } from '../../domain/texts/names/delivery';
import { type Reply } from '../api/client';
import { journeyWords } from '../texts/desks/journey';
import { useText, useWords } from '../words';

export type JourneyEvent = Reply<'getJourney'>['timeline'][number];

/** The words of an event, the same in the graph and in the table. */
export interface EventWords {
  what(event: Pick<JourneyEvent, 'kind' | 'what' | 'entry'>): string;
  /** Channels that were not used for it, one sentence each. */
  refused(event: JourneyEvent): { channel: string; words: string }[];
}

export function useEventWords(): EventWords {
  const words = useWords(journeyWords);
  const text = useText();
  const named = (channel: string) => text(channelTexts[channel as Channel]);
  return {
    what: ({ kind, what, entry: { channel } }) =>
      typeof channel === 'string' && !kind.startsWith('call')
        ? words.onChannel(named(channel), text(what))
        : text(what),
    refused: ({ refused }) =>
      refused.map(({ channel, reasonText }) => ({ channel, words: words.refused(named(channel), text(reasonText)) })),
  };
}
