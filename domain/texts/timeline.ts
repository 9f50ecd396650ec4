import { type Text } from '../campaigns/campaign';
import { bilingual } from './catalogue';
import { callResultsEn, deskReasonsEn } from './en/calls';
import { versionEventsEn } from './en/campaigns/plan-versions';
import { consentEventsEn, consentReasonsEn } from './en/consents';
import { returnEventsEn } from './en/returns';
import { requestEventsEn, steeringEventsEn, steeringReasonsEn } from './en/steering';
import { eventsEn, reasonsEn } from './en/timeline';
import { callResultsJa, deskReasonsJa } from './ja/calls';
import { versionEventsJa } from './ja/campaigns/plan-versions';
import { consentEventsJa, consentReasonsJa } from './ja/consents';
import { returnEventsJa } from './ja/returns';
import { requestEventsJa, steeringEventsJa, steeringReasonsJa } from './ja/steering';
import { eventsJa, reasonsJa } from './ja/timeline';

/** What an entry of the ledger says, for people. */
export const eventTexts: Record<string, Text> = {
  ...bilingual(eventsJa, eventsEn),
  ...bilingual(requestEventsJa, requestEventsEn),
  ...bilingual(returnEventsJa, returnEventsEn),
  ...bilingual(consentEventsJa, consentEventsEn),
  ...bilingual(versionEventsJa, versionEventsEn),
  ...bilingual(steeringEventsJa, steeringEventsEn),
};

const reasonTexts: Record<string, Text> = {
  ...bilingual(callResultsJa, callResultsEn),
  ...bilingual(deskReasonsJa, deskReasonsEn),
  ...bilingual(consentReasonsJa, consentReasonsEn),
  ...bilingual(steeringReasonsJa, steeringReasonsEn),
  ...bilingual(reasonsJa, reasonsEn),
};

/**
 * A reason of a decision, refusal or outcome. What follows a colon is shown as it is; an unknown code, such as an
 * SMTP reply, is returned unchanged.
 */
export function reasonText(reason: string): Text {
  const whole = reasonTexts[reason];
  if (whole) return whole;
  const [code = '', ...rest] = reason.split(':');
  const text = reasonTexts[code];
  if (!text) return { ja: reason, en: reason };
  const detail = rest.join(':');
  return detail ? { ja: `${text.ja}（${detail}）`, en: `${text.en} (${detail})` } : text;
}
