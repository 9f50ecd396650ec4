import { type Text } from '../campaigns/campaign';

/** What the ledger says of steering by scope, of one customer, and of corrections. */
export const steeringEventTexts: Record<string, Text> = {
  pause_opened: { ja: '範囲を決めて一時停止した', en: 'Paused by scope' },
  pause_ended: { ja: '一時停止を終えた', en: 'Ended the pause' },
  recall_asked: { ja: '印刷会社に抜取を依頼した', en: 'Asked the print shop to take letters out' },
  recall_answered: { ja: '抜取の結果を受け取った', en: 'The print shop answered what it took out' },
  recall_differs: { ja: '抜取の結果が依頼と合わない', en: 'The print shop answered otherwise than asked' },
  letter_recalled: { ja: '投函前の手紙を抜き取った', en: 'The letter was taken out before it was posted' },
  letter_given_back: {
    ja: '封筒ごと抜き取られたため、手紙を待ち行列に戻した',
    en: 'Its envelope was taken out; the letter waits again',
  },
  journey_paused: { ja: 'このお客様への連絡を一時停止した', en: 'Paused this customer' },
  journey_resumed: { ja: 'このお客様への連絡を再開した', en: 'Resumed this customer' },
  journey_stopped: { ja: 'このお客様への連絡を中止した', en: 'Stopped this customer' },
  'arrival.journey_resumed': { ja: '一時停止が終わったことを受け取った', en: 'Heard that the pause is over' },
  'arrival.journey_stopped': { ja: '中止の指示を受け取った', en: 'Heard that it was stopped' },
  'arrival.outcome_corrected': { ja: '確認された訂正を受け取った', en: 'Heard of a confirmed correction' },
  correction_proposed: { ja: '結果の訂正を申請した', en: 'Asked for the correction of an outcome' },
  correction_confirmed: { ja: '結果の訂正を確認した', en: 'Confirmed the correction of an outcome' },
  correction_declined: { ja: '結果の訂正を却下した', en: 'Declined the correction of an outcome' },
};

export const steeringReasonTexts: Record<string, Text> = {
  paused: { ja: '一時停止中', en: 'paused' },
  after_pause: { ja: '一時停止の後の順番を待っている', en: 'waiting for its turn after a pause' },
  recalled: { ja: '投函前に抜き取った', en: 'taken out before it was posted' },
  stopped_by_person: { ja: '人の判断で中止した', en: 'stopped by a person' },
  correction: { ja: '人の訂正による', en: 'corrected by a person' },
  correction_in_grace: { ja: '人の訂正による（救済期限内）', en: 'corrected by a person, in the grace period' },
  corrected: { ja: '人の訂正による', en: 'corrected by a person' },
};
