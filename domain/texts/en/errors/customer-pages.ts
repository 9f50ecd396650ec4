import { type customerPageErrorsJa } from '../../ja/errors/customer-pages';
import { type ErrorText } from '../../catalogue';

export const customerPageErrorsEn: Record<keyof typeof customerPageErrorsJa, ErrorText> = {
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
  answer_too_late: {
    title: 'The deadline has passed',
    advice: 'It cannot be taken by phone either. Let the customer know, and ask the manager of the campaign.',
  },
  answer_incomplete: { title: 'A contract has no choice yet', advice: 'Choose for each contract.' },
};
