import { type wayReasonsJa, type wayWordsJa } from '../ja/ways';

export const wayReasonsEn: Record<keyof typeof wayReasonsJa, string> = {
  tried: 'ways tried',
  bounced: 'bounced',
  returned: 'returned',
  'returned:other': 'returned (other reason)',
  failed: 'could not be sent',
  not_tried: 'not tried',
  no_notice_yet: 'no first notice has gone out yet',
  ways_left: 'not every way was tried before the last day',
  client_question: 'the client is being asked',
  printable: 'the letter that could not be printed has been checked',
  'hold:unprintable': 'a letter could not be printed and waits for a person',
};

export const wayWordsEn: Record<keyof typeof wayWordsJa, string> = {
  way: '{channel}: {result}',
  separator: ', ',
};
