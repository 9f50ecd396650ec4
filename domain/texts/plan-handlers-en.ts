import { type planHandlersJa } from './plan-handlers-ja';
import { type PlanText } from './plan-text';

export const planHandlersEn: Record<keyof typeof planHandlersJa, PlanText> = {
  hours_malformed: {
    message: 'These are no hours of a weekday.',
    advice: 'Write sat: { from: 17:00, until: 10:00 } (when nothing is sent), or sun: closed (nothing on that day).',
  },
  days_all_closed: {
    message: 'Every weekday is closed, so nothing could ever be sent.',
    advice: 'Leave at least one weekday open.',
  },
  band_never_open: {
    message: 'In the part of the day "{band}" ({from} to {until}) quietHours.phone never allows a call.',
    advice: 'Remove it from bands, or change quietHours.phone.',
  },
  handler_unused: {
    message: 'There is "{key}", but no step uses {channel}.',
    advice: 'Remove it, or add {channel} to the channels of a step.',
  },
  handler_empty: {
    message: '"{key}" decides nothing.',
    advice: 'Write next, call, hold or later for each case, or remove "{key}", which is the same as next.',
  },
  handler_script_missing: {
    message: 'It says call, but not what to say (notice).',
    advice: 'Name a text whose channel is phone, as in notice: call-returned.',
  },
  handler_script_unused: {
    message: 'There is a text, but nothing says call.',
    advice: 'Make one of the cases call, or remove the notice.',
  },
  refused_is_received: {
    message:
      'A letter that is refused at the door was received, and ends letters to this customer. That cannot be changed.',
    advice: 'Remove this. Reasons that can be given here: {available}',
  },
  again_to_bad_address: {
    message: 'The address is of no more use then, so nothing can go to it again.',
    advice:
      'Choose one of: {available}. hold waits until the address has been looked for, and sends to the new one where there is one.',
  },
};
