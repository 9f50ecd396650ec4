import { type CallResult } from '../../calls/call-rules';

/** Results of a call, as the desk chooses them. */
export const callResultsJa: Record<CallResult, string> = {
  completed: '受付完了（電話）',
  intent: '意向のみ・手続きを案内',
  callback: '折り返しを約束',
  no_answer: '不在・呼出のみ',
  busy: '話し中',
  voicemail: '留守番電話',
  third_party: '別の方が応答',
  wrong_number: '番号違い',
  invalid_number: '番号が現在使われていない',
  refused: '電話を拒否',
  deceased: 'ご逝去の申し出',
};

/** Reasons that come from the desks. */
export const deskReasonsJa = {
  consent_missing: '法定代理人の同意が得られないまま期限',
  death_reported: 'ご逝去の申し出',
  'hold:antisocial': '連絡留保中（反社会的勢力の疑い）',
  'hold:vip': '連絡留保中（個別対応）',
  'hold:address_research': '連絡留保中（住所調査）',
  'hold:consent_missing': '連絡留保中（法定代理人の同意待ち）',
  'hold:other': '連絡留保中（その他）',
};

/** Why a call may not be made, or not now. */
export const callRefusalsJa = {
  not_due: '次にかける時刻になっていない',
  leased: 'ほかの担当者が架電中',
  unread: '届いた連絡を処理している',
  campaign_submitted: '案件が実行中でない',
  campaign_completed: '案件が終了した',
  quiet_hours: '電話してよい時間の外',
  lane_hours: '架電の営業時間の外',
  capacity: '本日の架電枠がいっぱい',
  rate: '架電の速さの上限',
  breaker_open: '架電が止められている',
  inbound: 'お客様からの電話（受電）で済んだ',
  journey_over: 'お客様への連絡が終了済み',
  past: '過ぎた日時',
};
