import { type planChannelsJa } from './plan-channels-ja';
import { type PlanText } from './plan-text';
import { planWavesEn } from './plan-waves';

export const planChannelsEn: Record<keyof typeof planChannelsJa, PlanText> = {
  ...planWavesEn,
  number_too_small: { message: '{value} is too small.', advice: 'Write {minimum} or more.' },
  number_too_large: { message: '{value} is too large.', advice: 'Write {maximum} or less.' },
  channels_missing: {
    message: 'There is no channel.',
    advice: 'Write first: [mail, sms, post] (the first usable one) or all: [mail, post] (every usable one).',
  },
  channels_both: { message: 'There are both first and all.', advice: 'Keep one of them.' },
  call_without_phone: {
    message: 'This step calls, but phone is not among its channels.',
    advice: 'Write first: [phone], for example, or make it a reminder without call.',
  },
  step_id_reserved: {
    message: 'The step id "{value}" is that of letters about defects.',
    advice: 'Choose another id.',
  },
  notice_malformed: {
    message: 'This names no notice.',
    advice:
      'Write a key of notices, as in notice: reminder, or one for each channel: { mail: reminder, sms: reminder-sms }.',
  },
  notice_per_channel: {
    message: 'This step has several channels ({channels}), but one notice only.',
    advice: 'Name one for each channel: notice: { mail: reminder, sms: reminder-sms }.',
  },
  notice_of_other_channel: {
    message: 'The notice "{value}" is one for {own} and cannot be used for {channel}.',
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
  segment_unknown: { message: 'There is no segment "{value}".', advice: 'Segments of this file: {available}' },
  segment_both: { message: 'The segment "{value}" is in both only and except.', advice: 'Keep one of them.' },
  segment_empty: {
    message: 'There is no condition, so everybody is in it.',
    advice: 'Give one of kind, ageFrom, ageBelow, missing, products, prefectures.',
  },
  segment_company_age: {
    message: 'Companies have no age, so nobody is in it.',
    advice: 'Make kind person, or remove the ages.',
  },
  segment_ages_order: {
    message: 'Nobody is {ageFrom} or older and younger than {ageBelow}.',
    advice: 'Make ageBelow larger than ageFrom.',
  },
  age_no_step: {
    message: 'Ages cannot be told apart at {value}.',
    advice: 'Choose 0, 18, 20, 25, 30 … 95 or 100; the import keeps nothing finer.',
  },
  prefecture_unknown: {
    message: 'There is no prefecture {value}.',
    advice: 'Write 1 (Hokkaido) to 47 (Okinawa), as in JIS X 0401.',
  },
};
