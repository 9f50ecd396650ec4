import { type Language, type Text } from '../campaigns/campaign';
import { type ErrorCode } from '../errors';
import { bilingual, type ErrorText, fill } from './catalogue';
import { errorsEn } from './en/errors';
import { wordsEn } from './en/errors/words';
import { errorsJa } from './ja/errors';
import { wordsJa } from './ja/errors/words';

const words: Record<string, Text> = bilingual(wordsJa, wordsEn);

/** Names whose values are codes (a comma-separated list) and appear as words. */
const CODED = new Set(['status', 'allowed', 'gates', 'role', 'needs', 'stage']);

/** Title and advice of an error in one language, `{name}` filled from `detail`. */
export function errorText(
  code: ErrorCode,
  language: Language,
  detail: Record<string, string | number> = {},
): ErrorText {
  const { title, advice } = (language === 'ja' ? errorsJa : errorsEn)[code];
  const shown = Object.entries(detail).map(([name, value]) => [
    name,
    CODED.has(name) ? wordsOf(String(value), language) : value,
  ]);
  return { title, advice: fill(advice, Object.fromEntries(shown), '?') };
}

function wordsOf(codes: string, language: Language): string {
  const parts = codes.split(',').map((code) => words[code]?.[language] ?? code);
  return parts.join(language === 'ja' ? '・' : ', ');
}
