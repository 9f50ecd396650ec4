/** Reasons inside the advice of an error, each by its code. */
export const errorReasonsJa = {
  // corrections
  contract_not_in_journey: 'このお客様の契約ではない',
  declared_at: '申し出の日時がないか、期限または現在より後になっている',
  later_choice: 'お客様のより新しい申し出がある',
  same: '今の結果と同じ',
  too_late: '期限を過ぎており、連絡を再開できない',
  no_outcome_yet: 'まだ結果が出ていない',
  twice: '同じ契約が一覧に二度ある',
  correction_open: '確認を待っている訂正がある',
  // erasure
  journey_open: '手続き中',
  campaign_live: '進行中の案件の対象者',
  legal_hold: '法的な留保',
  letter_in_print: '発送前の郵便がある',
  import_running: '対象者リストの取込中',
  // completeness statement
  not_ended: '案件が終わっていない',
  not_balanced: '未決の契約があるか、件数が合わない',
  changed_meanwhile: '作成中に変更があった',
  // calls
  done: '処理済み',
  // exports and keys
  results: '結果データ（results）',
  codes: '確認番号の一覧（codes）',
  statement: '契約番号つきの完了報告書（statement）',
  role: '役割（role）',
  actions: '操作（actions）',
  rights: '特別な権限（rights）',
  campaigns: '案件（campaigns）',
};
