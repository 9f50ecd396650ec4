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
    advice: 'The reason is in `issues`. The call stays open. Do not call; go on to the next one.',
  },
  call_not_possible: {
    title: 'This call may not be made any more',
    advice: 'The reason is in `issues`. The call has been ended. Do not call; go on to the next one.',
  },
  call_lease_lost: {
    title: 'This call is not yours',
    advice: 'Its lease has passed to another person, or you never had one. Lease it (again) first.',
  },
  call_callback_unfit: {
    title: 'The call back cannot be promised for this time',
    advice: 'Choose a later time, within the hours for calls and not after the last dispatch (reason: {reason}).',
  },
};
