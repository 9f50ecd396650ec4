import { type ChangeFindingCode } from '../exchange/client-data';
import { type TotalsProblem } from '../exchange/control-totals';
import { type Language, type Text } from '../campaigns/campaign';

/** What is wrong, and how to mend it. `{name}` is filled from the detail. */
type FindingText = readonly [message: string, advice: string];
type Texts<Code extends string> = Record<Language, Record<Code, FindingText>>;

const findings: Texts<ChangeFindingCode> = {
  ja: {
    row_columns: [
      '列の数が見出しと違います（見出し{expected}列、この行{found}列）。',
      '余分なカンマや列の抜けを直してください。',
    ],
    contract_number_missing: ['契約番号がありません。', '契約番号を入れてください。'],
    contract_unknown: [
      'この案件の対象者に、この契約番号はありません。',
      '番号の誤りか、別の案件の契約ではないか確かめてください。反映しません。',
    ],
    kind_unknown: [
      '異動区分が読めません。',
      '解約済・転居・逝去・番号変更・メール変更・連絡留保のいずれかを入れてください。',
    ],
    change_twice: [
      '同じ契約・同じ異動区分の行が{line}行にあります。',
      '正しい1行だけを残してください。先の行だけを反映します。',
    ],
    date_missing: ['異動日がありません。', '異動日を入れてください。日付不明として反映します。'],
    date_invalid: ['異動日が読めません。', '2027/02/03 の形で入れてください。'],
    date_ahead: ['異動日が未来の日付です。', '異動日以降のファイルで送ってください。予定の段階では反映しません。'],
    address_missing: ['転居先の住所がありません。', '新しい住所を都道府県から入れてください。'],
    postal_code_missing: [
      '郵便番号がありません。',
      '7桁の郵便番号を入れてください。住所は反映しますが、郵便番号が届くまで郵送しません。',
    ],
    postal_code_invalid: [
      '郵便番号の形が違います。',
      '105-6422 のような7桁で入れてください。住所は反映しますが、郵便番号が届くまで郵送しません。',
    ],
    postal_code_unknown: [
      '存在しない郵便番号です。',
      '住所から調べ直してください。住所は反映しますが、郵便番号が届くまで郵送しません。',
    ],
    prefecture_mismatch: [
      '郵便番号と住所の都道府県が合いません。',
      'どちらが正しいか確かめてください。住所は反映しますが、郵便番号が届くまで郵送しません。',
    ],
    number_missing: ['新しい電話番号がありません。', '電話番号か携帯電話のどちらかを入れてください。'],
    phone_invalid: ['電話番号として正しくありません。', '市外局番から入れてください。'],
    mobile_invalid: ['携帯電話番号として正しくありません。', '090・080・070・060で始まる11桁で入れてください。'],
    mobile_not_mobile: [
      '携帯電話の欄に携帯電話でない番号があります。',
      '番号の種類を確かめてください。固定電話として反映します。',
    ],
    mail_missing: ['新しいメールアドレスがありません。', 'メールアドレスを入れてください。'],
    mail_invalid: ['メールアドレスの形が違います。', 'アドレスを確かめてください。'],
    mail_repaired: ['メールアドレスの全角文字・空白を直しました。', '直した結果でよいか確かめてください。'],
    remark_held: [
      '備考に、連絡を止めるべき事情（逝去・弁護士・支援措置など）の記載があります。',
      '連絡留保にして反映します。確かめたうえで、要らなければ留保を解いてください。',
    ],
    character_broken: ['文字化けした文字があります。', '元のデータで文字を確かめてください。'],
    character_rare: ['外字など、印字できないことのある文字があります。', '代わりの文字を取り決めてください。'],
    character_extension: ['機種依存の漢字があります。', 'そのまま扱います。印字見本で確かめてください。'],
    formula_like: ['表計算ソフトが数式として動かす文字列です。', '意図した値か確かめてください。'],
    line_break: ['欄の中に改行があります。', '印字では空白になります。'],
    value_not_used: [
      'この異動区分では使わない欄に値があります。',
      '変わったのであれば、その異動区分の行を別に送ってください。',
    ],
  },
  en: {
    row_columns: [
      'The row has {found} columns, the header {expected}.',
      'Remove surplus commas or add what is missing.',
    ],
    contract_number_missing: ['There is no contract number.', 'Enter the contract number.'],
    contract_unknown: [
      "No contract of this campaign's audience has this number.",
      'Check the number, or whether it belongs to another campaign. Not applied.',
    ],
    kind_unknown: [
      'The kind of change cannot be read.',
      'Write one of 解約済, 転居, 逝去, 番号変更, メール変更, 連絡留保.',
    ],
    change_twice: [
      'Line {line} has the same contract and kind of change.',
      'Leave the one right row. Only the earlier one is applied.',
    ],
    date_missing: ['There is no date of the change.', 'Enter it. The row is applied without one.'],
    date_invalid: ['The date of the change cannot be read.', 'Write it as in 2027/02/03.'],
    date_ahead: ['The date of the change lies ahead.', 'Send the row on that day or later; plans are not applied.'],
    address_missing: ['There is no new address.', 'Enter it, beginning with the prefecture.'],
    postal_code_missing: [
      'There is no postal code.',
      'Enter the seven digits. Applied, but no letters until it is known.',
    ],
    postal_code_invalid: [
      'The postal code is malformed.',
      'Write seven digits as in 105-6422. Applied, but no letters until it is known.',
    ],
    postal_code_unknown: [
      'No such postal code exists.',
      'Look it up from the address. Applied, but no letters until it is known.',
    ],
    prefecture_mismatch: [
      'The postal code and the prefecture of the address disagree.',
      'Find out which one is right. Applied, but no letters until it is known.',
    ],
    number_missing: ['There is no new phone number.', 'Enter a phone or a mobile number.'],
    phone_invalid: ['This is no valid phone number.', 'Enter it with its area code.'],
    mobile_invalid: ['This is no valid mobile number.', 'Enter 11 digits from 090, 080, 070 or 060.'],
    mobile_not_mobile: ['The mobile number is not one of a mobile phone.', 'Check it. Applied as a landline.'],
    mail_missing: ['There is no new e-mail address.', 'Enter it.'],
    mail_invalid: ['The e-mail address is malformed.', 'Check the address.'],
    mail_repaired: ['Full-width characters or spaces in the e-mail address were mended.', 'Check the result.'],
    remark_held: [
      'The remark names a reason to stop contacts (death, lawyer, protected address …).',
      'Applied with a hold. Find out, and release the hold if it is not needed.',
    ],
    character_broken: ['Characters were lost in an earlier conversion.', 'Check them in the original data.'],
    character_rare: ['There are characters that may not print.', 'Agree on a replacement.'],
    character_extension: ['There are vendor-extension kanji.', 'Kept as they are. Check them on a printed sample.'],
    formula_like: ['A spreadsheet would run this text as a formula.', 'Check that it is meant.'],
    line_break: ['The field holds a line break.', 'It prints as a space.'],
    value_not_used: [
      'A column that this kind of change does not use has a value.',
      'If it has changed too, send another row of its own kind.',
    ],
  },
};

