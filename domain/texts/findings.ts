import { type Language } from '../campaigns/campaign';
import { type FindingCode, type Severity } from '../audience/finding';

/** What is wrong, and what to do about it. `{name}` is filled from the finding's detail. */
type FindingText = readonly [message: string, advice: string];

export const findingsJa: Record<FindingCode, FindingText> = {
  row_columns: [
    '列の数が見出しと違います(見出し{expected}列、この行{found}列)。',
    '余分なカンマや列の抜けを直してください。',
  ],
  contract_number_missing: ['契約番号がありません。', '契約番号を入れてください。'],
  contract_number_conflict: [
    '同じ契約番号で内容の違う行があります({lines}行)。',
    'どの行も取り込みません。正しい1行だけを残してください。',
  ],
  name_missing: ['氏名がありません。', '氏名または法人名を入れてください。'],
  held_death: [
    'ご逝去・相続に関する記載があります。',
    '事情を確かめ、対象に戻すか対象外にするかを理由とともに決めてください。',
  ],
  held_lawyer: ['弁護士受任・破産などの記載があります。', '代理人の有無を確かめ、理由とともに判断してください。'],
  held_guardian: ['後見・保佐・補助などの記載があります。', '宛先となる方を確かめ、理由とともに判断してください。'],
  held_protection: [
    '支援措置など住所を守るための記載があります。',
    '住所を調べたり口にしたりせず、責任者が判断してください。',
  ],
  held_dispute: ['係争・訴訟に関する記載があります。', '委託元に確かめ、理由とともに判断してください。'],
  held_complaint: ['苦情に関する記載があります。', '対応状況を確かめ、理由とともに判断してください。'],
  held_customer: ['同じお客様に連絡留保があります。', '留保の理由を確かめ、この契約についても判断してください。'],
  kind_unknown: [
    '個人・法人の区分が読めません。',
    '「個人」か「法人」を入れてください。氏名から推定して取り込みました。',
  ],
  birth_unreadable: [
    '生年月日が読めません。',
    '1972/07/26 や S470726 の形で入れてください。生年月日なしとして扱います。',
  ],
  birth_impossible: ['生年月日としてありえない日付です。', '日付を確かめてください。生年月日なしとして扱います。'],
  birth_dummy: ['生年月日が仮の日付のようです。', '実際の日付を入れてください。本人確認には使いません。'],
  postal_code_missing: ['郵便番号がありません。', '7桁の郵便番号を入れてください。'],
  postal_code_invalid: ['郵便番号の形が違います。', '105-6422 のような7桁で入れてください。'],
  postal_code_unknown: ['存在しない郵便番号です。', '住所から郵便番号を調べ直してください。'],
  prefecture_mismatch: [
    '郵便番号と都道府県が合いません。',
    'どちらが正しいか確かめてください。郵便番号なしとして扱います。',
  ],
  address_missing: ['住所がありません。', '住所を入れてください。'],
  address_incomplete: ['住所が途中までしかありません。', '都道府県から番地までを入れてください。'],
  phone_invalid: ['電話番号として正しくありません。', '市外局番から入れてください。電話なしとして扱います。'],
  mobile_invalid: [
    '携帯電話番号として正しくありません。',
    '090・080・070・060で始まる11桁で入れてください。携帯電話なしとして扱います。',
  ],
  mobile_not_mobile: [
    '携帯電話の欄に携帯電話でない番号があります。',
    '番号の種類を確かめてください。固定電話として扱います。',
  ],
  mail_invalid: ['メールアドレスの形が違います。', 'アドレスを確かめてください。メールなしとして扱います。'],
  contact_missing: [
    '連絡先がひとつもありません。',
    '住所・電話・メールのいずれかを入れてください。このままでは連絡不能になります。',
  ],
  start_invalid: ['契約開始日が読めません。', '2018/07/22 の形で入れてください。'],
  consent_invalid: [
    '同意の値が 1・0・空欄のどれでもありません。',
    '1(あり)、0(なし)、空欄(不明)で入れてください。不明として扱います。',
  ],
  consent_conflict: ['同じお客様の契約で同意の値が違います。', '委託元に確かめてください。拒否(0)として扱います。'],
  customer_number_conflict: [
    '同じお客様番号で氏名・生年月日・区分の違う行があります。',
    '同じ方かどうか確かめてください。別のお客様として扱います。',
  ],
  formula_like: [
    '表計算ソフトが数式として動かす文字列です。',
    '意図した値か確かめてください。書き出すときは無害な形にします。',
  ],
  character_broken: ['文字化けした文字があります。', '元のデータで文字を確かめてください。'],
  character_rare: [
    '外字など、印字できないことのある文字があります。',
    '印字の確認が必要です。代わりの文字を委託元と決めてください。',
  ],
  character_extension: ['機種依存の漢字があります。', 'そのまま扱います。印字見本で確かめてください。'],
  line_break: ['欄の中に改行があります。', '取り込みました。印字では空白になります。'],
  mail_repaired: ['メールアドレスの全角文字・空白を直しました。', '直した結果でよいか確かめてください。'],
  mail_differs: ['同じお客様に別のメールアドレスがあります。', 'ファイルで先に出るアドレスへ送ります。'],
  row_repeated: ['まったく同じ行が{line}行にあります。', '1契約として扱います。対応は要りません。'],
  remark_present: ['備考に記載があります。', '連絡に関わる内容でないか確かめてください。'],
  access_code_needed: [
    '生年月日も電話番号もなく、本人確認ができません。',
    '委託元を通じて8桁の確認コードを届けてください。',
  ],
};

