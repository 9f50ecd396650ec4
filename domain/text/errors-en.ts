import { type ErrorCode } from '../errors';
import { type ErrorText } from './errors-ja';

export const errorsEn: Record<ErrorCode, ErrorText> = {
  unauthenticated: {
    title: 'The API key is not accepted',
    advice: 'Send a valid API key (not expired, not revoked) as Authorization: Bearer tk_….',
  },
  forbidden: {
    title: 'You may not do this',
    advice: 'This key has the role {role}; this needs {needs}.',
  },
  not_found: { title: 'Not found', advice: 'Check the URL or the number.' },
  method_not_allowed: { title: 'Method not allowed', advice: 'This URL takes {allow}.' },
  invalid_request: { title: 'The input is wrong', advice: 'Correct what issues lists and send it again.' },
  malformed_json: {
    title: 'The body is not JSON',
    advice: 'Check brackets, quotes and trailing commas of the body.',
  },
  unsupported_media_type: {
    title: 'This kind of body is not accepted',
    advice: 'Content-Type must be one of {allow}.',
  },
  payload_too_large: { title: 'The body is too large', advice: 'At most {limit} bytes are accepted.' },
  rate_limited: {
    title: 'Too many failures, refused for a while',
    advice: 'Wait a little, then try again with a valid API key.',
  },
  idempotency_key_missing: {
    title: 'Idempotency-Key is missing',
    advice: 'Send a new value (a UUID, 1 to 200 characters) in the Idempotency-Key header of each act.',
  },
  idempotency_key_reused: {
    title: 'Idempotency-Key was used for other contents',
    advice: 'Use a new Idempotency-Key when the contents differ.',
  },
  idempotency_in_progress: {
    title: 'A request with this Idempotency-Key is in progress',
    advice: 'Wait a little, then send the same key and contents again.',
  },
  if_match_missing: {
    title: 'If-Match is missing',
    advice: 'Send the ETag you read in the If-Match header.',
  },
  version_conflict: {
    title: 'Somebody else has changed it first',
    advice: 'It is at version {version} now. Read it again and repeat your change.',
  },
  campaign_file_invalid: {
    title: 'The campaign file is wrong',
    advice: 'Correct the places that issues lists and send it again.',
  },
  campaign_not_editable: {
    title: 'This campaign can no longer be changed',
    advice: 'It is {status}. Changes are possible before the start only (draft, submitted, approved).',
  },
  campaign_wrong_state: {
    title: 'Not possible in this state',
    advice: 'The campaign is {status}. This is possible while it is {allowed}.',
  },
  campaign_without_audience: {
    title: 'No audience has been imported',
    advice: 'Import the CSV with PUT /api/campaigns/{id}/audience before you submit.',
  },
  audience_held_undecided: {
    title: 'Held rows are waiting for a decision',
    advice: '{count} held rows are undecided. Release or exclude each of them with a reason.',
  },
  last_dispatch_past: {
    title: 'The last dispatch date has passed',
    advice: 'Nothing can go out after {date}. Correct the dates.',
  },
  not_approved: {
    title: 'Approvals are missing',
    advice: 'Missing: {gates}. Start when both approvals are there.',
  },
  approval_void: {
    title: 'An approval is void',
    advice: 'The contents changed after approval, so these no longer hold: {gates}. Submit again.',
  },
  self_approval: {
    title: 'You cannot approve your own campaign',
    advice: 'Another person than its author, its submitter and the other approver must approve it.',
  },
  already_approved: { title: 'Already approved', advice: 'The current contents have the {gates}.' },
  content_hash_mismatch: {
    title: 'The contents are not those you have seen',
    advice: 'Look at the contents again and send the current contentHash; if they changed, submit again first.',
  },
  held_already_decided: { title: 'This row has been decided', advice: 'Read the list again.' },
  file_empty: { title: 'The file is empty', advice: 'Send a CSV with the rows of the audience.' },
  file_not_text: {
    title: 'This is not a text file',
    advice: 'Send a CSV (CP932 or UTF-8), not an Excel file or an archive.',
  },
  file_encoding_unknown: {
    title: 'The encoding cannot be recognised',
    advice: 'Save the file as CP932 (Shift_JIS) or UTF-8.',
  },
  file_without_header: {
    title: 'There is no header line',
    advice: "The first line must hold the column names given under the campaign file's columns.",
  },
  file_column_unknown: {
    title: 'There is an unknown column',
    advice: "Columns: {columns}. Check the names, add them to the campaign file's columns, or remove them.",
  },
  file_column_missing: {
    title: 'A column is missing',
    advice: "Missing: {columns}. The file must have every column that the campaign file's columns name.",
  },
  file_without_good_row: {
    title: 'Not one row can be imported',
    advice: 'All {rows} rows are wrong. See issues and correct the file. Nothing was imported.',
  },
  file_quote_unclosed: {
    title: 'A quote is not closed',
    advice: 'Close the quote (") that begins at line {line}. Nothing was imported.',
  },
  import_running: { title: 'An import is in progress', advice: 'Wait until it is over and try again.' },
  link_invalid: {
    title: 'This link does not work',
    advice: 'It has expired or is cut off. Please call the number in your notice.',
  },
  factor_wrong: { title: 'This does not match our records', advice: 'Please try again.' },
  factor_locked: { title: 'Too many wrong entries', advice: 'Try again later or call us.' },
  page_session_expired: {
    title: 'Please confirm again who you are',
    advice: 'Some time has passed. Open the link in your notice again.',
  },
  answer_already_given: { title: 'We have your answer already', advice: 'Change it from the page of your receipt.' },
  answer_too_late: { title: 'The deadline has passed', advice: 'Please call us.' },
  answer_incomplete: { title: 'A contract has no choice yet', advice: 'Choose for each contract.' },
  notice_invalid: { title: 'The notice cannot be made', advice: 'Check the names that the notice uses.' },
  provider_unavailable: { title: 'The provider does not answer', advice: 'It is tried again by itself.' },
  database_unavailable: {
    title: 'The database cannot be reached',
    advice: 'Wait a little and send the same again with the same Idempotency-Key.',
  },
  temporal_unavailable: { title: 'Temporal cannot be reached', advice: 'Nothing was lost. Wait a little.' },
  internal: {
    title: 'Something went wrong inside',
    advice: 'Tell an administrator the errorId. Sending it again with the same Idempotency-Key doubles nothing.',
  },
};
