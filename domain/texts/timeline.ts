import { type Text } from '../campaigns/campaign';
import { bilingual, fill } from './catalogue';
import { callResultsEn, deskReasonsEn } from './en/calls';
import { versionEventsEn } from './en/campaigns/plan-versions';
import { consentEventsEn, consentReasonsEn } from './en/consents';
import { ledgerEventsEn } from './en/ledger';
import { returnEventsEn } from './en/returns';
import { requestEventsEn, steeringEventsEn, steeringReasonsEn } from './en/steering';
import { eventsEn, providerRepliesEn, reasonsEn } from './en/timeline';
import { callResultsJa, deskReasonsJa } from './ja/calls';
import { versionEventsJa } from './ja/campaigns/plan-versions';
import { consentEventsJa, consentReasonsJa } from './ja/consents';
import { ledgerEventsJa } from './ja/ledger';
import { returnEventsJa } from './ja/returns';
import { requestEventsJa, steeringEventsJa, steeringReasonsJa } from './ja/steering';
import { eventsJa, providerRepliesJa, reasonsJa } from './ja/timeline';

/** What an entry of the ledger says, for people. */
export const eventTexts: Record<string, Text> = {
  ...bilingual(ledgerEventsJa, ledgerEventsEn),
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
  const whole = reasonTexts[reason] ?? providerText(reason);
  if (whole) return whole;
  const [code = '', ...rest] = reason.split(':');
  const text = reasonTexts[code];
  if (!text) return { ja: reason, en: reason };
  const detail = rest.join(':');
  return detail ? { ja: `${text.ja}（${detail}）`, en: `${text.en} (${detail})` } : text;
}

const providerReplies = bilingual(providerRepliesJa, providerRepliesEn);
/** What a provider's code is about: enhanced status codes of mail (RFC 3463), replies of SMTP, SMS and HTTP. */
const REPLIES: [RegExp, keyof typeof providerRepliesJa][] = [
  [/^[45]\.1\.\d{1,3}$/, 'address'],
  [/^[45]\.2\.\d{1,3}$/, 'mailbox'],
  [/^[245]\.\d{1,3}\.\d{1,3}$|^smtp_\d+$/, 'mail'],
  [/^sms_\d+$/, 'sms'],
  [/^http_\d+$|^E[A-Z_]+$/, 'http'],
];

/** A provider's reply in words, with its code; undefined for anything else. */
function providerText(code: string): Text | undefined {
  const kind = REPLIES.find(([form]) => form.test(code))?.[1];
  if (!kind) return undefined;
  const { ja, en } = providerReplies[kind];
  return { ja: fill(ja, { code }), en: fill(en, { code }) };
}
