import { type FindingText } from '../../catalogue';

/** What can be wrong with the plan: steps, channels, segments, handlers, waves. */
export const planFindingsJa = {
  number_too_small: { message: '{value} は小さすぎます。', advice: '{minimum} 以上にしてください。' },
  number_too_large: { message: '{value} は大きすぎます。', advice: '{maximum} 以下にしてください。' },
  channels_missing: {
    message: '連絡手段がありません。',
    advice:
      'first: [mail, sms, post]（使える最初の一つで送る）か all: [mail, post]（使えるすべてで送る）を書いてください。',
  },
  tie_at_once: {
    message: 'at と atOnce の両方があります。',
    advice: '日を決めて送るなら at だけを、前の段階を待たずに送るなら atOnce だけを書いてください。',
  },
  tie_date_missing: {
    message: 'at が指す {date} が dates にありません。',
    advice: 'dates に {date} を書くか、applyBy など、ある日付を選んでください。',
  },
  tie_after_last_dispatch: {
    message: 'この段階の日（{day}）は最終発信日（{lastDispatch}）より後なので、決して送られません。',
    advice: 'daysBefore を増やすか、dates.lastDispatch を後ろにしてください。',
  },
  step_never_goes: {
    message: '段階「{step}」は、どのお客様にも送られません。',
    advice:
      '最終発信日までに順番が来ないか、対象の区分や連絡手段の方がいません。日付、待つ日数、区分を見直してください。',
  },
  silent_before_deadline: {
    message: '{group}には、申込期限の前の{days}日間、何も届きません。',
    advice: 'at: { daysBefore: 21, date: applyBy } のように、期限に近い日の最終案内を置いてください。',
  },
  year_end_open: {
    message: '年末年始（12月29日から1月3日）に営業日として数える日があります: {days}',
    advice: '印刷、郵便、電話の窓口が休みなら、その日を calendar.closedDays に加えてください。',
  },
  year_end_date: {
    message: '{date} が年末年始（{day}）に当たります。',
    advice: '窓口と郵便が休みの日です。前後の営業日にするか、そのままでよいか確かめてください。',
  },
  notice_without_english: {
    message: '英語の文面がありません。',
    advice: '英語で連絡するお客様にも日本語で届きます。英語の文面を加えるか、そのままでよいか確かめてください。',
  },
  step_before_notice: {
    message: '{group}には、最初の案内より先にこの段階（{kind}、{channel}）が届きます。',
    advice:
      'それより前の kind: notice の段階に、この連絡手段とその文面を加えるか、この方々だけの notice の段階を置いてください。',
  },
  channels_both: {
    message: 'first と all の両方があります。',
    advice: '一つの段階には、どちらか一方だけを書いてください。',
  },
  call_without_phone: {
    message: '架電の段階ですが、連絡手段に phone がありません。',
    advice: 'first: [phone] のように書くか、kind を reminder にして call を消してください。',
  },
  postal_empty: {
    message: 'postal に何も書かれていません。',
    advice:
      'class（ordinary 普通、recorded 特定記録、simple_registered 簡易書留、registered 書留）、express: true（速達）、noForwarding: true（転送不要）のいずれかを書いてください。',
  },
  postal_without_post: {
    message: '郵便種別が指定されていますが、連絡手段に post がありません。',
    advice: 'first か all に post を加えるか、postal を消してください。',
  },
  step_id_reserved: {
    message: '段階の id「{value}」は、不備のお知らせのために使われています。',
    advice: '別の id にしてください。',
  },
  notice_malformed: {
    message: '文面の指定として読み取れません。',
    advice:
      'notice: reminder のように notices のキーを書くか、notice: { mail: reminder, sms: reminder-sms } のように連絡手段ごとに書いてください。',
  },
  notice_per_channel: {
    message: 'この段階は連絡手段が複数（{channels}）ですが、文面が一つだけです。',
    advice: 'notice: { mail: reminder, sms: reminder-sms } のように、連絡手段ごとに書いてください。',
  },
  notice_of_other_channel: {
    message: '文面「{value}」は {own} のもので、{channel} では使えません。',
    advice: 'channel が {channel} の文面を選んでください。',
  },
  notice_channel_missing: {
    message: '「{channel}」の文面がありません。',
    advice: 'この段階の連絡手段のそれぞれに、notices のキーを書いてください。',
  },
  notice_channel_unused: {
    message: 'この段階は「{channel}」を使いません。',
    advice: 'この文面の指定を消すか、連絡手段に加えてください。',
  },
  sms_subject: { message: 'SMS に件名はありません。', advice: 'subject を消してください。' },
  quiet_hours_missing: {
    message: '「{channel}」を使いますが、発信しない時間帯がありません。',
    advice:
      '{channel}: { from: 20:00, until: 09:00 } のように書いてください。時間帯を設けないなら null と書いてください。',
  },
  quiet_hours_post: {
    message: '手紙に発信しない時間帯はありません。',
    advice: 'この行を消してください。手紙は営業日の post.runAt に印刷へ回ります。',
  },
  policy_row_missing: {
    message: '「{channel}」を使いますが、{purpose} の表にその行がありません。',
    advice:
      '{channel}: { yes: contact, unknown: contact, no: dont } のように、同意ごとに連絡してよいかを書いてください。',
  },
  post_missing: {
    message: '手紙を送りますが、その送り方（post）がありません。',
    advice: 'post: { returnTo: { ja: 返送先, en: … } } を書いてください（runAt、arrivesAfter、mailClass は省けます）。',
  },
  reply_code: {
    message: '料金受取人払の郵便番号として読み取れません。',
    advice: '承認を受けた 231-8790 のような番号（下4桁は8790）を書いてください。',
  },
  reply_number: {
    message: '料金受取人払の番号として読み取れません。',
    advice: 'number は承認時に示された3桁、approval は承認番号です。引用符で囲んでください。',
  },
  reply_ends_early: {
    message: '料金受取人払の差出有効期間（{value}まで）が、受付の終わりに近すぎます。',
    advice: '最後の受付日の3か月後（{day}）以降まで有効な承認を受けてください。過ぎて届くと、お客様の負担になります。',
  },
  reply_ends_late: {
    message: '料金受取人払の差出有効期間（{value}まで）が、2年を超えています。',
    advice: '承認は最長2年です。承認書の日付を確かめ、{day}までの日にしてください。',
  },
  segment_unknown: { message: '「{value}」という区分はありません。', advice: 'segments にある区分: {available}' },
  segment_both: {
    message: '区分「{value}」が only と except の両方にあります。',
    advice: 'どちらか一方だけにしてください。',
  },
  segment_empty: {
    message: '条件がないため、全員が当てはまります。',
    advice: 'kind、ageFrom、ageBelow、missing、products、prefectures のいずれかを書いてください。',
  },
  segment_company_age: {
    message: '法人に年齢はないため、誰も当てはまりません。',
    advice: 'kind を person にするか、年齢の条件を消してください。',
  },
  segment_ages_order: {
    message: '{ageFrom} 歳以上で {ageBelow} 歳未満の人はいません。',
    advice: 'ageBelow を ageFrom より大きくしてください。',
  },
  age_no_step: {
    message: '{value} 歳では区切れません。',
    advice: '0、18、20、25、30 … 95、100 のいずれかにしてください。取り込みではこの区切りだけを残します。',
  },
  prefecture_unknown: {
    message: '{value} という都道府県コードはありません。',
    advice: '1（北海道）から 47（沖縄県）までで書いてください（JIS X 0401）。',
  },
  hours_malformed: {
    message: '曜日ごとの時間帯として読み取れません。',
    advice:
      'sat: { from: 17:00, until: 10:00 }（発信しない時間帯）か、sun: closed（その曜日は発信しない）と書いてください。',
  },
  days_all_closed: {
    message: 'すべての曜日が closed のため、いつまでも発信できません。',
    advice: '発信してよい曜日を一つ以上残してください。',
  },
  band_never_open: {
    message: '時間帯「{band}」（{from}〜{until}）は、quietHours.phone で一度も電話できません。',
    advice: 'この時間帯を bands から消すか、quietHours.phone を見直してください。',
  },
  handler_unused: {
    message: '「{key}」とありますが、どの段階も {channel} を使いません。',
    advice: 'この行を消すか、段階の連絡手段に {channel} を加えてください。',
  },
  handler_empty: {
    message: '「{key}」に何も決められていません。',
    advice:
      '場合ごとに next、call、hold、later のいずれかを書くか、「{key}」を消してください（消すと next と同じです）。',
  },
  handler_script_missing: {
    message: 'call（電話する）とありますが、話す内容（notice）がありません。',
    advice: 'notice: call-returned のように、channel が phone の文面を書いてください。',
  },
  handler_script_unused: {
    message: '文面がありますが、call（電話する）の場合が一つもありません。',
    advice: 'いずれかの場合を call にするか、notice を消してください。',
  },
  refused_is_received: {
    message: '受取拒絶（refused）は届いたものとして扱い、以後の手紙を止めます。この扱いは変えられません。',
    advice: 'この行を消してください。ここに書ける理由: {available}',
  },
  again_to_bad_address: {
    message: 'この場合の宛先は使えないため、同じ宛先にもう一度（again）は送れません。',
    advice:
      '次のいずれかにしてください: {available}（hold は宛先が分かるまで留保し、新しい宛先が分かればそこへ送り直します）。',
  },
  wave_after_last_dispatch: {
    message: '発送ロットの開始日（{value}）が最終発信日（{lastDispatch}）より後なので、何も送れません。',
    advice: 'begins を dates.lastDispatch 以前の日にしてください。',
  },
  wave_before_first_dispatch: {
    message: '発送ロットの開始日（{value}）が初回発信日（{firstDispatch}）より前です。',
    advice: 'begins を dates.firstDispatch 以後の日にしてください。',
  },
  trial_last: {
    message: '試行の発送ロット（trial）が最後にあるので、その結果を待つ発送ロットがありません。',
    advice: 'trial を消すか、後に続く発送ロットを加えてください。',
  },
  before_trial: {
    message: '発送ロットの開始日（{value}）が、結果を待つはずの試行ロット {trial} の開始日より前です。',
    advice: 'begins を試行ロットより後の日にするか、試行ロットより前に書いてください。',
  },
  wave_rule_twice: {
    message: '対象者の決め方が二つあります（{first} もあります）。',
    advice: 'only・size・share のどれか一つだけにしてください。',
  },
  wave_rest_twice: {
    message: '残り全員を受け持つ発送ロットが二つあります。',
    advice: 'only・size・share のどれもない発送ロットは一つだけにしてください。',
  },
  wave_rest_missing: {
    message: 'どの発送ロットにも入らない対象者が出ます。',
    advice: '残り全員を受け持つ発送ロット（only・size・share なし）を一つ加えてください。',
  },
  wave_shares: {
    message: '発送ロットの割合（share）の合計が {sum} です。',
    advice: '合計を 100 にするか、残り全員を受け持つ発送ロットを一つ加えてください。',
  },
  wave_shares_full: {
    message: '割合（share）の合計が {sum} なので、残りを受け持つ発送ロットに入る人がいません。',
    advice: '割合の合計を 100 未満にするか、残りを受け持つ発送ロットを除いてください。',
  },
} as const satisfies Record<string, FindingText>;

/** Groups of customers in the findings of the plan. */
export const groupWordsJa = {
  anybody: '使える連絡手段が{channels}だけのお客様',
  inSegments: '区分 {segments} のうち、使える連絡手段が{channels}だけのお客様',
  separator: '・',
};
