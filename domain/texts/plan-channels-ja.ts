import { type PlanText } from './plan-text';
import { planWavesJa } from './plan-waves';

/** Of channels, segments, letters and calls in a campaign file. */
export const planChannelsJa = {
  ...planWavesJa,
  number_too_small: { message: '{value} は小さすぎます。', advice: '{minimum} 以上にしてください。' },
  number_too_large: { message: '{value} は大きすぎます。', advice: '{maximum} 以下にしてください。' },
  channels_missing: {
    message: '連絡手段がありません。',
    advice:
      'first: [mail, sms, post]（使える最初の一つで送る）か all: [mail, post]（使えるすべてで送る）を書いてください。',
  },
  channels_both: {
    message: 'first と all の両方があります。',
    advice: '一つの段階には、どちらか一方だけを書いてください。',
  },
  call_without_phone: {
    message: '架電の段階ですが、連絡手段に phone がありません。',
    advice: 'first: [phone] のように書くか、kind を reminder にして call を消してください。',
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
} as const satisfies Record<string, PlanText>;
