import { localDate, localTime } from '../campaigns/calendar';
import { type Language, type Text } from '../campaigns/campaign';
import { type ErrorCode } from '../errors';
import { bilingual, type ErrorText, fill } from './catalogue';
import { errorsEn } from './en/errors';
import { errorReasonsEn } from './en/errors/reasons';
import { errorsJa } from './ja/errors';
import { errorReasonsJa } from './ja/errors/reasons';
import { callReasonText } from './calls';
import { roleTexts, signInStageTexts } from './names/access';
import {
  campaignStatusTexts,
  gateTexts,
  planVersionStatusTexts,
  questionStatusTexts,
  rehearsalStatusTexts,
} from './names/campaigns';
import { channelTexts } from './names/delivery';
import { clientFileStatusTexts, returnStatusTexts } from './names/desks';

const words: Record<string, Text> = {
  ...rehearsalStatusTexts,
  ...questionStatusTexts,
  ...clientFileStatusTexts,
  ...returnStatusTexts,
  ...planVersionStatusTexts,
  ...campaignStatusTexts,
  ...gateTexts,
  ...roleTexts,
  ...signInStageTexts,
  ...channelTexts,
};

/** Names whose values are codes (a comma-separated list) and appear as words. */
const CODED = new Set(['status', 'allowed', 'gates', 'role', 'needs', 'stage', 'channels']);
/** Names whose value is the code of a reason, a result or a channel. */
const REASONS = new Set(['why', 'reason', 'result', 'channel', 'what']);

const reasons: Record<string, Text> = { ...bilingual(errorReasonsJa, errorReasonsEn), ...channelTexts };

/** The reason of a refusal in one language, as it appears inside an advice. A text that is no code stays as it is. */
export const errorReason = (code: string, language: Language): string =>
  reasons[code]?.[language] ?? callReasonText(code, language);

/** Title, advice and hint of an error in one language, `{name}` filled from `detail`. */
export function errorText(
  code: ErrorCode,
  language: Language,
  detail: Record<string, string | number> = {},
): ErrorText {
  const { title, advice, hint } = (language === 'ja' ? errorsJa : errorsEn)[code];
  const shown = Object.entries(detail).map(([name, value]) => [name, shownAs(name, String(value), language)]);
  return {
    title,
    advice: fill(advice, Object.fromEntries(shown), '?'),
    ...(hint !== undefined && { hint: fill(hint, detail, '…') }),
  };
}

/** An instant as the wire has it; people at the desks in Japan read their own clock. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;
const ZONE = 'Asia/Tokyo';

function shownAs(name: string, value: string, language: Language): string {
  if (INSTANT.test(value)) {
    const at = Date.parse(value);
    return `${localDate(at, ZONE)} ${localTime(at, ZONE)}`;
  }
  if (CODED.has(name)) return wordsOf(value, language);
  return REASONS.has(name) ? errorReason(value, language) : value;
}

function wordsOf(codes: string, language: Language): string {
  const parts = codes.split(',').map((code) => words[code]?.[language] ?? code);
  return parts.join(language === 'ja' ? '・' : ', ');
}
