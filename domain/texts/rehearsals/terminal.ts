import { type Language } from '../../campaigns/campaign';
import { fill } from '../catalogue';

const words = {
  ja: {
    waits: '予行演習 {id} の開始を待っています…',
    waitsForOther: '先に進んでいる予行演習 {other} が終わるのを待っています…',
    waitsForWorker: '予行演習 {id} を動かすワーカーを待っています…（{since} から）',
    noWorker:
      '{seconds}秒待ちましたが、予行演習 {id} を動かすワーカーがありません。REHEARSAL_DATABASE_URL を設定したワーカーを起動してから、もう一度実行してください。',
    begins: '模擬のお客様を用意しています…',
    progress: '{ended} / {journeys} 人が終了・{day} まで進みました',
    cancelled: '予行演習を取りやめました。',
  },
  en: {
    waits: 'Rehearsal {id} waits for its start …',
    waitsForOther: 'Rehearsal {other}, which goes on, has to end first …',
    waitsForWorker: 'Rehearsal {id} is waiting for a worker … (since {since})',
    noWorker:
      'No worker took up rehearsal {id} within {seconds} seconds. Start a worker that has REHEARSAL_DATABASE_URL, then run this again.',
    begins: 'Simulated customers are being drawn …',
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
