import { type Language } from '../../campaigns/campaign';
import { fill } from '../catalogue';

const words = {
  ja: {
    waits: '予行演習 {id} の開始を待っています…',
    progress: '{ended} / {journeys} 人が終了・{day} まで進みました',
    cancelled: '予行演習を取りやめました。',
  },
  en: {
    waits: 'Rehearsal {id} waits for its start …',
    progress: '{ended} of {journeys} journeys have ended; {day} is reached',
    cancelled: 'The rehearsal was cancelled.',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** What a terminal says about a rehearsal's progress. */
export const rehearsalTerminal = (
  language: Language,
  word: keyof (typeof words)['ja'],
  values: Record<string, string | number> = {},
): string => fill(words[language][word], values, '');
