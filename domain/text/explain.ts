import { type Text } from '../campaign';

/** What `tsunagi plan explain` says; `{name}` is filled in. */
export const explainTexts = {
  title: { ja: '{name}: この案件でお客様に届くもの', en: '{name}: what a customer gets' },
  customer: { ja: 'お客様: {traits}', en: 'Customer: {traits}' },
  person: { ja: '個人', en: 'person' },
  company: { ja: '法人', en: 'company' },
  age: { ja: '{age}歳以上の区分', en: 'in the age group from {age}' },
  ageUnknown: { ja: '年齢不明', en: 'age unknown' },
  prefecture: { ja: '都道府県 {code}', en: 'prefecture {code}' },
  products: { ja: '商品 {products}', en: 'product {products}' },
  contracts: { ja: '{count}契約', en: '{count} contract(s)' },
  reach: { ja: '連絡手段: {channels}', en: 'Channels: {channels}' },
  reachable: { ja: '{channel}(同意 {consent})', en: '{channel} (consent {consent})' },
  unreachable: { ja: '{channel}なし({reason})', en: 'no {channel} ({reason})' },
  dates: {
    ja: '日付: 初回発信 {firstDispatch}、最終発信 {lastDispatch}、申込期限 {applyBy}、救済期限 {graceUntil}、サービス終了 {endOfService}',
    en: 'Dates: first dispatch {firstDispatch}, last dispatch {lastDispatch}, apply by {applyBy}, grace until {graceUntil}, end of service {endOfService}',
  },
  none: { ja: 'なし', en: 'none' },
  yes: { ja: 'あり', en: 'yes' },
  no: { ja: '拒否', en: 'no' },
  unknown: { ja: '不明', en: 'unknown' },
  mail: { ja: 'メール', en: 'mail' },
  sms: { ja: 'SMS', en: 'SMS' },
  post: { ja: '郵便', en: 'post' },
  phone: { ja: '電話', en: 'phone' },
  notice: { ja: '案内', en: 'notice' },
  reminder: { ja: '再案内', en: 'reminder' },
  call: { ja: '架電', en: 'call' },
  defect: { ja: '不備のご連絡', en: 'letter about a defect' },
  placed: { ja: '{kind}「{step}」', en: '{kind} "{step}"' },
  placedAgain: { ja: '{kind}「{step}」{round}回目', en: '{kind} "{step}", round {round}' },
  contact: {
    ja: '{channel}で(文面 {notice}): {reason}。{leaves}',
    en: 'by {channel} (text {notice}): {reason}; {leaves}',
  },
  refusal: { ja: '{channel}は使わない: {reason}', en: 'not by {channel}: {reason}' },
  skipped: { ja: '「{step}」は{channel}で出さない: {reason}', en: '"{step}" not by {channel}: {reason}' },
  due: { ja: 'この日の理由: {reason}', en: 'why this date: {reason}' },
  posted: {
    ja: '郵便を差し出す(「{step}」)。到着予定 {at}: {reason}',
    en: 'posted ("{step}"), expected {at}: {reason}',
  },
  attempt: { ja: '電話 {attempt}回目({of}回まで): 応答なし', en: 'call {attempt} of up to {of}: nobody answers' },
  attemptNext: { ja: '次は {at}: {reason}、時間帯を変える', en: 'next {at}: {reason}, in another part of the day' },
  notSent: { ja: '「{step}」の{channel}は終わり: {reason}', en: '"{step}" by {channel} is over: {reason}' },
  cameBack: { ja: '「{step}」の{channel}が届かず戻る', en: '"{step}" by {channel} comes back' },
  outside_answer: { ja: 'お客様が回答する', en: 'the customer answers' },
  outside_defect: { ja: '返送用紙に不備がある', en: 'a returned form has a defect' },
  outside_opt_out: { ja: '{channel}の停止を申し出る', en: 'the customer refuses {channel}' },
  outside_hold: { ja: '連絡留保になる', en: 'a hold is opened' },
  outside_release: { ja: '連絡留保が解かれる', en: 'the hold is released' },
  held: { ja: '何も出さない: {reason}', en: 'nothing goes out: {reason}' },
  toDeadline: {
    ja: '申込期限 {applyBy}、救済期限 {until} まで回答を待つ',
    en: 'waits for an answer: apply by {applyBy}, grace until {until}',
  },
  beginning: { ja: '始まり', en: 'beginning' },
  closed: { ja: '終わり: {reason}', en: 'end: {reason}' },
  outcome: { ja: '結果({count}契約): {outcome}({reason})', en: 'outcome of {count} contract(s): {outcome} ({reason})' },
  leftOutHead: { ja: 'このお客様に出ないステップ:', en: 'Steps this customer does not get:' },
  leftOut_segment: { ja: '「{step}」: 対象の区分ではない({segments})', en: '"{step}": meant for others ({segments})' },
  leftOut_ended: { ja: '「{step}」: その前に終わる', en: '"{step}": the journey ends before' },
  leftOut_refused: { ja: '「{step}」: {refusals}', en: '"{step}": {refusals}' },
  only: { ja: '{segments} だけ', en: 'only {segments}' },
  except: { ja: '{segments} を除く', en: 'all but {segments}' },
  assumptions: {
    ja: '前提: 回答はない。連絡は出せる時刻にすぐ出る(手段ごとの混雑と一日の上限は見ていない)。時刻は発信できる時間帯の中でお客様ごとに散らばり、ここではその{place}で示す。',
    en: 'Assumed: no answer comes; a contact leaves as soon as it may (queues and daily limits are not looked at). Times are spread over the allowed hours, customer by customer; shown here at their {place}.',
  },
  assumptionsCalls: {
    ja: '電話には誰も出ない。郵便は到着予定日に届く。',
    en: 'Calls are not answered, letters arrive when expected.',
  },
} satisfies Record<string, Text>;

