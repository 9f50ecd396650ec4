import { type platformErrorsJa } from '../../ja/errors/platform';
import { type ErrorText } from '../../catalogue';

export const platformErrorsEn: Record<keyof typeof platformErrorsJa, ErrorText> = {
  payload_unreadable: {
    title: 'This payload cannot be opened',
    advice: 'Key {key} is not in CODEC_KEY_FILE, or the payload was altered.',
  },
  key_lost: {
    title: "The key to this customer's data is missing",
    advice:
      'Master key {key} is not in the key file, or does not fit. Once an administrator has put it back, go on as before.',
  },
  decoder_busy: {
    title: 'Many files are waiting to be read',
    advice: 'Nothing was recorded. Wait a minute and send the same again.',
    hint: 'Send the same Idempotency-Key again',
  },
  print_shop_away: {
    title: "The print shop's server cannot be reached",
    advice: 'Once it can, everything goes on by itself from where it was cut off.',
  },
  print_shop_host_key: {
    title: "The print shop's server shows another key than the one entered here",
    advice: 'Nothing was sent. Ask the print shop for the fingerprint by phone.',
  },
  print_shop_refused: {
    title: "The print shop's server refuses",
    advice:
      'Ask the print shop about our key, the rights of the folders, and room on the disk. It then goes on by itself.',
  },
  print_shop_differs: {
    title: 'The print shop has a file with other contents',
    advice: 'It was not overwritten. Ask the print shop where it is from.',
  },
  provider_unavailable: { title: 'The provider does not answer', advice: 'It is tried again by itself.' },
  database_unavailable: {
    title: 'The database cannot be reached',
    advice: 'Wait a little and send the same again.',
    hint: 'Send the same Idempotency-Key again',
  },
  database_busy: {
    title: 'Others are changing the same records',
    advice: 'Nothing was recorded. Wait a few seconds and send the same again.',
    hint: 'Send the same Idempotency-Key again',
  },
  temporal_unavailable: { title: 'Temporal cannot be reached', advice: 'Nothing was lost. Wait a little.' },
  internal: {
    title: 'Something went wrong inside',
    advice: 'Tell an administrator the number of the error. Sending it again doubles nothing.',
    hint: 'errorId; send the same Idempotency-Key again',
  },
};
