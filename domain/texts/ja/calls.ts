/** Reasons that come from the desks. */
export const deskReasonsJa = {
  consent_missing: '法定代理人の同意が得られないまま期限',
  death_reported: 'ご逝去の申し出',
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
