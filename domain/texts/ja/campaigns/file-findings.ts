import { type FindingText } from '../../catalogue';

const seeExample = '書き方は examples/campaign.yaml にあります。';
const dateForms = '2027-04-09 のような年月日か、2027-04-09T18:00:00+09:00 のような時差付きの日時で書いてください。';

/** What can be wrong with the form of a campaign file, its dates, columns and contact policy. */
export const fileFindingsJa = {
  not_text: {
    message: '文字のファイルとして読み取れません。',
    advice: 'UTF-8 の YAML または JSON で保存し直してください。',
  },
  empty: { message: 'ファイルに中身がありません。', advice: seeExample },
  yaml_syntax: {
    message: '{line} 行 {column} 文字目から先を YAML または JSON として読み取れません（{reason}）。',
    advice: '字下げ（空白のみ、タブ不可）、引用符とかっこの対応、「: 」の後の空白を確かめてください。',
  },
  key_twice: { message: '{line} 行目の項目は、同じ組の中に既にあります。', advice: 'どちらか一方を消してください。' },
  keys_too_many: {
    message: '{line} 行目までの項目が多すぎます（{maximum} 項目まで）。',
    advice: '使わない項目を消してください。契約番号の一覧のような長い並びは、項目ではなく「- 」で始まる一覧にします。',
  },
  too_costly: {
    message: '中身が複雑すぎて、決められた時間内に読み取れません。',
    advice: '同じ内容の繰り返しや使わない文面を消し、短くしてから送り直してください。案件は変わっていません。',
  },
  check_too_costly: {
    message:
      '対象者の区分の組み合わせが多すぎるため、進行計画の確認が終わりませんでした。警告が漏れている可能性があります。',
    advice: 'segments を減らすか、主なお客様について tsunagi plan explain で流れを確かめてください。',
  },
  not_a_mapping: {
    message: '案件ファイルは「項目: 値」の組で書きます。このファイルの中身は{received}です。',
    advice: seeExample,
  },
  missing: { message: '「{field}」がありません。', advice: `必ず書く項目です。${seeExample}` },
  wrong_type: { message: '{expected}を書くところに、{received}があります。', advice: '{expected}に直してください。' },
  text_expected: {
    message: '文字列を書くところに、{received}があります。',
    advice: '前後を引用符（"…"）で囲むと文字列になります。',
  },
  key_unknown: { message: '「{key}」という項目はありません。', advice: '使える項目: {available}' },
  not_available: {
    message: '「{key}」はこの版では使えません（not available in this version: {key}）。',
    advice: 'この項目を消してください。使える項目: {available}',
  },
  value_unknown: { message: '「{value}」は選べません。', advice: '次のいずれかにしてください: {available}' },
  channel_unknown: {
    message: '連絡手段「{value}」はこの版では使えません。',
    advice: '使える連絡手段: {available}',
  },
  did_you_mean: { message: '「{suggestion}」の誤りではありませんか。', advice: '' },
  text_empty: { message: '空です。', advice: '内容を書いてください。' },
  text_too_long: { message: '長すぎます。', advice: '{maximum} 文字までにしてください。' },
  list_empty: { message: '一つもありません。', advice: '少なくとも一つ書いてください。' },
  list_too_long: { message: '多すぎます。', advice: '{maximum} 個までにしてください。' },
  of_scripts_only: {
    message: '架電台本だけに書けます。',
    advice: 'channel が phone の文面に移すか、削除してください。',
  },
  objection_repeated: {
    message: '反論の id「{id}」が二度あります。',
    advice: 'id は反論ごとに別にしてください。',
  },
  one_line: { message: '途中に改行があります。', advice: '改行のない一行にしてください。' },
  id_malformed: {
    message: '「{value}」は識別子に使えません。',
    advice: '半角の英小文字で始め、英小文字・数字・「_」「-」だけで 32 文字までにしてください。',
  },
  key_malformed: {
    message: '「{value}」は項目名に使えません。',
    advice: '半角の英字で始め、英数字と「_」だけで 32 文字までにしてください（{{ facts.名前 }} で差し込みます）。',
  },
  time_malformed: {
    message: '「{value}」は時刻として読み取れません。',
    advice: '20:00 のように 00:00〜23:59 で書いてください。',
  },
  quiet_hours_empty: {
    message: '発信しない時間帯の始まりと終わりが同じ（{value}）です。',
    advice: '別の時刻にするか、時間帯を設けないなら null と書いてください。',
  },
  date_malformed: { message: '「{value}」は日付として読み取れません。', advice: dateForms },
  date_impossible: { message: '「{value}」という日時は存在しません。', advice: dateForms },
  date_without_zone: { message: '「{value}」には時差がありません。', advice: dateForms },
  day_malformed: {
    message: '「{value}」は年月日として読み取れません。',
    advice: '2027-04-09 のように実在する日を書いてください。',
  },
  dates_order: {
    message: '「{later}」（{laterValue}）が「{earlier}」（{earlierValue}）より前になっています。',
    advice: '順序: firstDispatch ≦ lastDispatch ≦ applyBy ≦ endOfService ≦ claimsUntil、applyBy ≦ graceUntil',
  },
  last_dispatch_past: {
    message: '最終発信日（{value}）が過ぎているため、何も送れません。',
    advice: 'lastDispatch を今より後にし、ほかの日付も見直してください。',
  },
  holidays_beyond_table: {
    message: '祝日表は {until} 年までです。',
    advice: '日付を見直すか、calendar.holidays を none にして closedDays に休業日を書いてください。',
  },
  zone_unknown: {
    message: '「{value}」というタイムゾーンはありません。',
    advice: 'Asia/Tokyo のような IANA 名で書いてください。',
  },
  mail_malformed: {
    message: 'メールアドレスの形ではありません。',
    advice: 'info@example.jp のように半角で書いてください。',
  },
  url_malformed: {
    message: 'URL の形ではありません。',
    advice: 'https://example.jp/ のように https:// か http:// から書いてください。',
  },
  url_names_user: {
    message: 'この URL には、ホスト名の前に「@」付きの名前があります。',
    advice: '「@」とその前を消してください。見かけと違うサイトが開くため、お客様は詐欺と区別できません。',
  },
  site_name_is_link: {
    message: '公式サイトの名称がアドレスになっています: {value}',
    advice:
      '「みなと通信 公式サイト」のように、検索で見つかる名称で書いてください。アドレスは、電話機がリンクに変えてしまいます。',
  },
  wait_invalid: {
    message: '待つ長さとして読み取れません: {value}',
    advice:
      '{ days: 14 }（暦日、1〜730）、{ businessDays: 10 }（営業日、1〜365）、{ minutes: 0.3 }（試行用）のいずれか一つにしてください。',
  },
  wait_missing: {
    message: '次の段階まで待つ長さ「wait」がありません。',
    advice: 'wait: { days: 14 } のように書いてください（省けるのは最後の段階だけです）。',
  },
  step_id_twice: {
    message: '段階の id「{value}」は {first} と重なっています。',
    advice: '段階ごとに別の id を付けてください。',
  },
  first_step_not_notice: {
    message: '最初の段階の kind が「{value}」です。',
    advice: '最初は notice（初回の案内）、その後を reminder（再案内）や call（架電）にしてください。',
  },
  notice_unknown: { message: '「{value}」という文面はありません。', advice: 'notices にある文面: {available}' },
  reason_unknown: { message: '「{value}」という問い合わせ理由はありません。', advice: '選べる理由: {available}' },
  sentence_unknown: {
    message: '文面「{notice}」に、この文がありません。',
    advice: '文面の日本語の本文から、差し込み記号も含めてそのまま書き写してください。',
  },
  item_twice: { message: '「{value}」が重なっています。', advice: '一つにしてください。' },
  column_twice: {
    message: '列「{value}」は {first} にも割り当てられています。',
    advice: '一つの列は一つの項目にだけ割り当ててください。',
  },
  contract_malformed: {
    message: '契約番号の形ではありません。',
    advice: '契約番号か、hash: に続けて 16 進数で書いてください。',
  },
  policy_no_contact: {
    message: '拒否した方（no）に contact は選べません。',
    advice: 'dont（連絡しない）にするか、override とし、overrides に契約と理由を挙げてください。',
  },
  policy_offer: {
    message: '勧誘（offer）を「{consent}」の方に送ることはできません。',
    advice: 'dont にしてください。勧誘には同意（yes）が要ります。',
  },
  policy_override_misplaced: {
    message: 'override は拒否（no）の欄だけに書けます。',
    advice: 'contact か dont にしてください。',
  },
  override_without_contracts: {
    message: 'override とありますが、overrides に「{channel}」の契約がありません。',
    advice: 'overrides に契約と理由を挙げるか、dont にしてください。',
  },
  override_not_in_table: {
    message: 'service_notice の表で「{channel}」の no が override ではないため、この例外は働きません。',
    advice: '表の no を override にするか、この例外を消してください。',
  },
  behaviour_missing: {
    message: '「{field}」がありません。',
    advice:
      '率は low・likely・high・source、日数は days・source、金額は yen・source で書きます。例: examples/behaviour.yaml',
  },
  behaviour_not_a_mapping: {
    message: '前提ファイルは「項目: 値」の組で書きます。これは{received}です。',
    advice: '例: examples/behaviour.yaml',
  },
  behaviour_empty: {
    message: '前提ファイルが空です。',
    advice: '既定の前提でよければ、ファイルを指定せずに行ってください。',
  },
  range_order: {
    message: 'low {low}、likely {likely}、high {high} の順に大きくなっていません。',
    advice: 'low ≦ likely ≦ high となるようにしてください。',
  },
  shares_exceed_one: {
    message: '{parts} の合計が 1 を超えています（{sum}）。',
    advice: '合わせて 1（100%）以下にしてください。',
  },
  curve_empty: {
    message: '重みのある日がありません。',
    advice: '少なくとも一日に 0 より大きい数を書いてください。例: days: { 0: 3, 1: 2, 2: 1 }',
  },
  curve_day_malformed: {
    message: '「{value}」は日数ではありません。',
    advice: '原因からの日数を 0〜400 の整数で書いてください。例: days: { 0: 3, 1: 2 }',
  },
  whole_number_expected: { message: '{value} は整数ではありません。', advice: '0 以上の整数を書いてください。' },
  segment_not_in_campaign: {
    message: '案件に「{value}」という区分はありません。',
    advice: '案件の区分: {available}',
  },
  calls_given_twice: {
    message: 'calls と callMinutes の両方があります。',
    advice: '架電の処理能力は、件数（calls）か分（callMinutes）のどちらか一方で書いてください。',
  },
  type_string: { message: '文字列', advice: '' },
  type_number: { message: '数値', advice: '' },
  type_endless: { message: '有限の数でない値（.nan、.inf）', advice: '' },
  type_boolean: { message: 'true か false', advice: '' },
  type_array: { message: '一覧（- で始まる行の並び）', advice: '' },
  type_object: { message: '「項目: 値」の組', advice: '' },
  type_null: { message: '空の値', advice: '' },
} as const satisfies Record<string, FindingText>;
