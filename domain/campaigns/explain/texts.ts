import { type Refusal } from '../../journeys/choose-channel';
import { type Decision } from '../../journeys/decide';
import { closingInstant } from '../../journeys/outcome';
import { outcomeTexts } from '../../texts/names/journeys';
import { postalOfStep } from '../../print/envelopes';
import { postalCode } from '../../print/postal-class';
import { postalText } from '../../texts/names/postal';
import { type CampaignDoc, type Channel } from '../campaign';
import { type PauseFact } from '../../journeys/facts';
import { type ExplainEvent } from './scenario';
import { type Words } from './words';

/** The channel in words; of a letter that is not ordinary mail with its class. */
export function channelText(
  { channel, step }: { channel: Channel; step: string },
  doc: CampaignDoc,
  { say, language }: Words,
): string {
  const postal = postalOfStep(doc, step);
  if (channel !== 'post' || postalCode(postal) === 'ordinary') return say(channel);
  return say('channelClass', { channel: say(channel), class: postalText(postal, language) });
}

/** An event of a scenario in words. */
export function eventText(event: ExplainEvent, words: Words): string {
  const { say, list, reason } = words;
  switch (event.event) {
    case 'opt_out':
    case 'address':
      return say(`event_${event.event}`, { channel: say(event.channel) });
    case 'representative':
      return say('event_representative', { channels: list(event.channels.map((channel) => say(channel))) });
    case 'hold':
      return `${say('event_hold')} (${reason(`hold:${event.reason}`)})`;
    case 'pause':
      return pauseText(event.pause, words);
    default:
      return say(`event_${event.event}`);
  }
}

function pauseText({ channel, notice, until, extend, fallThrough }: PauseFact, { say, list, instant }: Words): string {
  const scope = [...(channel ? [say(channel)] : []), ...(notice === undefined ? [] : [say('pauseNotice', { notice })])];
  const rules = [
    until === null ? say('pauseOpen') : say('pauseUntil', { at: instant(until) }),
    ...(extend ? [say('pauseExtends')] : []),
    ...(fallThrough ? [say('pauseFalls')] : []),
  ];
  return say('event_pause', { scope: scope.length > 0 ? list(scope) : say('pauseAll'), until: list(rules) });
}

/** A channel that is not used; `current` is the step that the line belongs to. */
export const refusalText = ({ step, channel, reason }: Refusal, current: string | null, words: Words): string =>
  words.say(step === current ? 'refusal' : 'skipped', {
    step,
    channel: words.say(channel),
    reason: words.reason(reason),
  });

/** Until when the journey waits for an answer after its last step. */
export const deadlineText = (doc: CampaignDoc, { say, instant }: Words): string =>
  say('toDeadline', { applyBy: instant(doc.dates.applyBy), until: instant(closingInstant(doc)) });

/** Why the journey ends, and with which outcome. */
export function closingText({ reason: why, outcomes }: Decision & { kind: 'close' }, words: Words): string[] {
  const { say, reason, language } = words;
  const closed = say('closed', { reason: reason(why) });
  const [first] = outcomes;
  if (!first) return [closed];
  const outcome = outcomeTexts[first.outcome][language];
  return [closed, say('outcome', { count: outcomes.length, outcome, reason: reason(first.reason) })];
}
