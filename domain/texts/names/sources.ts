import { type Text } from '../../campaigns/campaign';

/** Where a record came from, as it is stored: a kind, and after a colon the number of what it was. */
const KINDS: Record<string, (number: string) => Text> = {
  held_row: (number) => ({ ja: `対象者ファイルの保留（契約${number}）`, en: `held row of contract ${number}` }),
  client_file: (number) => ({ ja: `異動データ 第${number}号`, en: `change file no. ${number}` }),
  call: (number) => ({ ja: `架電 ${number}`, en: `call ${number}` }),
  'call-in': (number) => ({ ja: `お客様からの電話（本人確認${number}）`, en: `call received, check ${number}` }),
  return: (number) => ({ ja: `返送 ${number}`, en: `return ${number}` }),
  person: (number) => ({ ja: `担当者${number}の登録`, en: `entered by person ${number}` }),
  representative: (number) => ({ ja: `代理人 ${number}`, en: `representative ${number}` }),
  hold: (number) => ({ ja: `連絡留保 ${number}`, en: `hold ${number}` }),
  answer: (number) => ({ ja: `回答 ${number}`, en: `answer ${number}` }),
};

/** Where a record came from, in words; what is no kind of ours is shown as it was written. */
export function sourceText(source: string): Text {
  const [kind = '', ...rest] = source.split(':');
  const words = KINDS[kind];
  return words && rest.length > 0 ? words(rest.at(-1)!) : { ja: source, en: source };
}
