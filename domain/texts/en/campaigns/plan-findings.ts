import { type FindingText } from '../../catalogue';
import { type groupWordsJa, type planFindingsJa } from '../../ja/campaigns/plan-findings';

export const planFindingsEn: Record<keyof typeof planFindingsJa, FindingText> = {
  number_too_small: { message: '{value} is too small.', advice: 'Write {minimum} or more.' },
  number_too_large: { message: '{value} is too large.', advice: 'Write {maximum} or less.' },
  channels_missing: {
    message: 'There is no channel.',
    advice: 'Write first: [mail, sms, post] (the first usable one) or all: [mail, post] (every usable one).',
  },
  tie_at_once: {
    message: 'There is both at and atOnce.',
    advice: 'Write at for a step that has its day, atOnce for one that does not wait for the step before it.',
  },
  tie_date_missing: {
    message: 'The date {date} that at names is not in dates.',
    advice: 'Give {date} in dates, or choose a date that is there, such as applyBy.',
  },
  tie_after_last_dispatch: {
    message: 'The day of this step ({day}) is after the last dispatch ({lastDispatch}), so it can never go out.',
    advice: 'Raise daysBefore, or move dates.lastDispatch.',
  },
  step_never_goes: {
    message: 'The step "{step}" goes to no customer at all.',
    advice:
      'Its turn does not come before the last dispatch, or no customer has its segments and channels. Check the dates, the waits and the segments.',
  },
  silent_before_deadline: {
    message: 'For {group} nothing comes in the last {days} days before apply-by.',
    advice: 'Place a final notice near the last day, with at: { daysBefore: 21, date: applyBy }.',
  },
  year_end_open: {
    message: 'Days around New Year (29 December to 3 January) count as business days: {days}',
    advice: 'If print shop, post and desk are closed, add these days to calendar.closedDays.',
  },
  year_end_date: {
    message: '{date} falls on a day around New Year ({day}).',
    advice: 'Desk and post are closed then; move it to a business day, or make sure that it is meant.',
  },
  notice_without_english: {
    message: 'There is no English text.',
    advice:
      'It goes in Japanese to customers who are written to in English too. Add the English text, or make sure that this is meant.',
  },
  step_before_notice: {
    message: 'For {group} this step ({kind}, {channel}) would come before any notice.',
    advice:
      'Add this channel with a text to an earlier step of kind notice, or give these customers a notice step of their own.',
  },
  channels_both: { message: 'There are both first and all.', advice: 'Keep one of them.' },
  call_without_phone: {
    message: 'This step calls, but phone is not among its channels.',
    advice: 'Write first: [phone], for example, or make it a reminder without call.',
  },
  postal_empty: {
    message: 'postal says nothing.',
    advice:
      'Write class (ordinary, recorded 特定記録, simple_registered 簡易書留, registered 書留), express: true (速達) or noForwarding: true (転送不要).',
  },
  postal_without_post: {
    message: 'There is a postal class, but post is not among the channels.',
    advice: 'Add post to first or all, or remove postal.',
  },
  step_id_reserved: {
    message: 'The step id "{value}" is reserved for letters about defects.',
    advice: 'Choose another id.',
  },
  notice_malformed: {
    message: 'This does not name a notice.',
    advice:
      'Write a key of notices, as in notice: reminder, or one for each channel: { mail: reminder, sms: reminder-sms }.',
  },
  notice_per_channel: {
    message: 'This step has several channels ({channels}), but one notice only.',
    advice: 'Name one for each channel: notice: { mail: reminder, sms: reminder-sms }.',
  },
  notice_of_other_channel: {
    message: 'The notice "{value}" is for {own} and cannot be used for {channel}.',
    advice: 'Choose a notice whose channel is {channel}.',
  },
  notice_channel_missing: {
    message: 'There is no notice for "{channel}".',
    advice: 'Name a key of notices for each channel of the step.',
  },
  notice_channel_unused: {
    message: 'This step does not use "{channel}".',
    advice: 'Remove this notice, or add the channel.',
  },
  sms_subject: { message: 'An SMS has no subject.', advice: 'Remove the subject.' },
  quiet_hours_missing: {
    message: '"{channel}" is used, but its quiet hours are missing.',
    advice: 'Write {channel}: { from: 20:00, until: 09:00 }, for example, or null for no quiet hours.',
  },
  quiet_hours_post: {
    message: 'Letters have no quiet hours.',
    advice: 'Remove this. Letters are printed at post.runAt on business days.',
  },
  policy_row_missing: {
    message: '"{channel}" is used, but its row of {purpose} is missing.',
    advice: 'Say who may be contacted: {channel}: { yes: contact, unknown: contact, no: dont }, for example.',
  },
  post_missing: {
    message: 'Letters are sent, but how (post) is missing.',
    advice: 'Write post: { returnTo: { ja: …, en: … } }; runAt, arrivesAfter and mailClass may be left out.',
  },
  reply_code: {
    message: 'This is no postal code of prepaid replies.',
    advice: 'Write the approved code, such as 231-8790; it ends in 8790.',
  },
  reply_number: {
    message: 'This is no number of prepaid replies.',
    advice: 'number has the three digits given with the code, approval the number of the approval. Put them in quotes.',
  },
  reply_ends_early: {
    message: 'Prepaid replies end ({value}) too soon after the last answers.',
    advice:
      'Have them approved until {day} at the least, three months after the last day: later ones cost the customer.',
  },
  reply_ends_late: {
    message: 'Prepaid replies end ({value}) more than two years ahead.',
    advice: 'A post office approves two years at most: until {day}. Check the date of the approval.',
  },
  segment_unknown: { message: 'There is no segment "{value}".', advice: 'Segments of this file: {available}' },
  segment_both: { message: 'The segment "{value}" is in both only and except.', advice: 'Keep one of them.' },
  segment_empty: {
    message: 'There is no condition, so every customer is in it.',
    advice: 'Give one of kind, ageFrom, ageBelow, missing, products, prefectures.',
  },
  segment_company_age: {
    message: 'Companies have no age, so no customer is in it.',
    advice: 'Make kind person, or remove the ages.',
  },
  segment_ages_order: {
    message: 'No age is {ageFrom} or above and below {ageBelow}.',
    advice: 'Make ageBelow larger than ageFrom.',
  },
  age_no_step: {
    message: 'Segments cannot begin or end at age {value}.',
    advice: 'Choose 0, 18, 20, 25, 30 … 95 or 100; the import keeps nothing finer.',
  },
  prefecture_unknown: {
    message: 'There is no prefecture {value}.',
    advice: 'Write 1 (Hokkaido) to 47 (Okinawa), as in JIS X 0401.',
  },
  hours_malformed: {
    message: 'These are not the hours of a weekday.',
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
      'Choose one of: {available}. hold waits until the address has been researched, and sends to the new one if there is one.',
  },
  wave_after_last_dispatch: {
    message: 'The wave begins ({value}) after the last dispatch ({lastDispatch}), so nothing could be sent.',
    advice: 'Set begins no later than dates.lastDispatch.',
  },
  wave_before_first_dispatch: {
    message: 'The wave begins ({value}) before the first dispatch ({firstDispatch}).',
    advice: 'Set begins no earlier than dates.firstDispatch.',
  },
  trial_last: {
    message: 'The trial wave is the last one, so no wave waits for its result.',
    advice: 'Remove trial, or add a wave after it.',
  },
  before_trial: {
    message: 'The wave begins ({value}) before the trial {trial} whose result it waits for.',
    advice: 'Let it begin on a later day than the trial, or write it before the trial.',
  },
  wave_rule_twice: {
    message: 'There are two rules about who is in it ({first} as well).',
    advice: 'Keep one of only, size and share.',
  },
  wave_rest_twice: {
    message: 'Two waves take all remaining customers.',
    advice: 'Only one wave may be without only, size and share.',
  },
  wave_rest_missing: {
    message: 'Some customers would be in no wave.',
    advice: 'Add one wave without only, size and share: it takes all remaining customers.',
  },
  wave_shares: {
    message: 'The shares of the waves add up to {sum}.',
    advice: 'Make them 100 in all, or add one wave that takes all remaining customers.',
  },
  wave_shares_full: {
    message: 'The shares add up to {sum}, so no customer is left for the wave that takes the rest.',
    advice: 'Make the shares less than 100 in all, or remove the wave that takes the rest.',
  },
};

export const groupWordsEn: Record<keyof typeof groupWordsJa, string> = {
  anybody: 'customers who can be reached by {channels} only',
  inSegments: 'customers in {segments} who can be reached by {channels} only',
  separator: ' and ',
};
