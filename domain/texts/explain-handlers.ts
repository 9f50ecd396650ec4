import { type LossAction, type Plan } from '../campaigns/campaign';
import { type OutsideEvent } from '../campaigns/explain/explain';
import { type PauseFact } from '../campaigns/pauses';
import { instantText, say, type Telling } from './explain-say';
import { reasonText } from './timeline';

const comma = ({ language }: Telling): string => (language === 'ja' ? '、' : ', ');

/** The handlers that a plan has, one line each; what it does not say is the step's next channel. */
export function handlerLines({ onUndeliverable, onBounce, onAddressChange }: Plan, telling: Telling): string[] {
  const rules = (
    given: Partial<Record<string, LossAction>>,
    nameOf: (key: string) => string,
    values: { notice?: string; reviewAfter: number; cases: number },
  ) =>
    [...Object.entries(given), ...(Object.keys(given).length < values.cases ? [['', 'next'] as const] : [])]
      .map(([key, action]) =>
        say('rule', telling, {
          of: key === '' ? say('others', telling) : nameOf(key),
          action: say(`action_${action!}`, telling, { notice: values.notice ?? '-', days: values.reviewAfter }),
        }),
      )
      .join(comma(telling));
  const returned = (key: string) => (key === 'other' ? say('other', telling) : reasonText(key)[telling.language]);
  const channel = (key: string) => say(key as 'mail' | 'sms', telling);
  return [
    ...(onUndeliverable
      ? [
          say('onUndeliverable', telling, {
            rules: rules(onUndeliverable.reasons, returned, { ...onUndeliverable, cases: 6 }),
          }),
        ]
      : []),
    ...(onBounce
      ? [say('onBounce', telling, { rules: rules(onBounce.channels, channel, { ...onBounce, cases: 2 }) })]
      : []),
    ...(onAddressChange
      ? [say(`onAddressChange_${onAddressChange.send}`, telling, { rounds: onAddressChange.rounds })]
      : []),
  ];
}

/** Something that happens beside the plan. */
export function outsideText(event: OutsideEvent, telling: Telling): string {
  switch (event.kind) {
    case 'opt_out':
    case 'address':
      return say(`outside_${event.kind}`, telling, { channel: say(event.channel, telling) });
    case 'representative': {
      const channels = event.channels.map((channel) => say(channel, telling)).join(comma(telling));
      return say('outside_representative', telling, { channels });
    }
    case 'pause':
      return pauseText(event.pause, telling);
    case 'hold': {
      const why = reasonText(`hold:${event.reason}`)[telling.language];
      return `${say('outside_hold', telling)} (${why})`;
    }
    default:
      return say(`outside_${event.kind}`, telling);
  }
}

function pauseText({ channel, notice, until, extend, fallThrough }: PauseFact, telling: Telling): string {
  const scope = [
    ...(channel ? [say(channel, telling)] : []),
    ...(notice === undefined ? [] : [say('pauseNotice', telling, { notice })]),
  ];
  const rules = [
    until === null ? say('pauseOpen', telling) : say('pauseUntil', telling, { at: instantText(until, telling) }),
    ...(extend ? [say('pauseExtends', telling)] : []),
    ...(fallThrough ? [say('pauseFalls', telling)] : []),
  ];
  return say('outside_pause', telling, {
    scope: scope.length > 0 ? scope.join(comma(telling)) : say('pauseAll', telling),
    until: rules.join(comma(telling)),
  });
}
