import { type noticesJa } from '../ja/notices';
import { type FindingText } from '../catalogue';

export const noticesEn: Record<keyof typeof noticesJa, FindingText> = {
  template_syntax: {
    message: 'The placeholders of the text cannot be read (line {line}).',
    advice: 'Write them as {{ name }}, in two braces, and check that each is closed.',
  },
  variable_unknown: { message: 'There is no placeholder "{name}".', advice: 'Available: {available}' },
  voicemail_tells: {
    message: 'What is left on a voicemail tells of the customer or the matter: {value}',
    advice: "The family hears it too. Say no more than the operator's name and {{ sender.phone }}.",
  },
  voicemail_number: {
    message: 'What is left on a voicemail lacks the number to call, or gives another one.',
    advice: 'Give {{ sender.phone }} (toll-free) as the only number.',
  },
  link_missing: { message: "The link to the customer's page is missing.", advice: 'Put {{ link }} into the body.' },
  opt_out_missing: {
    message: 'The link to stop these messages is missing.',
    advice: 'Put {{ optOutLink }} at the end of the body.',
  },
  weekday_wrong: {
    message: 'The weekday does not belong to the date: {value}',
    advice: 'Correct one of them; {{ dates.applyBy }} brings its own weekday.',
  },
  phone_malformed: {
    message: 'The telephone number has a digit too many or too few: {value}',
    advice: 'Write ten digits with the area code (eleven for mobiles), or {{ sender.phone }}.',
  },
  brace_full_width: {
    message: 'The braces of a placeholder are full-width: {value}',
    advice: 'Write {{ }} in half-width; as it is, customers read the braces.',
  },
  link_not_separated: {
    message: 'Text follows the link without a space: {value}',
    advice: 'Put a space or a line break behind the link; phones take what follows for a part of it.',
  },
  link_names_user: {
    message: 'A link has a name and an @ before its host: {value}',
    advice:
      'Remove the @ and what is before it: the link looks like one site and opens another, and customers cannot tell it from fraud.',
  },
  sms_link_refused: {
    message: "This campaign's SMS carry no link: {value}",
    advice:
      'Remove web and mail addresses and {{ link }}; give {{ sender.phone }} and the name of the official site, {{ sender.siteName }}.',
  },
  sms_way_missing: {
    message: 'An SMS without a link must give: {value}',
    advice: 'Put in both the number {{ sender.phone }} and the name of the official site {{ sender.siteName }}.',
  },
  sms_opt_out_missing: {
    message: 'The SMS does not say how to stop these messages.',
    advice: 'For example: "If this means nothing to you, or to stop these messages, call {{ sender.phone }}."',
  },
  sms_too_long: {
    message: 'The SMS is too long (about {units} signs with its links, {parts} parts).',
    advice: 'Shorten it to {maximum} parts (670 Japanese signs).',
  },
};
