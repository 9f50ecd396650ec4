import { type Text } from '../campaigns/campaign';
import { authorityEventTexts } from './authority/events';
import { bilingual, fill } from './catalogue';
import { deskReasonsEn } from './en/calls';
import { versionEventsEn } from './en/campaigns/plan-versions';
import { consentEventsEn, consentReasonsEn } from './en/consents';
import { ledgerEventsEn } from './en/ledger';
import { returnEventsEn } from './en/returns';
import { requestEventsEn, steeringEventsEn, steeringReasonsEn } from './en/steering';
import { eventsEn, providerRepliesEn, reasonsEn } from './en/timeline';
import { wayReasonsEn, wayWordsEn } from './en/ways';
import { deskReasonsJa } from './ja/calls';
import { versionEventsJa } from './ja/campaigns/plan-versions';
import { consentEventsJa, consentReasonsJa } from './ja/consents';
import { ledgerEventsJa } from './ja/ledger';
import { returnEventsJa } from './ja/returns';
import { requestEventsJa, steeringEventsJa, steeringReasonsJa } from './ja/steering';
import { eventsJa, providerRepliesJa, reasonsJa } from './ja/timeline';
import { wayReasonsJa, wayWordsJa } from './ja/ways';
import { holdReasonTexts } from './names/customers';
import { channelTexts } from './names/delivery';
import { callResultTexts, defectTexts, undeliverableTexts } from './names/desks';

/** What an entry of the ledger says, for people. */
export const eventTexts: Record<string, Text> = {
  ...bilingual(ledgerEventsJa, ledgerEventsEn),
  ...bilingual(eventsJa, eventsEn),
  ...bilingual(requestEventsJa, requestEventsEn),
  ...bilingual(returnEventsJa, returnEventsEn),
  ...bilingual(consentEventsJa, consentEventsEn),
  ...bilingual(versionEventsJa, versionEventsEn),
  ...bilingual(steeringEventsJa, steeringEventsEn),
  ...authorityEventTexts,
};

const holdTexts = Object.fromEntries(
  Object.entries(holdReasonTexts).map(([reason, { ja, en }]) => [
    `hold:${reason}`,
    { ja: `連絡留保中（${ja}）`, en: `on hold (${en})` },
  ]),
);

const reasonTexts: Record<string, Text> = {
  ...defectTexts,
  ...holdTexts,
  ...undeliverableTexts,
  ...callResultTexts,
  ...bilingual(deskReasonsJa, deskReasonsEn),
  ...bilingual(consentReasonsJa, consentReasonsEn),
  ...bilingual(steeringReasonsJa, steeringReasonsEn),
  ...bilingual(reasonsJa, reasonsEn),
  ...bilingual(wayReasonsJa, wayReasonsEn),
};

/**
 * A reason of a decision, refusal or outcome. Reasons that have a detail after a colon are put into words too where
 * there are any, a character by its code, and the ways that were tried one by one; an unknown code, such as an SMTP
 * reply, is returned unchanged.
 */
export function reasonText(reason: string): Text {
  const whole = reasonTexts[reason] ?? providerText(reason);
  if (whole) return whole;
  const [code = '', ...rest] = reason.split(':');
  const text = reasonTexts[code];
  if (!text) return { ja: reason, en: reason };
  const detail = rest.join(':');
  if (code === 'tried') return waysText(detail);
  const known = reasonTexts[detail] ?? providerText(detail) ?? withCharacter(detail);
  return detail ? { ja: `${text.ja}（${known.ja}）`, en: `${text.en} (${known.en})` } : text;
}

/** `U+20BB7` with its character before it, anything else as it is. */
function withCharacter(detail: string): Text {
  const code = /^U\+([0-9A-F]{4,6})$/.exec(detail)?.[1];
  const shown = code === undefined ? detail : `${String.fromCodePoint(parseInt(code, 16))} ${detail}`;
  return { ja: shown, en: shown };
}

/** `mail=bounced,phone=no_answer`: what happened on each channel. */
function waysText(ways: string): Text {
  const words = { ja: wayWordsJa, en: wayWordsEn };
  const channels: Record<string, Text> = channelTexts;
  const inWords = (language: 'ja' | 'en') =>
    ways
      .split(',')
      .map((way) => {
        const [channel = '', result = ''] = way.split('=');
        return fill(words[language].way, {
          channel: channels[channel]?.[language] ?? channel,
          result: reasonText(result)[language],
        });
      })
      .join(words[language].separator);
  return { ja: inWords('ja'), en: inWords('en') };
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

/** A provider's reply in words, with the code as the provider gave it; undefined for anything else. */
function providerText(code: string): Text | undefined {
  const kind = REPLIES.find(([form]) => form.test(code))?.[1];
  if (!kind) return undefined;
  const { ja, en } = providerReplies[kind];
  const given = { code: code.replace(/^(smtp|sms|http)_/, '') };
  return { ja: fill(ja, given), en: fill(en, given) };
}
