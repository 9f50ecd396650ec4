import { type Language, type Text } from '../../campaigns/campaign';

/** Fixed parts of a mail around its approved text: the same in its plain text and its HTML. */
const mailTexts = {
  endOfService: { ja: 'サービス終了日', en: 'Service ends' },
  applyBy: { ja: 'お手続きの期限', en: 'Please answer by' },
  open: { ja: 'お手続きのページを開く', en: 'Open your page' },
  openAnswer: { ja: 'お客様のページを開く', en: 'Open your page' },
  notOpening: {
    ja: 'ボタンで開かないときは、次のアドレスをお使いください。',
    en: 'If the button does not open it, please use this address:',
  },
  steps: { ja: 'お手続きの流れ', en: 'What to do' },
  stepOpen: { ja: '上のアドレスから、お手続きのページを開きます。', en: 'Open your page at the address above.' },
  stepProve: {
    ja: '生年月日などを入力して、ご本人であることを確かめます。',
    en: 'Enter your date of birth, for example, to show that it is you.',
  },
  stepChoose: {
    ja: 'ご契約ごとに{choices}を選び、内容を確かめて送ります。',
    en: 'For each contract choose {choices}, check and send.',
  },
  genuine: { ja: 'このメールが本物か確かめるには', en: 'How to check that this mail is genuine' },
  genuineFrom: { ja: '差出人のアドレスは {} です。', en: 'It is sent from {}.' },
  genuinePage: { ja: 'お手続きのページのアドレスは {} で始まります。', en: 'The address of your page begins with {}.' },
  genuineSite: { ja: '公式サイトは {} です。', en: 'Our official site is {}.' },
  genuineCall: {
    ja: 'ご不安なときは、リンクを開かずに {} へお電話ください。番号は、ご契約の書類や公式サイトでもお確かめください。',
    en: 'If in doubt, open no link and call {}. Please check this number in your contract documents or on our official site.',
  },
  genuineNever: {
    ja: 'メールや電話で、暗証番号・パスワード・カード番号をおたずねすることはありません。',
    en: 'By mail or phone we never ask for a PIN, a password or a card number.',
  },
  contact: { ja: 'お問い合わせ', en: 'Contact' },
  phone: { ja: '電話 {}', en: 'Phone {}' },
  hours: { ja: '受付時間 {}', en: 'Hours: {}' },
} satisfies Record<string, Text>;

/** A fixed text of mails with its value. */
export const mailText = (key: keyof typeof mailTexts, language: Language, value = ''): string =>
  mailTexts[key][language].replace('{}', () => value);

/** The last of the steps, which names what can be chosen: 「A」または「B」. */
export function chooseStep(labels: readonly Text[], language: Language): string {
  const quoted = labels.map((label) => (language === 'ja' ? `「${label.ja}」` : `"${label.en}"`));
  const choices = quoted.join(language === 'ja' ? 'または' : ' or ');
  return mailTexts.stepChoose[language].replace('{choices}', () => choices);
}
