/** Ledger entries about pauses, recalls, steering one customer and corrections. */
export const steeringEventsJa = {
  pause_opened: '範囲を決めて一時停止した',
  pause_ended: '一時停止を終えた',
  wave_go: '試行ロットの後の発送ロットを続行と判断した',
  envelope_split: '1封の手紙を別々の封筒に分けるよう指示した',
  recall_asked: '印刷会社に抜取を依頼した',
  recall_answered: '抜取の結果を受け取った',
  recall_differs: '抜取の結果が依頼と合わない',
  letter_recalled: '投函前の手紙を抜き取った',
  letter_given_back: '封筒ごと抜き取られたため、手紙を待ち行列に戻した',
  journey_paused: 'このお客様への連絡を一時停止した',
  journey_resumed: 'このお客様への連絡を再開した',
  journey_stopped: 'このお客様への連絡を中止した',
  'arrival.journey_resumed': '一時停止が終わったことを受け取った',
  'arrival.journey_stopped': '中止の指示を受け取った',
  'arrival.outcome_corrected': '確認された訂正を受け取った',
  correction_proposed: '結果の訂正を申請した',
  correction_confirmed: '結果の訂正を確認した',
  correction_declined: '結果の訂正を却下した',
};

/** Reasons that come from pauses, stops and corrections. */
export const steeringReasonsJa = {
  paused: '一時停止中',
  after_pause: '一時停止の後の順番を待っている',
  recalled: '投函前に抜き取った',
  stopped_by_person: '担当者の判断による中止',
  correction: '担当者の訂正による',
  correction_in_grace: '担当者の訂正による（救済期限内）',
  corrected: '担当者の訂正による',
};

/** Ledger entries about requests that a second person must approve. */
export const requestEventsJa = {
  request_asked: '二人承認が必要な操作を申請した',
  request_approved: '申請を承認し、実行した',
  request_refused: '申請を却下した',
};
