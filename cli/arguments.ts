import { type Command, InvalidArgumentError, Option } from 'commander';
import { readDate } from '../api/campaign-file/dates';
import { isDay } from '../domain/campaigns/calendar';

/** A whole number, 0 or more. Like all parsers here it throws InvalidArgumentError, which the command line reports. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is expected');
  return Number(text);
}

export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('a number above 0 is expected');
  return value;
}

/** A day that exists, as `YYYY-MM-DD`. */
export function localDay(text: string): string {
  if (isDay(text)) return text;
  throw new InvalidArgumentError(dayProblem(text, 'a day is expected, such as 2027-02-01'));
}

/** The beginning of a day in Japan, or an instant with its offset; epoch ms. */
export function instant(text: string): number {
  const read = readDate(text, 'Asia/Tokyo', 'first');
  if ('at' in read) return read.at;
  if (read.code === 'date_without_zone')
    throw new InvalidArgumentError('a time needs its offset, such as 2027-02-01T09:00+09:00');
  throw new InvalidArgumentError(
    dayProblem(text, 'a day such as 2027-02-01 is expected, or an instant such as 2027-02-01T09:00+09:00'),
  );
}

const dayProblem = (text: string, expected: string): string => {
  const [day] = /^\d{4}-\d{2}-\d{2}/.exec(text) ?? [];
  return day !== undefined && !isDay(day) ? `there is no day ${day} in the calendar` : expected;
};

/** Adds `--lang`, Japanese by default. */
export const withLanguage = (command: Command): Command =>
  command.addOption(new Option('--lang <language>', 'language of the output').choices(['ja', 'en']).default('ja'));

/** Adds `--data`: the data folder of an installation on this machine. */
export const withData = (command: Command): Command =>
  command.option('--data <dir>', 'data folder of a running embedded installation; else settings from the environment');
