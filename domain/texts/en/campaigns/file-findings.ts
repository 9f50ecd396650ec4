import { type FindingText } from '../../catalogue';
import { type fileFindingsJa } from '../../ja/campaigns/file-findings';

const seeExample = 'examples/campaign.yaml shows how.';
const dateForms = 'Write a day such as 2027-04-09, or a time with its offset such as 2027-04-09T18:00:00+09:00.';

export const fileFindingsEn: Record<keyof typeof fileFindingsJa, FindingText> = {
  not_text: { message: 'The file cannot be read as text.', advice: 'Save it as YAML or JSON in UTF-8.' },
  empty: { message: 'The file is empty.', advice: seeExample },
  yaml_syntax: {
    message: 'From line {line}, column {column} on this is neither YAML nor JSON ({reason}).',
    advice: 'Check the indentation (spaces, no tabs), quotes and brackets, and the space after ": ".',
  },
  key_twice: { message: 'The key in line {line} appears twice.', advice: 'Remove one of the two.' },
  keys_too_many: {
    message: 'There are too many keys by line {line} (at most {maximum}).',
    advice:
      'Remove keys that are not used. A long series, such as contract numbers, is a list of "- " items, not keys.',
  },
  too_costly: {
    message: 'The file is too complex to be read in the time allowed.',
    advice: 'Remove repeated contents and texts that are not used, and send it again. No campaign has changed.',
  },
  check_too_costly: {
    message: 'The segments make so many groups of customers that the check did not finish. Warnings may be missing.',
    advice: 'Use fewer segments, or check what single customers would get: tsunagi plan explain.',
  },
  not_a_mapping: {
    message: 'A campaign file consists of "key: value" pairs. This one is {received}.',
    advice: seeExample,
  },
  missing: { message: '"{field}" is missing.', advice: `It is required. ${seeExample}` },
  wrong_type: { message: 'Expected {expected}, found {received}.', advice: 'Write {expected}.' },
  text_expected: { message: 'Expected text, found {received}.', advice: 'In quotes ("…") it becomes text.' },
  key_unknown: { message: 'There is no "{key}" here.', advice: 'Available: {available}' },
  not_available: {
    message: '"{key}" is not available in this version.',
    advice: 'Remove it. Available: {available}',
  },
  value_unknown: { message: '"{value}" is not a valid choice.', advice: 'Choose one of: {available}' },
  channel_unknown: {
    message: 'The channel "{value}" is not available in this version.',
    advice: 'Available channels: {available}',
  },
  did_you_mean: { message: 'Did you mean "{suggestion}"?', advice: '' },
  text_empty: { message: 'This is empty.', advice: 'Write the content.' },
  text_too_long: { message: 'This is too long.', advice: 'Keep to {maximum} characters.' },
  list_empty: { message: 'The list is empty.', advice: 'Give at least one.' },
  list_too_long: { message: 'The list is too long.', advice: 'Keep to {maximum}.' },
  of_scripts_only: { message: 'Only a call script has this.', advice: 'Move it to a notice for phone, or remove it.' },
  objection_repeated: { message: 'The objection "{id}" is there twice.', advice: 'Give each objection its own id.' },
  one_line: { message: 'There is a line break in it.', advice: 'Write it on one line.' },
  id_malformed: {
    message: '"{value}" cannot be an id.',
    advice: 'Start with a-z, then a-z, 0-9, "_" and "-" only, up to 32 characters.',
  },
  key_malformed: {
    message: '"{value}" cannot be a key.',
    advice: 'Start with a letter, then letters, digits and "_" only, up to 32 characters (used as {{ facts.key }}).',
  },
  time_malformed: { message: '"{value}" is not a time of day.', advice: 'Write 00:00 to 23:59, such as 20:00.' },
  quiet_hours_empty: {
    message: 'The quiet hours begin and end at the same time ({value}).',
    advice: 'Choose different times, or write null for no quiet hours.',
  },
  date_malformed: { message: '"{value}" is not a date.', advice: dateForms },
  date_impossible: { message: '"{value}" does not exist.', advice: dateForms },
  date_without_zone: { message: '"{value}" has no offset from UTC.', advice: dateForms },
  day_malformed: { message: '"{value}" is not a day.', advice: 'Write a day that exists, such as 2027-04-09.' },
  dates_order: {
    message: '"{later}" ({laterValue}) is before "{earlier}" ({earlierValue}).',
    advice: 'Order: firstDispatch ≤ lastDispatch ≤ applyBy ≤ endOfService ≤ claimsUntil, and applyBy ≤ graceUntil.',
  },
  last_dispatch_past: {
    message: 'The last dispatch ({value}) is in the past, so nothing can be sent.',
    advice: 'Set lastDispatch later than now, and check the other dates.',
  },
  holidays_beyond_table: {
    message: 'The table of holidays ends in {until}.',
    advice: 'Change the dates, or set calendar.holidays to none and list closedDays.',
  },
  zone_unknown: { message: 'There is no time zone "{value}".', advice: 'Use an IANA name such as Asia/Tokyo.' },
  mail_malformed: { message: 'This is not an e-mail address.', advice: 'Write it like info@example.jp.' },
  url_malformed: {
    message: 'This is not a URL.',
    advice: 'Begin with https:// or http://, as in https://example.jp/.',
  },
  url_names_user: {
    message: 'This URL has a name and an @ before its host.',
    advice:
      'Remove the @ and what is before it: the link looks like one site and opens another, and customers cannot tell it from fraud.',
  },
  site_name_is_link: {
    message: 'The name of the official site is an address: {value}',
    advice: 'Write the name that customers search for: phones turn an address into a link.',
  },
  wait_invalid: {
    message: 'This is not a wait: {value}',
    advice:
      'Write one of { days: 14 } (calendar days, 1-730), { businessDays: 10 } (1-365) or { minutes: 0.3 } (for trials).',
  },
  wait_missing: {
    message: 'The "wait" before the next step is missing.',
    advice: 'Write wait: { days: 14 }, for example. Only the last step may go without.',
  },
  step_id_twice: { message: 'The step id "{value}" is already used by {first}.', advice: 'Give each step its own id.' },
  first_step_not_notice: {
    message: 'The first step is of kind "{value}".',
    advice: 'Begin with a notice; reminders and calls follow.',
  },
  notice_unknown: { message: 'There is no notice "{value}".', advice: 'Notices of this file: {available}' },
  reason_unknown: { message: '"{value}" is no reason of an inquiry.', advice: 'Reasons: {available}' },
  sentence_unknown: {
    message: 'The notice "{notice}" does not have this sentence.',
    advice: 'Copy it from the Japanese text of the notice as it stands there, placeholders included.',
  },
  item_twice: { message: '"{value}" appears twice.', advice: 'Keep one.' },
  column_twice: {
    message: 'The column "{value}" is already used by {first}.',
    advice: 'Give each column to one field only.',
  },
  contract_malformed: {
    message: 'This is not a contract number.',
    advice: 'Write the contract number, or "hash:" and hex digits.',
  },
  policy_no_contact: {
    message: 'A customer who refused (no) cannot be set to contact.',
    advice: 'Write dont, or override and name the contracts and the reason under overrides.',
  },
  policy_offer: {
    message: 'An offer cannot be sent on consent "{consent}".',
    advice: 'Write dont: an offer needs a yes.',
  },
  policy_override_misplaced: {
    message: 'Only a refusal (no) can be overridden.',
    advice: 'Write contact or dont.',
  },
  override_without_contracts: {
    message: 'The table says override, but overrides names no contract for "{channel}".',
    advice: 'Name contracts and a reason under overrides, or write dont.',
  },
  override_not_in_table: {
    message: 'This override has no effect: service_notice does not say override for a no on "{channel}".',
    advice: 'Set the no of the table to override, or remove this one.',
  },
  behaviour_missing: {
    message: '"{field}" is missing.',
    advice:
      'A rate has low, likely, high and source; a curve days and source; a price yen and source. Example: examples/behaviour.yaml',
  },
  behaviour_not_a_mapping: {
    message: 'A behaviour file consists of "key: value" pairs. This one is {received}.',
    advice: 'Example: examples/behaviour.yaml',
  },
  behaviour_empty: {
    message: 'The behaviour file is empty.',
    advice: 'Give no file if the default assumptions are meant.',
  },
  range_order: {
    message: 'low {low}, likely {likely} and high {high} do not rise in this order.',
    advice: 'Write low ≤ likely ≤ high.',
  },
  shares_exceed_one: {
    message: '{parts} add up to more than 1 ({sum}).',
    advice: 'Keep them at 1 (100 %) or less together.',
  },
  curve_empty: {
    message: 'No day has any weight.',
    advice: 'Give at least one day a number above 0, such as days: { 0: 3, 1: 2, 2: 1 }',
  },
  curve_day_malformed: {
    message: '"{value}" is not a number of days.',
    advice: 'Write whole days after the cause, 0 to 400, such as days: { 0: 3, 1: 2 }',
  },
  whole_number_expected: { message: '{value} is not a whole number.', advice: 'Write a whole number, 0 or more.' },
  segment_not_in_campaign: {
    message: 'The campaign has no segment "{value}".',
    advice: 'Segments of the campaign: {available}',
  },
  calls_given_twice: {
    message: 'Both calls and callMinutes are given.',
    advice: 'Write the capacity for calls either in calls or in minutes.',
  },
  type_string: { message: 'text', advice: '' },
  type_number: { message: 'a number', advice: '' },
  type_endless: { message: 'no finite number (.nan, .inf)', advice: '' },
  type_boolean: { message: 'true or false', advice: '' },
  type_array: { message: 'a list', advice: '' },
  type_object: { message: 'a set of "key: value" pairs', advice: '' },
  type_null: { message: 'nothing', advice: '' },
};
