import { type Language, type Notice } from '../campaigns/campaign';
import { squeeze } from '../audience/text';

const WORDS: Record<Language, RegExp> = {
  ja: /^(?:日本語?|和文?|邦文|ja(?:pan(?:ese)?)?|jpn?|nihongo|jajp)$/,
  en: /^(?:英語?|英文|en(?:g(?:lish)?)?|eng?us|eng?gb|eigo)$/,
};

/** The language that a word of a client's file names (英語, EN, English, en-US); null for any other or none. */
export function readLanguage(text: string): Language | null {
  const plain = squeeze(text).toLowerCase().replace(/[-_]/g, '');
  return (['ja', 'en'] as const).find((language) => WORDS[language].test(plain)) ?? null;
}

/** The language in which a notice goes to a customer: their own where the notice has a text in it, else Japanese. */
export const noticeLanguage = ({ body }: Pick<Notice, 'body'>, wanted: Language = 'ja'): Language =>
  body[wanted] ? wanted : 'ja';
