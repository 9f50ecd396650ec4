import { type Channel, type Language } from './campaigns/campaign';

/**
 * The table of error codes. `status` is the HTTP status; `retryable` tells an activity to try again. Texts are in
 * domain/texts, one per code and language.
 */
export const ERRORS = {
  // callers
  unauthenticated: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  method_not_allowed: { status: 405, retryable: false },
  invalid_request: { status: 400, retryable: false },
  malformed_json: { status: 400, retryable: false },
  unsupported_media_type: { status: 415, retryable: false },
  payload_too_large: { status: 413, retryable: false },
  upload_too_slow: { status: 408, retryable: true },
  rate_limited: { status: 429, retryable: true },
  idempotency_key_missing: { status: 400, retryable: false },
  idempotency_key_reused: { status: 422, retryable: false },
  idempotency_in_progress: { status: 409, retryable: true },
  if_match_missing: { status: 428, retryable: false },
  version_conflict: { status: 412, retryable: false },
  // signing in, accounts, API keys
  sign_in_failed: { status: 401, retryable: false },
  sign_in_unfinished: { status: 401, retryable: false },
  second_factor_wrong: { status: 403, retryable: false },
  password_wrong: { status: 403, retryable: false },
  fresh_code_needed: { status: 403, retryable: false },
  session_needed: { status: 403, retryable: false },
  csrf_refused: { status: 403, retryable: false },
  login_taken: { status: 409, retryable: false },
  grant_exists: { status: 409, retryable: false },
  own_account: { status: 403, retryable: false },
  key_too_wide: { status: 403, retryable: false },
  oidc_refused: { status: 403, retryable: false },
  // campaigns
  campaign_file_invalid: { status: 422, retryable: false },
  campaign_not_editable: { status: 409, retryable: false },
  campaign_wrong_state: { status: 409, retryable: false },
  campaign_without_audience: { status: 409, retryable: false },
  audience_held_undecided: { status: 409, retryable: false },
  last_dispatch_past: { status: 422, retryable: false },
  not_approved: { status: 409, retryable: false },
  approval_void: { status: 409, retryable: false },
  self_approval: { status: 403, retryable: false },
  already_approved: { status: 409, retryable: false },
  content_hash_mismatch: { status: 409, retryable: false },
  pause_scope_unknown: { status: 422, retryable: false },
  pause_until_past: { status: 422, retryable: false },
  trial_unmeasured: { status: 409, retryable: false },
  waves_all_begun: { status: 409, retryable: false },
  segment_unknown: { status: 422, retryable: false },
  trial_too_large: { status: 422, retryable: false },
  pause_over: { status: 409, retryable: false },
  print_run_not_handed_over: { status: 409, retryable: false },
  print_run_handed_over: { status: 409, retryable: false },
  envelope_not_shared: { status: 409, retryable: false },
  posting_day_wrong: { status: 422, retryable: false },
  journey_closed: { status: 409, retryable: false },
  correction_not_possible: { status: 409, retryable: false },
  correction_open: { status: 409, retryable: false },
  correction_decided: { status: 409, retryable: false },
  correction_self: { status: 403, retryable: false },
  held_already_decided: { status: 409, retryable: false },
  statement_not_ready: { status: 409, retryable: false },
  statement_unchanged: { status: 409, retryable: false },
  statement_hash_mismatch: { status: 409, retryable: false },
  proof_without_address: { status: 409, retryable: false },
  proof_recipient_is_customer: { status: 409, retryable: false },
  proof_recipients_full: { status: 409, retryable: false },
  file_not_readable: { status: 422, retryable: false },
  file_not_writable: { status: 422, retryable: false },
  behaviour_file_invalid: { status: 422, retryable: false },
  channel_without_lane: { status: 409, retryable: false },
  rehearsal_without_author: { status: 409, retryable: false },
  login_unknown: { status: 404, retryable: false },
  rehearsal_not_set_up: { status: 409, retryable: false },
  rehearsal_database_in_use: { status: 500, retryable: false },
  rehearsal_running: { status: 409, retryable: false },
  rehearsal_over: { status: 409, retryable: false },
  rehearsal_not_done: { status: 409, retryable: false },
  question_wrong_state: { status: 409, retryable: false },
  plan_version_refused: { status: 422, retryable: false },
  plan_version_unchanged: { status: 422, retryable: false },
  plan_version_wrong_state: { status: 409, retryable: false },
  plan_version_outdated: { status: 409, retryable: false },
  plan_version_busy: { status: 409, retryable: true },
  // audience files
  file_empty: { status: 422, retryable: false },
  file_not_text: { status: 422, retryable: false },
  file_encoding_unknown: { status: 422, retryable: false },
  file_without_header: { status: 422, retryable: false },
  file_headers_differ: { status: 422, retryable: false },
  file_column_unknown: { status: 422, retryable: false },
  file_column_missing: { status: 422, retryable: false },
  file_without_good_row: { status: 422, retryable: false },
  file_quote_unclosed: { status: 422, retryable: false },
  file_row_too_long: { status: 422, retryable: false },
  file_too_costly: { status: 422, retryable: false },
  file_too_many_rows: { status: 422, retryable: false },
  import_running: { status: 409, retryable: true },
  // the client's brand
  logo_unreadable: { status: 422, retryable: false },
  logo_too_small: { status: 422, retryable: false },
  logo_not_a_drawing: { status: 422, retryable: false },
  // returned forms
  code_unreadable: { status: 422, retryable: false },
  code_wrong: { status: 422, retryable: false },
  codes_differ: { status: 422, retryable: false },
  scan_unreadable: { status: 422, retryable: false },
  scan_batch_full: { status: 409, retryable: false },
  scan_page_decided: { status: 409, retryable: false },
  return_image_full: { status: 409, retryable: false },
  scan_batch_has_intake: { status: 409, retryable: false },
  four_eyes: { status: 409, retryable: false },
  return_decided: { status: 409, retryable: false },
  return_awaits_remark: { status: 409, retryable: false },
  return_not_withdrawable: { status: 409, retryable: false },
  enclosure_wrong_state: { status: 409, retryable: false },
  original_wrong_state: { status: 409, retryable: false },
  original_wrong_envelope: { status: 422, retryable: false },
  original_not_scanned: { status: 409, retryable: false },
  research_not_here: { status: 409, retryable: false },
  enclosure_end_unfit: { status: 422, retryable: false },
  box_exists: { status: 409, retryable: false },
  box_ended: { status: 409, retryable: false },
  box_kept: { status: 409, retryable: false },
  set_aside_closed: { status: 409, retryable: false },
  return_without_remark: { status: 409, retryable: false },
  // the exchange with the client's system
  client_file_columns: { status: 422, retryable: false },
  client_totals_differ: { status: 422, retryable: false },
  client_file_changed: { status: 409, retryable: false },
  client_file_decided: { status: 409, retryable: false },
  client_results_acknowledged: { status: 409, retryable: false },
  second_person_needed: { status: 409, retryable: false },
  // the customer's page
  link_invalid: { status: 404, retryable: false },
  factor_wrong: { status: 403, retryable: false },
  factor_locked: { status: 429, retryable: false },
  page_session_expired: { status: 403, retryable: false },
  answer_already_given: { status: 409, retryable: false },
  answer_too_late: { status: 409, retryable: false },
  answer_incomplete: { status: 422, retryable: false },
  bounce_decided: { status: 409, retryable: false },
  // call desk and customers
  call_task_done: { status: 409, retryable: false },
  call_task_taken: { status: 409, retryable: false },
  call_not_now: { status: 409, retryable: false },
  call_not_possible: { status: 409, retryable: false },
  call_lease_lost: { status: 409, retryable: false },
  call_callback_unfit: { status: 422, retryable: false },
  caller_not_identified: { status: 403, retryable: false },
  caller_locked: { status: 409, retryable: false },
  callback_not_promised: { status: 409, retryable: false },
  identity_insufficient: { status: 422, retryable: false },
  nothing_to_take_back: { status: 409, retryable: false },
  representative_unknown: { status: 409, retryable: false },
  link_journey_closed: { status: 409, retryable: false },
  link_too_late: { status: 409, retryable: false },
  link_held: { status: 409, retryable: false },
  link_paused: { status: 409, retryable: false },
  link_limit_reached: { status: 429, retryable: false },
  link_no_channel: { status: 409, retryable: false },
  authority_wrong_state: { status: 409, retryable: false },
  authority_not_for_customer: { status: 409, retryable: false },
  authority_open: { status: 409, retryable: false },
  authority_no_address: { status: 409, retryable: false },
  authority_no_person: { status: 409, retryable: false },
  inquiry_wrong_state: { status: 409, retryable: false },
  inquiry_customer_unknown: { status: 409, retryable: false },
  inquiry_customer_known: { status: 409, retryable: false },
  inquiry_customer_held: { status: 409, retryable: false },
  inquiry_no_channel: { status: 409, retryable: false },
  inquiry_sms_too_long: { status: 409, retryable: false },
  inquiry_free_text: { status: 409, retryable: false },
  inquiry_own_draft: { status: 403, retryable: false },
  inquiry_reason_missing: { status: 409, retryable: false },
  complaint_not_notified: { status: 409, retryable: false },
  complaint_not_completed: { status: 409, retryable: false },
  hold_note_missing: { status: 422, retryable: false },
  hold_not_yours: { status: 403, retryable: false },
  hold_of_case: { status: 409, retryable: false },
  not_protected: { status: 409, retryable: false },
  research_not_allowed: { status: 409, retryable: false },
  override_not_foreseen: { status: 409, retryable: false },
  override_exists: { status: 409, retryable: false },
  override_decided: { status: 409, retryable: false },
  override_self: { status: 403, retryable: false },
  own_request: { status: 403, retryable: false },
  request_decided: { status: 409, retryable: false },
  request_expired: { status: 409, retryable: false },
  representative_may_not_decide: { status: 409, retryable: false },
  kept_answer_decided: { status: 409, retryable: false },
  // personal data
  protected_customer: { status: 403, retryable: false },
  text_holds_personal_data: { status: 422, retryable: false },
  erased: { status: 410, retryable: false },
  erasure_not_possible: { status: 409, retryable: false },
  export_not_released: { status: 403, retryable: false },
  // inside
  payload_unreadable: { status: 422, retryable: false },
  key_lost: { status: 503, retryable: false },
  decoder_busy: { status: 503, retryable: true },
  notice_invalid: { status: 422, retryable: false },
  print_shop_away: { status: 503, retryable: true },
  print_shop_host_key: { status: 503, retryable: true },
  print_shop_refused: { status: 503, retryable: true },
  print_shop_differs: { status: 409, retryable: true },
  provider_unavailable: { status: 503, retryable: true },
  database_unavailable: { status: 503, retryable: true },
  database_busy: { status: 503, retryable: true },
  temporal_unavailable: { status: 503, retryable: true },
  internal: { status: 500, retryable: true },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** A problem in an input: where (JSON path, and in a file its line from 1), what, and how to correct it. */
export interface Issue {
  path: string;
  line?: number;
  code: string;
  message: string;
  advice?: string;
  /** An error keeps the file from being used; a warning may be meant. */
  severity?: 'error' | 'warning';
  /** The text that it is about, and the line and column in it (from 1). */
  text?: IssueText;
}

/** A text of a campaign; a fact or a choice belongs to no notice. */
export interface IssueText {
  language: Language;
  notice?: string;
  channel?: Channel;
  line?: number;
  column?: number;
}

/** The only error type thrown on purpose. `detail` is shown to people and holds no personal data. */
export class AppError extends Error {
  readonly status: number;
  readonly retryable: boolean;

  constructor(
    readonly code: ErrorCode,
    readonly detail: Record<string, string | number> = {},
    readonly issues: Issue[] = [],
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'AppError';
    this.status = ERRORS[code].status;
    this.retryable = ERRORS[code].retryable;
  }
}
