import { type RefusalCode } from '../../../campaigns/plan-diff';
import { type FindingText } from '../../catalogue';
import { type versionEventsJa } from '../../ja/campaigns/plan-versions';

export const versionEventsEn: Record<keyof typeof versionEventsJa, string> = {
  plan_changed: 'Moved to a new version of the plan',
  notice_replaced: 'The text was replaced before it left',
  notice_recalled: 'Withdrawn before it left: its text was recalled',
};

export const versionRefusalsEn: Record<RefusalCode, FindingText> = {
  columns_fixed: {
    message: 'The columns of the audience file can no longer change',
    advice: 'Put back the columns of the present version.',
  },
  zone_fixed: { message: 'The time zone can no longer change', advice: 'Put back the zone of the present version.' },
  choice_promised: {
    message: 'A choice that customers were given cannot be taken away',
    advice: 'Keep the choice. Its label and details may change.',
  },
  date_promised: {
    message: 'A date that customers were notified of cannot come sooner',
    advice: 'Give the same day or a later one: what was printed cannot be moved.',
  },
  rule_promised: {
    message: 'That the postmark counts cannot be taken back',
    advice: 'Put applyByRule back to postmark.',
  },
  first_dispatch_begun: {
    message: 'The first dispatch date has passed',
    advice: 'Put back the day of the present version.',
  },
  wave_begun: {
    message: 'This wave has begun: who is in it and when it begins can no longer change',
    advice:
      'Put it back as in the present version; its name may change. Waves that have not begun can be divided anew.',
  },
  wave_after_trial: {
    message: 'A wave that has begun cannot be made to wait for a trial',
    advice: 'Put the trial after the waves that have begun.',
  },
  waves_reordered: {
    message: 'The order of waves that have begun can no longer change',
    advice: 'Put the waves that have begun in the order of the present version.',
  },
  waves_none_left: {
    message: 'No wave is left for the customers whose wave has not begun',
    advice: 'Keep at least one wave that has not begun.',
  },
  dispatch_begun: {
    message: 'The first dispatch has passed: customers can no longer be divided into waves',
    advice: 'Leave the waves out.',
  },
  waves_for_all: {
    message: 'A version that divides the waves anew cannot leave customers with the present version',
    advice:
      'Set migrate for all; customers of waves that have begun keep theirs. To change notices or the plan for some only, first adopt a version that does nothing but divide the waves, then use stay in the next one.',
  },
  segment_unknown: {
    message: 'This version has no such segment',
    advice: 'Use a name from `segments` of the new version.',
  },
  recall_unknown: {
    message: 'The present version has no such notice',
    advice: 'Use a name from `notices` of the present version.',
  },
  reopen_closed_missing: {
    message: 'Customers have longer, but it is not decided what happens to journeys that were closed as late',
    advice: 'Set reopenClosed to yes (late answers count, silent customers are open again) or no (they stay closed).',
  },
  on_removed_missing: {
    message: 'It is not decided what happens to a removed step',
    advice: 'Set onRemoved to next (go on with the next step) or end (nothing more is sent).',
  },
};
