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
  paused: '電話は一時停止中（再開まで、または期限までかけられない）',
};

/** What the system does after a result of a call, under that result on the desk. */
export const callEffectsJa = {
  receipt: '受付番号が出ます。この案件の連絡はここで終わります',
  may_not: 'この代理人には回答の権限がないため、受け付けられません',
  callback: '約束した日時に、この電話が最初に回ります（架電の回数に数えません）',
  held: 'すべての連絡を留保し、担当者が相続のお手続きを確かめます',
  waits_next: '意向として残し、お手続きを待ちます。次の連絡は{from}以降（{channels}）',
  waits_none: '意向として残し、お手続きを待ちます。このあとに予定の連絡はありません',
  large_print_next: '書面を大きな文字に変え、すぐに送る作業を出します。次の連絡は{from}以降（{channels}）',
  large_print_none: '書面を大きな文字に変え、すぐに送る作業を出します。ほかに予定の連絡はありません',
  other_way: '電話はここまでとし、書面などほかの手段でご案内します',
  language: '電話はここまでとし、書面などでご案内します。その言語で対応する作業を出します',
  complaint: 'すべての連絡を留保し、苦情の台帳に載せます。お伝えする受付番号が出ます',
  no_calls_next: 'すべての案件で電話を止めます。次の連絡は{from}以降（{channels}）',
  no_calls_none: 'すべての案件で電話を止めます。ほかに予定の連絡はありません',
  again: '{no}回目（全{of}回）とし、次は{at}から',
  last: '{no}回目（全{of}回）で、電話は最後です。ほかの手段か次の段階に移ります',
  unchanged: '次の電話の予定は変わりません（{at}から）',
  no_number: 'この番号への電話とSMSを、同じ番号のお客様すべてで止めます',
  no_number_represented: '代理人の電話番号への電話とSMSを止めます',
};
