import { type CampaignDoc, type Text } from '../../../domain/campaigns/campaign';
import { contentPartTexts } from '../../../domain/texts/names/campaigns';

/** Parts of a campaign that differ from what was rehearsed, by their names in its file; `audience` is beside it. */
export const rehearsedPartTexts: Record<keyof CampaignDoc | 'audience', Text> = {
  ...contentPartTexts,
  audience: { ja: '対象者', en: 'audience' },
  dates: { ja: '期日', en: 'dates' },
  notices: { ja: '文面', en: 'notices' },
  plan: { ja: '計画', en: 'plan' },
};

/** Words of the page of rehearsals, 予行演習; those of a result are in domain/texts/rehearsals. */
export const rehearsalWords = {
  title: { ja: '予行演習', en: 'Rehearsal' },
  banner: { ja: '本番の連絡は一切行いません', en: 'No real contact is made' },
  why: {
    ja: '模擬のお客様で、案件を始まりから終わりまで早送りします。手続きの進み・一日の量・費用が、本番の前に分かります。',
    en: 'Simulated customers take the campaign from start to end in fast motion: progress, load and cost before it is real.',
  },
  start: { ja: '予行演習を始める', en: 'Start a rehearsal' },
  notSetUp: {
    ja: 'この設備では予行演習を行えません。管理者に設定（REHEARSAL_DATABASE_URL）を依頼してください。',
    en: 'This installation cannot rehearse. Ask an administrator to set REHEARSAL_DATABASE_URL.',
  },
  sample: { ja: '模擬するお客様の人数', en: 'Simulated customers' },
  sampleHint: {
    ja: '件数はいつも対象全体に換算します。多いほど幅が狭まり、時間がかかります。',
    en: 'The figures are always of everyone. More customers: a narrower range, and more time.',
  },
  all: { ja: '対象者全員を模擬する', en: 'Simulate everyone' },
  seed: { ja: '乱数の種', en: 'Seed' },
  seedHint: { ja: '同じ種なら同じ結果になります。', en: 'The same seed gives the same result.' },
  behaviour: { ja: 'お客様の行動（YAML か JSON）', en: 'How customers behave (YAML or JSON)' },
  behaviourHint: {
    ja: '空なら、出所つきの既定の率を使います。書いた項目だけが置き換わります。',
    en: 'Left empty, the default rates with their sources apply. Only what is written here replaces them.',
  },
  behaviourFile: { ja: 'ファイルを読み込む', en: 'Read a file' },
  line: { ja: (n: string) => `${n}行目`, en: (n: string) => `Line ${n}` },
  running: { ja: '予行演習が進んでいます', en: 'The rehearsal goes on' },
  queued: { ja: '開始を待っています', en: 'It waits for its start' },
  begins: { ja: '模擬のお客様を用意しています', en: 'Simulated customers are being drawn' },
  waitsSince: {
    ja: (time: string) => `${time}から待っています。`,
    en: (time: string) => `It has waited since ${time}.`,
  },
  waitsFor: {
    ja: 'ほかの予行演習が終わるか、ワーカーが空くと始まります。長く待つときは、ワーカーが動いているかを管理者に確かめてください。',
    en: 'It starts once other rehearsals have ended and a worker is free. If it waits for long, ask an administrator whether a worker is running.',
  },
  journeysEnded: { ja: (n: string, of: string) => `${n} / ${of}人が終了`, en: (n: string, of: string) => `${n} of ${of} journeys ended` }, // prettier-ignore
  reachedDay: { ja: (day: string) => `${day}まで進みました`, en: (day: string) => `${day} is reached` },
  cancel: { ja: '取りやめる', en: 'Cancel' },
  failed: { ja: '予行演習を最後まで行えませんでした', en: 'The rehearsal could not be run through' },
  cancelled: { ja: 'この予行演習は取りやめました。', en: 'This rehearsal was cancelled.' },
  outdated: { ja: '変更前の内容', en: 'Outdated' },
  outdatedWhy: {
    ja: (parts: string) => `この予行演習のあとに案件が変わりました（${parts}）。`,
    en: (parts: string) => `The campaign has changed since this rehearsal (${parts}).`,
  },
  and: { ja: '・', en: ', ' },
  list: { ja: 'これまでの予行演習', en: 'Rehearsals so far' },
  empty: { ja: 'まだ予行演習をしていません。', en: 'There has been no rehearsal yet.' },
  no: { ja: '番号', en: 'No.' },
  state: { ja: '状態', en: 'State' },
  version: { ja: '版', en: 'Version' },
  at: { ja: '依頼した日時', en: 'Asked for' },
  completed: { ja: '手続きを終えた契約', en: 'Completed' },
  compareWith: { ja: '比べる相手', en: 'Compare with' },
  compare: { ja: 'ほかの予行演習と比べる', en: 'Compare with another rehearsal' },
  compared: { ja: '違い', en: 'Differences' },
  before: { ja: (no: string) => `予行演習${no}`, en: (no: string) => `Rehearsal ${no}` },
  change: { ja: '差', en: 'Change' },
  mayBeChance: { ja: '完了率の幅が重なるため、偶然の差かもしれません。', en: 'The ranges of the shares overlap: the difference may be chance.' }, // prettier-ignore
  pdf: { ja: 'PDF', en: 'PDF' },
  json: { ja: 'JSON', en: 'JSON' },
  figures: { ja: '主な数字', en: 'Key figures' },
  range: {
    ja: (low: string, high: string) => `幅 ${low}〜${high}`,
    en: (low: string, high: string) => `${low}–${high}`,
  },
  curveSays: {
    ja: (share: string, low: string, high: string, day: string) => `${day}までに${share}（幅 ${low}〜${high}）の契約が手続きを終える見込みです。`,
    en: (share: string, low: string, high: string, day: string) => `By ${day}, ${share} of the contracts are expected to be completed (${low}–${high}).`,
  }, // prettier-ignore
  day: { ja: '日', en: 'Day' },
  low: { ja: '下限', en: 'Low' },
  likely: { ja: '見込み', en: 'Likely' },
  high: { ja: '上限', en: 'High' },
  due: { ja: '発生', en: 'Due' },
  done: { ja: '処理', en: 'Done' },
  waiting: { ja: '残', en: 'Waiting' },
  within: { ja: (name: string, sum: string) => `${name}は計${sum}で、能力の範囲内です。`, en: (name: string, sum: string) => `${name}: ${sum} in all, within the capacity.` }, // prettier-ignore
  over: {
    ja: (name: string, days: string, first: string) => `${name}が能力を超える日は${days}日あります（最初は${first}）。`,
    en: (name: string, days: string, first: string) => `${name}: over capacity on ${days} days, first on ${first}.`,
  },
  unlimited: { ja: (name: string, sum: string) => `${name}は計${sum}です。能力は設定されていません。`, en: (name: string, sum: string) => `${name}: ${sum} in all; no capacity is known.` }, // prettier-ignore
  capacity: { ja: (n: string) => `能力 ${n}/日`, en: (n: string) => `capacity ${n} a day` },
  noLimit: { ja: '上限なし', en: 'no limit known' },
  states: { ja: 'お客様の状態の移り変わり', en: 'States over time' },
  statesSays: {
    ja: (open: string, all: string) => `最後の日に${all}人のうち${open}人が終わっていません。`,
    en: (open: string, all: string) => `On the last day ${open} of ${all} customers are not closed.`,
  },
  previous: { ja: '前の経過', en: 'Previous' },
  next: { ja: '次の経過', en: 'Next' },
  strangeOf: { ja: (n: string, of: string) => `${n} / ${of}`, en: (n: string, of: string) => `${n} of ${of}` },
  nothing: { ja: '効果のない手順はありません。', en: 'Every step adds something.' },
  started: { ja: '予行演習を始めました', en: 'The rehearsal has been queued' },
} as const;
