import { type CallEffect } from '../calls/call-effects';
import { type Language, type Text } from '../campaigns/campaign';
import { bilingual } from './catalogue';
import { callEffectsEn, callRefusalsEn } from './en/calls';
import { callEffectsJa, callRefusalsJa } from './ja/calls';
import { channels, filled, plain } from './desks/next-event';
import { shortDay, shortMoment } from './desks/short-time';
import { reasonText } from './timeline';

const callRefusals: Record<string, Text> = bilingual(callRefusalsJa, callRefusalsEn);

/** Why a call may not be made, or not now, in one language. */
export const callReasonText = (reason: string, language: Language): string => callReason(reason)[language];

/** Why a call may not be made, or not now. */
export const callReason = (reason: string): Text => callRefusals[reason] ?? reasonText(reason);

const effects = bilingual(callEffectsJa, callEffectsEn);

/** What the system does after a result, in one sentence; times are local to `zone`. */
export function callEffectText(effect: CallEffect, zone: string): Text {
  switch (effect.kind) {
    case 'waits':
    case 'no_calls':
    case 'large_print':
      if (effect.next === null) return effects[`${effect.kind}_none`];
      return filled(effects[`${effect.kind}_next`], {
        from: shortDay(effect.next.from),
        channels: channels(effect.next.channels),
      });
    case 'again':
      return filled(effects.again, { ...counts(effect), at: shortMoment(effect.at, zone) });
    case 'last':
      return filled(effects.last, counts(effect));
    case 'unchanged':
      return filled(effects.unchanged, { at: shortMoment(effect.at, zone) });
    case 'no_number':
      return effect.represented ? effects.no_number_represented : effects.no_number;
    default:
      return effects[effect.kind];
  }
}

const counts = ({ no, of }: { no: number; of: number }) => ({ no: plain(no), of: plain(of) });
