import { type noticesJa } from '../ja/notices';
import { type FindingText } from '../catalogue';

export const noticesEn: Record<keyof typeof noticesJa, FindingText> = {
  template_syntax: {
    message: 'The placeholders of the text cannot be read (line {line}).',
    advice: 'Write them as {{ name }}, in two braces, and check that each is closed.',
  },
  variable_unknown: { message: 'There is no placeholder "{name}".', advice: 'Available: {available}' },
  link_missing: { message: "The link to the customer's page is missing.", advice: 'Put {{ link }} into the body.' },
  opt_out_missing: {
    message: 'The link to stop these messages is missing.',
    advice: 'Put {{ optOutLink }} at the end of the body.',
  },
  sms_too_long: {
    message: 'The SMS is too long (about {units} signs with its links, {parts} parts).',
    advice: 'Shorten it to {maximum} parts (670 Japanese signs).',
  },
};