export const findingsEn: Record<FindingCode, FindingText> = {
  row_columns: ['The row has {found} columns, the header {expected}.', 'Remove surplus commas or add what is missing.'],
  contract_number_missing: ['There is no contract number.', 'Enter the contract number.'],
  contract_number_conflict: [
    'The contract number stands in several rows with other content (lines {lines}).',
    'None of them is taken. Leave the one right row.',
  ],
  name_missing: ['There is no name.', 'Enter the name of the person or company.'],
  held_death: ['The row speaks of a death or an inheritance.', 'Find out, then release or exclude it with a reason.'],
  held_lawyer: [
    'The row speaks of a lawyer or a bankruptcy.',
    'Find out who acts for the customer, then decide with a reason.',
  ],
  held_guardian: ['The row speaks of a guardian.', 'Find out who is to be addressed, then decide with a reason.'],
  held_protection: [
    'The row speaks of a protected address.',
    'Do not research or say the address; a responsible person decides.',
  ],
  held_dispute: ['The row speaks of a dispute or lawsuit.', 'Ask the client, then decide with a reason.'],
  held_complaint: ['The row speaks of a complaint.', 'Look at how it stands, then decide with a reason.'],
  held_customer: ['The same customer is on hold.', 'See why, and decide on this contract too.'],
  kind_unknown: ['Person or company cannot be read.', 'Enter 個人 or 法人. It was taken from the name.'],
  birth_unreadable: ['The birth date cannot be read.', 'Write 1972/07/26 or S470726. It counts as missing.'],
  birth_impossible: ['No one can be born on this date.', 'Check the date. It counts as missing.'],
  birth_dummy: ['The birth date looks like a placeholder.', 'Enter the real date. It is not used to identify anyone.'],
  postal_code_missing: ['There is no postal code.', 'Enter the seven digits.'],
  postal_code_invalid: ['The postal code is malformed.', 'Write seven digits as in 105-6422.'],
  postal_code_unknown: ['No such postal code exists.', 'Look the code up from the address.'],
  prefecture_mismatch: [
    'Postal code and prefecture disagree.',
    'Find out which one is right. The postal code counts as missing.',
  ],
  address_missing: ['There is no address.', 'Enter the address.'],
  address_incomplete: ['The address is incomplete.', 'Enter it from prefecture to house number.'],
  phone_invalid: ['This is no valid phone number.', 'Enter it with its area code. It counts as missing.'],
  mobile_invalid: [
    'This is no valid mobile number.',
    'Enter 11 digits from 090, 080, 070 or 060. It counts as missing.',
  ],
  mobile_not_mobile: ['The mobile number is not one of a mobile phone.', 'Check it. It is used as a landline.'],
  mail_invalid: ['The e-mail address is malformed.', 'Check the address. It counts as missing.'],
  contact_missing: [
    'There is no way to reach this customer.',
    'Enter an address, phone or e-mail, else the end is unreachable.',
  ],
  start_invalid: ['The start of the contract cannot be read.', 'Write it as in 2018/07/22.'],
  consent_invalid: [
    'The consent is neither 1, 0 nor empty.',
    'Enter 1 (yes), 0 (no) or nothing. It counts as unknown.',
  ],
  consent_conflict: ["The customer's contracts differ in consent.", 'Ask the client. It counts as a refusal.'],
  customer_number_conflict: [
    'Rows with this customer number differ in name, birth date or kind.',
    'Find out whether it is one customer. They are kept apart.',
  ],
  formula_like: [
    'A spreadsheet would run this text as a formula.',
    'Check that it is meant. Exports make it harmless.',
  ],
  character_broken: ['Characters were lost in an earlier conversion.', 'Check them in the original data.'],
  character_rare: ['There are characters that may not print.', 'Agree on a replacement with the client.'],
  character_extension: ['There are vendor-extension kanji.', 'Kept as they are. Check them on a printed sample.'],
  line_break: ['The field holds a line break.', 'Taken; it prints as a space.'],
  mail_repaired: ['Full-width characters or spaces in the e-mail address were mended.', 'Check the result.'],
  mail_differs: ['The same customer has another e-mail address.', 'Mail goes to the one that comes first in the file.'],
  row_repeated: ['The very same row stands in line {line}.', 'It is one contract. Nothing to do.'],
  remark_present: ['There is a remark.', 'See whether it matters for contacting the customer.'],
  access_code_needed: [
    'Without birth date and phone the customer cannot be identified.',
    'Have the client pass on the eight-digit code.',
  ],
};

