import { type ErrorCode } from '../errors';
import { accessErrorsEn } from './errors-access';
import { type ErrorText } from './errors-ja';
import { pageErrorsEn } from './errors-pages';
import { personalErrorsEn } from './errors-personal';
import { requestErrorsEn } from './errors-requests';
import { steeringErrorsEn } from './errors-steering';

export const errorsEn: Record<ErrorCode, ErrorText> = {
  unauthenticated: {
    title: 'You are not signed in, or the API key is not accepted',
    advice: 'Sign in, or send a valid API key (not expired, not revoked) as Authorization: Bearer tk_….',
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
    title: 'Too many requests, refused for a while',
    advice: 'Wait as long as Retry-After says, then try again.',
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
  ...accessErrorsEn,
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
  ...requestErrorsEn,
  ...steeringErrorsEn,
  ...pageErrorsEn,
  ...personalErrorsEn,
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
  file_row_too_long: {
    title: 'A row is too long',
    advice: 'Line {line} has more than 128 KB. Check the line breaks. Nothing was imported.',
  },
  file_too_many_rows: {
    title: 'The file has too many rows',
    advice: 'At most {limit} rows are taken. Divide the file among campaigns. Nothing was imported.',
  },
  file_quote_unclosed: {
    title: 'A quote is not closed',
    advice: 'Close the quote (") that begins at line {line}. Nothing was imported.',
  },
  import_running: { title: 'An import is in progress', advice: 'Wait until it is over and try again.' },
  code_unreadable: {
    title: 'No envelope code can be read from the image',
    advice: 'Type the 12 characters printed on the form as code; the image can go with it (?code=…).',
  },
  code_wrong: {
    title: 'The envelope code is wrong',
    advice: 'It has 12 letters and digits, and the last one does not fit. Look at the form again.',
  },
  codes_differ: {
    title: 'There is more than one envelope code',
    advice: 'Send one envelope at a time. If the typed code is not that of the image, check which one is right.',
  },
  scan_unreadable: {
    title: 'The image cannot be opened',
    advice: 'Scan again as PNG, JPEG, TIFF or PDF (no password, at most 20 pages).',
  },
  four_eyes: {
    title: 'The same person cannot enter it again',
    advice: 'Somebody who has not entered this form yet must do it.',
  },
  return_decided: {
    title: 'This item has been decided',
    advice: 'It is {status}. No further entry is needed.',
  },
  client_file_columns: {
    title: 'The header of the file of changes is not the agreed one',
    advice:
      'The nine columns are 契約番号,異動区分,異動日,電話番号,携帯電話,メールアドレス,郵便番号,住所,備考. Mend the issues and send it again.',
  },
  client_totals_differ: {
    title: 'Rows or control total do not agree; nothing was taken',
    advice:
      'It may have been cut off, or a row is missing. See the issues, make it anew and send it. Nothing was kept.',
  },
  client_file_changed: {
    title: 'This file says something else than what was looked at',
    advice: 'Read it again, check it, and apply it with its totalsHash.',
  },
  client_file_decided: {
    title: 'This is no longer possible with this file',
    advice: 'The file is {status}. Further changes come with the next file.',
  },
  plan_version_refused: {
    title: 'This version cannot be given to people in flight',
    advice: '{count} points must be mended first. See `issues`.',
  },
  plan_version_unchanged: {
    title: 'Nothing differs from the present version',
    advice: 'Change the file and send it again. The present version is {version}.',
  },
  plan_version_wrong_state: {
    title: 'This is not possible in the present state of the version',
    advice: 'It is {status}; needed is: {allowed}.',
  },
  plan_version_outdated: {
    title: 'Another version has been adopted since',
    advice: 'This one was made from version {base}, the campaign is at version {version}. Send the file again.',
  },
  plan_version_busy: {
    title: 'Another version is being adopted',
    advice: 'The journeys are still moving to version {version}. Wait a little and send the same again.',
  },
  client_results_acknowledged: {
    title: 'Another acknowledgement of this delivery is there already',
    advice: 'Check what was said about file {file}. Correct it with the acknowledgement of the next delivery.',
  },
  second_person_needed: {
    title: 'So many changes need a second person',
    advice:
      '{planned} changes are more than the limit of {limit}. A manager or approver other than the one who sent the file must check and apply it.',
  },
  call_task_done: { title: 'This call is over', advice: 'Its result is {result}. Go on to the next call.' },
  call_task_taken: {
    title: 'Somebody else is making this call',
    advice: 'It is leased to somebody else until {until}. Go on to the next call.',
  },
  call_not_now: {
    title: 'This call may not be made now',
    advice: 'The reason is in `issues`. The call stays open. Do not call; go on to the next one.',
  },
  call_not_possible: {
    title: 'This call may not be made any more',
    advice: 'The reason is in `issues`. The call has been ended. Do not call; go on to the next one.',
  },
  call_lease_lost: {
    title: 'This call is not yours',
    advice: 'Its lease has gone to somebody else, or you never had one. Lease it (again) first.',
  },
  call_callback_unfit: {
    title: 'The call back cannot be promised for this time',
    advice: 'Choose a later time, within the hours for calls and not after the last dispatch (reason: {reason}).',
  },
  hold_note_missing: {
    title: 'A hold needs a note to be released before its review date',
    advice: 'It is to be reviewed on {date}. To release it earlier, say why in `note`.',
  },
  override_not_foreseen: {
    title: 'This campaign foresees no exception from a refusal of this channel',
    advice: 'It can be asked for only where the approved table says `override` for a refusal of {channel}.',
  },
  override_exists: {
    title: 'An override of this channel has been asked for already',
    advice: 'The channel is {channel}; the list says where it stands.',
  },
  override_decided: { title: 'This override has been decided', advice: 'Ask for it anew.' },
  override_self: {
    title: 'Nobody confirms an override of their own',
    advice: 'An approver other than the one who asked decides.',
  },
  representative_may_not_decide: {
    title: 'This representative may not decide',
    advice: 'It is only addressed. Record the intention and wait for somebody who may answer.',
  },
  notice_invalid: { title: 'The notice cannot be made', advice: 'Check the names that the notice uses.' },
  payload_unreadable: {
    title: 'This payload cannot be opened',
    advice: 'Key {key} is not in CODEC_KEY_FILE, or the payload was altered.',
  },
  key_lost: {
    title: "The key to this customer's data is missing",
    advice:
      'Master key {key} is not in the key file, or does not fit. Once an administrator has put it back, go on as before.',
  },
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
