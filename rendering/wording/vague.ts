import { type Language } from '../../domain/campaigns/campaign';
import { type VagueWord } from '../../domain/texts/notices';
import { plainOf, sentencesOf } from './texts';

/** Words that leave a date, a duty or a sum open, by what should be said instead. */
const WORDS: Record<Language, [VagueWord, RegExp][]> = {
  ja: [
    [
      'planned',
      /予定(?:です|となります|となっております|しています|しております|でございます)|見込み(?:です|となります)/,
    ],
    ['possible', /(?:場合|こと|可能性)が(?:あります|ございます)|かもしれません/],
    ['soon', /お?早め|早急に|速やかに|至急|なるべく|できるだけ|できる限り|可能な限り|極力/],
    ['principle', /原則|基本的に/],
    ['others', /(?<![同均高平対初上中下一二三特品何])等(?![級分号身])|など/],
    ['sometime', /随時|順次|適宜|後日|追って|当面|しばらく|一定期間|必要に応じて/],
    ['about', /(?<![日近手中先])頃|ごろ|程度|約(?=\s*\d)/],
  ],
  en: [
    ['planned', /\b(?:is|are) (?:planned|scheduled|expected|likely) to\b/],
    ['possible', /\b(?:may|might|could)\b(?! (?:not|I|we)\b)/],
    ['ought', /\bshould\b/],
    ['soon', /\bas soon as possible\b|\bpromptly\b|\bat your earliest convenience\b|\bwhere(?:ver)? possible\b/i],
    ['principle', /\bin principle\b|\bas a rule\b|\bgenerally\b|\busually\b/i],
    ['others', /\betc\b|\band so on\b|\band the like\b/i],
    ['sometime', /\bin due course\b|\bshortly\b|\bfrom time to time\b|\bfor the time being\b|\bat a later date\b/i],
    ['about', /\bapproximately\b|\b(?:around|about|roughly)(?= \d)/i],
  ],
};

/** What makes a vague word matter: a date, a sum, or something to do. */
const MATTERS: Record<Language, RegExp> = {
  ja: /\{\{-?\s*(?:dates\.|formDueBy)|\d|手続|申し?込|申し?出|返送|返金|支払|振込|料金|費用|手数料|違約金|工事費|請求|期限|締切|終了|停止|解約|移行|必要/,
  en: /\{\{-?\s*(?:dates\.|formDueBy)|\d|\b(?:fees?|charges?|charged|refunds?|refunded|pay|paid|payments?|cancel|cancelled|answer|apply|deadline|ends?|closes?|stops?|must|need|required|return)\b/i,
};

/** A vague word, the kind of it, and its position in the text. */
export interface Vague {
  word: VagueWord;
  written: string;
  index: number;
}

/** Vague words where dates, duties or sums are concerned; elsewhere they are ordinary language. */
export function vagueIn(source: string, language: Language): Vague[] {
  const plain = plainOf(source);
  return sentencesOf(plain, language).flatMap(({ text, from }) => {
    // the placeholders themselves say what the sentence is about
    const typed = source.slice(from, from + text.length).normalize('NFKC');
    if (!MATTERS[language].test(typed)) return [];
    return WORDS[language].flatMap(([word, pattern]): Vague[] => {
      const match = pattern.exec(text);
      return match ? [{ word, written: match[0], index: from + match.index }] : [];
    });
  });
}
