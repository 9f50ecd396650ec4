import { type ChangeFindingCode } from '../../exchange/client-data';
import { type FileProblemCode } from '../../exchange/control-totals';
import { type RowFinding } from '../catalogue';

/** Findings in one row of a client's file of changes. */
export const changeFindingsJa: Record<ChangeFindingCode, RowFinding> = {
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
};

/** Problems for which a whole file or acknowledgement is refused. */
export const fileProblemsJa: Record<FileProblemCode, RowFinding> = {
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
};
