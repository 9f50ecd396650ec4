import { type callErrorsJa } from '../../ja/errors/calls';
import { type ErrorText } from '../../catalogue';

export const callErrorsEn: Record<keyof typeof callErrorsJa, ErrorText> = {
  call_task_done: { title: 'This call is over', advice: 'Its result is {result}. Go on to the next call.' },
  call_task_taken: {
    title: 'Another person is making this call',
    advice: 'It is leased to another person until {until}. Go on to the next call.',
  },
  call_not_now: {
    title: 'This call may not be made now',
    advice: 'The reason is given below. The call stays open. Do not call; go on to the next one.',
  },
  call_not_possible: {
    title: 'This call may not be made any more',
    advice: 'The reason is given below. The call has been ended. Do not call; go on to the next one.',
  },
  call_lease_lost: {
    title: 'This call is not yours',
    advice: 'Its lease has passed to another person, or you never had one. Lease it (again) first.',
  },
  call_callback_unfit: {
    title: 'The call back cannot be promised for this time',
    advice: 'Choose a later time, within the hours for calls and not after the last dispatch (reason: {reason}).',
  },
  caller_not_identified: {
    title: 'The caller could not be identified',
    advice:
      'What the caller said does not agree with what is on file. Do not say which item is wrong. Checks left today: {left}.',
  },
  caller_locked: {
    title: 'No caller can be identified for this customer today',
    advice: 'Three checks have failed. No answer is taken by phone today; offer to send a letter.',
  },
  identity_insufficient: {
    title: 'Too few items can be compared',
    advice:
      'Ask for at least two items that are on file, such as contract number, birth date or the reading of the name. This check does not count.',
  },
  callback_not_promised: {
    title: 'This is not a call that was promised',
    advice:
      'Only a call promised to the customer, to the number on file, shows who answers. Ask for two items instead.',
  },
  nothing_to_take_back: {
    title: 'There is no answer to take back',
    advice: 'The contracts named have no answer in force. Check which contracts the caller means.',
  },
  representative_unknown: {
    title: 'No representative is on file',
    advice: 'Check the document that proves who may decide, add the representative, and then book the answer.',
  },
};
