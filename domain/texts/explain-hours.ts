import { hoursOn, WEEKDAYS } from '../campaigns/calendar';
import { type CampaignDoc, type Hours, type QuietHours, type Weekday } from '../campaigns/campaign';
import { planChannels } from '../journeys/choose-channel';
import { say, type Telling, weekdayName } from './explain-say';

/** A week that begins on a Monday, as the desks count it. */
const WEEK: readonly Weekday[] = [...WEEKDAYS.slice(1), 'sun'];

/** The allowed hours of each channel that has weekdays of its own, equal days together. */
export function hoursLines(doc: CampaignDoc, telling: Telling): string[] {
  return planChannels(doc).flatMap((channel) => {
    const quiet = doc.quietHours[channel];
    if (!quiet?.days) return [];
    const comma = telling.language === 'ja' ? '、' : ', ';
    return [say('openHours', telling, { channel: say(channel, telling), days: weekOf(quiet, telling).join(comma) })];
  });
}

function weekOf(quiet: QuietHours, telling: Telling): string[] {
  const spans: { first: Weekday; last: Weekday; hours: string }[] = [];
  for (const [index, day] of WEEK.entries()) {
    const hours = openText(hoursOn(dateOf(index), quiet), telling);
    const before = spans.at(-1);
    if (before?.hours === hours) before.last = day;
    else spans.push({ first: day, last: day, hours });
  }
  return spans.map(({ first, last, hours }) => {
    const name = (day: Weekday) => weekdayName(day, telling);
    return `${first === last ? name(first) : `${name(first)}–${name(last)}`} ${hours}`;
  });
}

/** Some day with the weekday at this place of the week. */
const dateOf = (index: number): string => `2024-01-0${index + 1}`; // 1 January 2024 was a Monday

/** When sending is allowed; quiet hours within the day leave its two ends. */
function openText(hours: Hours | 'closed', telling: Telling): string {
  if (hours === 'closed') return say('closedDay', telling);
  const { from, until } = hours;
  return from > until ? `${until}–${from}` : `00:00–${from} / ${until}–24:00`;
}