export type FileProblemCode =
  | TotalsProblem['code']
  | 'column_missing'
  | 'column_unknown'
  | 'column_doubled'
  | 'contract_not_in_file'
  | 'contract_twice';

const problems: Texts<FileProblemCode> = {
  ja: {
    totals_missing: [
      '最後に「合計」の行がありません。',
      '最終行を「合計,件数,契約番号の下4桁の合計」としてください。途中で切れたファイルかもしれません。',
    ],
    totals_not_last: ['「合計」の行が最後にありません、または2行以上あります。', '最終行に1行だけ置いてください。'],
    rows_differ: [
      '件数が合いません（合計の行 {declared}、実際 {counted}）。',
      '行の抜け・重複を確かめ、作り直したファイルを送ってください。',
    ],
    control_total_differs: [
      '契約番号の下4桁の合計が合いません（合計の行 {declared}、実際 {counted}）。',
      '契約番号の誤りや行の入れ替わりを確かめ、作り直したファイルを送ってください。',
    ],
    column_missing: ['列「{title}」がありません。', '見出しの綴りと列の抜けを確かめてください。'],
    column_unknown: ['列「{title}」は取り決めにありません。', '取り決めの9列だけにしてください。'],
    column_doubled: ['列「{title}」が2つ以上あります。', '見出しを1つずつにしてください。'],
    contract_not_in_file: [
      'この契約番号は、そのお渡しファイルにありません。',
      'ファイルの番号と契約番号を確かめてください。',
    ],
    contract_twice: ['同じ契約番号が2回あります。', '1契約につき1件にしてください。'],
  },
  en: {
    totals_missing: [
      'There is no closing line 合計.',
      'End the file with 合計,<rows>,<sum of the last four digits of the contract numbers>. It may have been cut off.',
    ],
    totals_not_last: ['The line 合計 is not the last one, or stands more than once.', 'Put it once, at the end.'],
    rows_differ: [
      'The number of rows differs (declared {declared}, counted {counted}).',
      'Look for missing or doubled rows and send the file made anew.',
    ],
    control_total_differs: [
      'The sum of the last four digits differs (declared {declared}, counted {counted}).',
      'Look for wrong contract numbers or swapped rows and send the file made anew.',
    ],
    column_missing: ['There is no column {title}.', 'Check how the header is written.'],
    column_unknown: ['The column {title} is not agreed.', 'Send the nine agreed columns only.'],
    column_doubled: ['The column {title} is there more than once.', 'Leave each title once.'],
    contract_not_in_file: ['This contract number is not in that delivery.', 'Check file and contract number.'],
    contract_twice: ['The contract number is there twice.', 'Answer once for each contract.'],
  },
};

const fill = (text: string, detail: Record<string, unknown>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(detail[name] ?? '—'));

const both = (code: (language: Language) => FindingText, detail: Record<string, unknown>) => {
  const text = (index: 0 | 1): Text => ({ ja: fill(code('ja')[index], detail), en: fill(code('en')[index], detail) });
  return { message: text(0), advice: text(1) };
};

/** The texts of a finding in both languages, placeholders filled. */
export const changeFindingText = (code: ChangeFindingCode, detail: Record<string, unknown> = {}) =>
  both((language) => findings[language][code], detail);

/** The texts of a problem that refuses a whole file or acknowledgement. */
export const fileProblemText = (code: FileProblemCode, detail: Record<string, unknown> = {}) =>
  both((language) => problems[language][code], detail);