export const severityNames: Record<Language, Record<Severity, string>> = {
  ja: { refused: '取込不可', held: '連絡留保', warning: '注意', info: '参考' },
  en: { refused: 'refused', held: 'on hold', warning: 'warning', info: 'info' },
};

export const findingsCsvHeader: Record<Language, string[]> = {
  ja: ['行', '列', '区分', 'コード', '内容', '対応'],
  en: ['line', 'column', 'severity', 'code', 'message', 'advice'],
};

/** The texts of a finding, its placeholders filled. */
export function findingText(
  code: FindingCode,
  language: Language,
  detail: Record<string, unknown> | null = null,
): { message: string; advice: string } {
  const [message, advice] = (language === 'ja' ? findingsJa : findingsEn)[code];
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(detail?.[name] ?? ''));
  return { message: fill(message), advice: fill(advice) };
}

export type ColumnProblem = 'column_missing' | 'column_unknown' | 'column_doubled' | 'field_unmapped';

/** What is wrong with a column of the header, in Japanese like all issues; `near` is the likely counterpart. */
export function columnProblemJa(
  code: ColumnProblem,
  { title, near }: { title: string; near?: string },
): { message: string; advice: string } {
  const shown = title.trim() === '' ? '(見出しなし)' : `「${title}」`;
  const hint = near ? `「${near}」のことではありませんか。` : '';
  const texts: Record<ColumnProblem, FindingText> = {
    column_missing: [`列${shown}がありません。`, `${hint}案件ファイルの columns と見出しをそろえてください。`],
    column_unknown: [
      `列${shown}は案件ファイルにありません。`,
      `${hint}columns に加えるか、読まない列は ignored としてください。`,
    ],
    column_doubled: [`列${shown}が2つ以上あります。`, '見出しを1つずつにしてください。'],
    field_unmapped: [`columns に ${title} がありません。`, 'この項目の見出しを columns に書いてください。'],
  };
  const [message, advice] = texts[code];
  return { message, advice };
}
