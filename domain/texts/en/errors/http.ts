import { type httpErrorsJa } from '../../ja/errors/http';
import { type ErrorText } from '../../catalogue';

export const httpErrorsEn: Record<keyof typeof httpErrorsJa, ErrorText> = {
  unauthenticated: {
    title: 'You are not signed in, or the API key is not accepted',
    advice: 'Sign in, or use a valid API key (not expired, not revoked).',
    hint: 'Authorization: Bearer tk_…',
  },
  forbidden: {
    title: 'You may not do this',
    advice: 'This key has the role {role}; this needs {needs}.',
  },
  not_found: { title: 'Not found', advice: 'Check the URL or the number.' },
  method_not_allowed: { title: 'Method not allowed', advice: 'This URL takes {allow}.' },
  invalid_request: {
    title: 'The input is wrong',
    advice: 'Correct what is listed and send it again.',
    hint: 'Listed in issues',
  },
  malformed_json: {
    title: 'The body is not JSON',
    advice: 'Check brackets, quotes and trailing commas of the body.',
  },
  unsupported_media_type: {
    title: 'This kind of body is not accepted',
    advice: 'Accepted: {allow}.',
    hint: 'Content-Type: {allow}',
  },
  payload_too_large: { title: 'The body is too large', advice: 'At most {limit} bytes are accepted.' },
  upload_too_slow: {
    title: 'The upload took too long and was ended',
    advice: 'It has to arrive within {seconds} seconds: check the connection and send it again. Nothing was recorded.',
  },
  rate_limited: {
    title: 'Too many requests, refused for a while',
    advice: 'Wait a little, then try again.',
    hint: 'Wait as long as Retry-After says',
  },
  idempotency_key_missing: {
    title: 'The number of the act is missing',
    advice: 'Open the page again and repeat it. Nothing was recorded.',
    hint: 'Send a new value (a UUID, 1 to 200 characters) in the Idempotency-Key header of each act',
  },
  idempotency_key_reused: {
    title: 'This act was done before with other contents',
    advice: 'The earlier act stands. Check what is there now, then act again.',
    hint: 'Use a new Idempotency-Key when the contents differ',
  },
  idempotency_in_progress: {
    title: 'The same act is in progress',
    advice: 'Wait a little, then send the same again; nothing is doubled.',
    hint: 'Send the same Idempotency-Key again',
  },
  if_match_missing: {
    title: 'It is open which version this changes',
    advice: 'Read it again, then repeat your change.',
    hint: 'Send the ETag you read in the If-Match header',
  },
  version_conflict: {
    title: 'It was changed by another person first',
    advice: 'It is at version {version} now. Read it again and repeat your change.',
  },
};
