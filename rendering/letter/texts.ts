import { localDate } from '../../domain/campaigns/calendar';
import { type Language, type Text } from '../../domain/campaigns/campaign';

/** Words of letter and form that are no campaign's own. `{}` stands for the value. */
export const TEXTS = {
  phone: { ja: '電話 {}', en: 'Phone {}' },
  hours: { ja: '受付 {}', en: 'Open {}' },
  code: { ja: '書状番号 {}', en: 'Letter number {}' },
  scan: {
    ja: 'インターネットでもお手続きいただけます。左のコードをスマートフォンで読み取るか、次の文字を入力してください。',
    en: 'You can also reply online: scan the code with your phone or type the address.',
  },
  title: { ja: '回答書', en: 'Reply form' },
  how: {
    ja: 'ご契約ごとに、ご希望の四角ひとつに「レ」をつけてください。黒のペンでご記入のうえ、ご記入日とご署名を忘れずにお書きください。',
    en: 'For each contract tick one box. Please use a black pen, and do not forget date and signature.',
  },
  next: { ja: '次の紙につづきます。', en: 'Continued on the next sheet.' },
  contract: { ja: 'ご契約 {}', en: 'Contract {}' },
  ending: { ja: '契約番号の末尾 {}', en: 'number ending in {}' },
  date: { ja: 'ご記入日', en: 'Date' },
  dateInside: { ja: '年　　　　　月　　　　　日', en: '' },
  signature: { ja: 'ご署名', en: 'Signature' },
  companySignature: { ja: 'ご署名（会社名・ご担当者）', en: 'Signature (company, name)' },
  daytime: { ja: '日中のお電話番号', en: 'Daytime phone' },
  returnTo: { ja: 'ご返送先', en: 'Return to' },
  arrival: { ja: '{} 必着', en: 'to arrive by {}' },
  postmark: { ja: '{} の消印まで有効', en: 'postmarked by {}' },
} as const satisfies Record<string, Text>;

export const say = (key: keyof typeof TEXTS, language: Language, value = ''): string =>
  TEXTS[key][language].replace('{}', value);

/** 2027年3月31日(水) or 31 March 2027 (Wednesday): the local day of an instant. */
export const dayOf = (at: number, zone: string, language: Language): string => formatDay(localDate(at, zone), language);

/** An ISO day as people read it. */
export function formatDay(day: string, language: Language): string {
  const noon = new Date(`${day}T12:00:00Z`);
  const parts = { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' } as const;
  if (language === 'ja') return new Intl.DateTimeFormat('ja-JP', { ...parts, weekday: 'short' }).format(noon);
  return new Intl.DateTimeFormat('en-GB', { ...parts, weekday: 'long' }).format(noon);
}
