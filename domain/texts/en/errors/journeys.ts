import { type journeyErrorsJa } from '../../ja/errors/journeys';
import { type ErrorText } from '../../catalogue';

export const journeyErrorsEn: Record<keyof typeof journeyErrorsJa, ErrorText> = {
  pause_scope_unknown: {
    title: 'The campaign has no such thing to pause',
    advice: 'Check {what}: name a notice, a version or customers of this campaign.',
  },
  pause_until_past: {
    title: 'The pause would end in the past',
    advice: 'Give a later instant, or null to pause until a person ends it.',
  },
  print_run_not_handed_over: {
    title: 'The print run is not handed over yet',
    advice: 'Book its posting slip after the hand-over.',
  },
  print_run_handed_over: {
    title: 'This print run is with the print shop already',
    advice: 'An envelope can be split only before that. To keep it back, pause its scope and recall it.',
  },
  envelope_not_shared: { title: 'This envelope has one letter only', advice: 'There is nothing to split.' },
  posting_day_wrong: {
    title: 'The day of posting is out of range',
    advice: 'It is a day from the hand-over ({first}) to today ({last}).',
  },
  waves_all_begun: {
    title: 'No wave is still to begin',
    advice: 'No customer is in a wave that has not begun, so there is nothing left to plan.',
  },
  segment_unknown: {
    title: 'The campaign has no such segment',
    advice: 'There is no segment {segment}. Use a name from the section segments of the campaign file. Known: {known}.',
  },
  trial_too_large: {
    title: 'The trial is too large',
    advice: 'It would have {size} of {customers} customers. Choose fewer than all.',
  },
  trial_unmeasured: {
    title: 'The trial wave has not shown enough yet',
    advice:
      '{observed} of its {customers} customers can be judged by now. Wait, or set early to true and give the reason for going on without waiting.',
  },
  pause_over: { title: 'The pause is over', advice: 'Open a new one by its scope, then ask for the letters.' },
  journey_closed: {
    title: 'The journey of this customer is closed',
    advice: 'Nothing will be sent any more. If an outcome is wrong, ask for its correction.',
  },
  correction_not_possible: {
    title: 'This correction is not possible',
    advice: 'Reason: {why}. Check it and ask again.',
  },
  correction_open: {
    title: 'Another correction of this contract waits for its confirmation',
    advice: 'Confirm or decline correction {correction} first.',
  },
  correction_decided: { title: 'This correction has been decided', advice: 'It is {status}.' },
  correction_self: {
    title: 'Who asked for it can not confirm it',
    advice: 'An approver or manager other than the one who asked must confirm it.',
  },
};
