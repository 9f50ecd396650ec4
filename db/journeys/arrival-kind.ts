/**
 * `answer` {choices, receipt, via?, representative?, requested?, changeRequest?} ·
 * `answer_withdrawn` {contracts, receipt, requested?, changeRequest?}; `requested`: asked of the client; `changeRequest`: agreed by it ·
 * `answer_kept` {declares, why, by, …}; `by`: `customer`, `addressee`, or `representative` by the own link ·
 * `bounce` {messageId, hard, reason, pending?} ·
 * `delivered` {messageId}, after it had counted as lost ·
 * `undeliverable` {messageIds, hard, reason} · `not_sent` {messageId, reason, hard?} ·
 * `form_received` {returnId} ·
 * `return_withdrawn` {returnId, messageIds?, reason?, restores?}, booked by mistake · `form_defect` {returnId, defects} ·
 * `call_ended` {messageId, result} · `opt_out` {channel, purpose, undo?} · `contracts_removed` {contracts, reason} ·
 * `result_rejected` {contracts, reason} · `contact_changed` {channels} · `hold_opened`, `hold_released` {holdId} ·
 * `journey_resumed` {pauses} · `journey_stopped` {} · `outcome_corrected` {contract, outcome, correction, withdraws}
 */
export type ArrivalKind =
  | 'answer'
  | 'answer_withdrawn'
  | 'answer_kept'
  | 'bounce'
  | 'delivered'
  | 'undeliverable'
  | 'not_sent'
  | 'form_received'
  | 'return_withdrawn'
  | 'form_defect'
  | 'call_ended'
  | 'opt_out'
  | 'contracts_removed'
  | 'result_rejected'
  | 'contact_changed'
  | 'hold_opened'
  | 'hold_released'
  | 'journey_resumed'
  | 'journey_stopped'
  | 'outcome_corrected';
