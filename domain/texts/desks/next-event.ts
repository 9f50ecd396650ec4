import { localDate } from '../../campaigns/calendar';
import { type Channel, type Text } from '../../campaigns/campaign';
import { type NextEvent } from '../../journeys/timeline/next-event';
import { fill } from '../catalogue';
import { campaignStatusTexts } from '../names/campaigns';
import { channelTexts } from '../names/delivery';
import { outcomeTexts } from '../names/journeys';
import { reasonText } from '../timeline';
import { shortDay, shortMoment } from './short-time';

const sentences = {
  over: { ja: 'この案件の連絡は終わりました（{outcomes}）。', en: 'Contacts of this campaign are over ({outcomes}).' },
  campaign: { ja: '案件が{status}のため、連絡は出ません。', en: 'Nothing goes out: the campaign is {status}.' },
  hold: {
    ja: '{reason}。{day}の見直しまで、何も出しません。',
    en: 'Nothing goes out before the review on {day}: {reason}.',
  },
  hold_open: {
    ja: '{reason}。解除されるまで、何も出しません。',
    en: 'Nothing goes out until it is released: {reason}.',
  },
  held: { ja: '次の連絡を止めています（{reason}）。', en: 'The next contact is kept back: {reason}.' },
  on_the_phone: { ja: 'いま担当者が電話をかけています。', en: 'A colleague is calling at this moment.' },
  callback: {
    ja: '{at}に折り返しの電話をします。手続きが済めば、以後の連絡は止まります。',
    en: 'We call back at {at}. Once the customer has answered, no more contacts follow.',
  },
  call: {
    ja: '{at}から電話をかけます（{no}回目、全{of}回）。手続きが済めば、以後の連絡は止まります。',
    en: 'We call from {at} (attempt {no} of {of}). Once the customer has answered, no more contacts follow.',
  },
  leaves_post: {
    ja: '{at}の便で郵便を出します。手続きが済めば、以後の連絡は止まります。',
    en: 'A letter leaves with the run of {at}. Once the customer has answered, no more contacts follow.',
  },
  leaves: {
    ja: '{at}に{channel}を送ります。手続きが済めば、以後の連絡は止まります。',
    en: '{channel} leaves at {at}. Once the customer has answered, no more contacts follow.',
  },
  step: {
    ja: '回答を待っています。{at}になっても届かなければ、次の案内（{channels}）に進みます。',
    en: 'Waiting for an answer. Without one by {at}, the next step follows ({channels}).',
  },
  deadline: {
    ja: '予定の連絡はすべて済み、{at}の締切まで回答を待っています。',
    en: 'All planned contacts are done; answers count until {at}.',
  },
} as const satisfies Record<string, Text>;

/** What comes next for a customer, in one sentence; times are local to `zone`. */
export function nextEventText(event: NextEvent, zone: string): Text {
  switch (event.kind) {
    case 'over':
      return filled(sentences.over, {
        outcomes: joined([...new Set(event.outcomes.map((one) => outcomeTexts[one ?? 'open']))]),
      });
    case 'campaign':
      return filled(sentences.campaign, { status: campaignStatusTexts[event.status] });
    case 'hold': {
      const reason = reasonText(`hold:${event.reason}`);
      if (event.reviewOn === null) return filled(sentences.hold_open, { reason });
      return filled(sentences.hold, { reason, day: shortDay(event.reviewOn) });
    }
    case 'held':
      return filled(sentences.held, { reason: reasonText(event.reason) });
    case 'on_the_phone':
      return sentences.on_the_phone;
    case 'callback':
      return filled(sentences.callback, { at: shortMoment(event.at, zone) });
    case 'call': {
      const { no, of } = event;
      return filled(sentences.call, { at: shortMoment(event.at, zone), no: plain(no), of: plain(of) });
    }
    case 'leaves':
      if (event.channel === 'post') return filled(sentences.leaves_post, { at: shortDay(localDate(event.at, zone)) });
      return filled(sentences.leaves, { at: shortMoment(event.at, zone), channel: channelTexts[event.channel] });
    case 'step':
      return filled(sentences.step, { at: shortMoment(event.at, zone), channels: channels(event.channels) });
    case 'deadline':
      return filled(sentences.deadline, { at: shortDay(localDate(event.at, zone)) });
  }
}

/** Channels in a list: `郵便、電話`. */
export const channels = (list: readonly Channel[]): Text => joined(list.map((channel) => channelTexts[channel]));

const joined = (texts: Text[]): Text => ({
  ja: texts.map(({ ja }) => ja).join('、'),
  en: texts.map(({ en }) => en).join(', '),
});

/** A figure as a text. */
export const plain = (value: number): Text => ({ ja: String(value), en: String(value) });

/** A sentence with its `{name}`s filled in, in both languages. */
export function filled(text: Text, values: Record<string, Text>): Text {
  const inLanguage = (language: keyof Text) =>
    fill(text[language], Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value[language]])));
  return { ja: inLanguage('ja'), en: inLanguage('en') };
}