/** Why something has its date. */
export const dateReasonTexts = {
  first_dispatch: { ja: '初回発信日', en: 'the first dispatch date' },
  campaign_start: { ja: '案件の開始(初回発信日を過ぎている)', en: 'the campaign starts after its first dispatch date' },
  after_wait: { ja: '{base}({from})から{wait}後{closed}', en: '{wait} after {base} ({from}){closed}' },
  overdue: {
    ja: '{since} に来ていた順番を、出せるようになってすぐ',
    en: 'its turn came at {since}; as soon as it could',
  },
  channel_failed: {
    ja: '{channel}で届かなかったので、次の手段ですぐ',
    en: 'it did not arrive by {channel}: the next one, at once',
  },
  step_failed: { ja: '「{step}」が届かなかったので、待たずにすぐ', en: '"{step}" reached nobody: no wait' },
  defect: { ja: '不備が分かってすぐ', en: 'as soon as the defect was known' },
  at_once: { ja: '{at} に発信', en: 'leaves {at}' },
  quiet_hours: {
    ja: '{at} に発信(発信しない時間帯 {from}から{until} が明けるのを待つ)',
    en: 'leaves {at}, after the quiet hours {from} to {until}',
  },
  print_run: {
    ja: '{at} の印刷便で差し出す(営業日の{runAt}{closed})',
    en: 'posted with the print run of {at} (business days at {runAt}{closed})',
  },
  arrival: {
    ja: '差し出しから{days}営業日{closed}。次の連絡までの待ちはここから数える',
    en: '{days} business days from posting{closed}; waits count from here',
  },
  spacing: { ja: '{wait}空ける{closed}', en: 'at least {wait} between attempts{closed}' },
  hand_over: { ja: '前の発信', en: 'the contact before' },
  expected_arrival: { ja: '前の郵便の到着予定', en: 'the expected arrival of the letter before' },
  planned: { ja: '前の予定', en: 'the plan before' },
  days: { ja: '{n}日', en: '{n} days' },
  businessDays: { ja: '{n}営業日', en: '{n} business days' },
  minutes: { ja: '{n}分', en: '{n} minutes' },
  closedDays: { ja: '、休み {days} を除く', en: ', not counting {days}' },
  weekends: { ja: '土日', en: 'weekends' },
  ownClosedDay: { ja: '自社の休業日', en: 'own closed day' },
} satisfies Record<string, Text>;

/** What a part of the command line should have been. */
export const unreadTexts = {
  key: {
    ja: '使える項目: age, kind, prefecture, product, contracts, contract, has, no, bad, consent.手段, consent.手段.offer, id',
    en: 'use age, kind, prefecture, product, contracts, contract, has, no, bad, consent.CHANNEL, consent.CHANNEL.offer, id',
  },
  kind: { ja: 'kind=person か kind=company と書いてください', en: 'write kind=person or kind=company' },
  age: { ja: '満年齢を書いてください(例 age=80)', en: 'write full years, such as age=80' },
  prefecture: { ja: '1から47、または都道府県名を書いてください', en: 'write 1 to 47 (JIS X 0401)' },
  channels: { ja: 'mail, sms, post, phone を + でつないでください', en: 'join mail, sms, post, phone by +' },
  consent: {
    ja: 'consent.mail=no のように yes, no, unknown で書いてください',
    en: 'write yes, no or unknown, as in consent.mail=no',
  },
  count: { ja: '数を書いてください', en: 'write a number' },
  event: {
    ja: 'bounce@ステップ, answer@日付, defect@日付, optout.手段@日付, hold@日付, release@日付 のどれかを書いてください',
    en: 'write bounce@STEP, answer@DAY, defect@DAY, optout.CHANNEL@DAY, hold@DAY or release@DAY',
  },
  step: { ja: 'この案件にあるステップの id を書いてください: {steps}', en: 'write the id of a step: {steps}' },
  day: {
    ja: '2027-03-01 か 2027-03-01T18:30 のように書いてください',
    en: 'write it like 2027-03-01 or 2027-03-01T18:30',
  },
} satisfies Record<string, Text>;
