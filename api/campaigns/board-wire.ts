import { type CampaignDay, type Standing } from '../../db/campaigns/board/days';
import { type BoardFigures } from '../../db/campaigns/board/figures';
import { type NamedPause } from '../../db/campaigns/board/pauses-in-force';
import { type CampaignDoc, type Channel } from '../../domain/campaigns/campaign';
import { addressOf, waveIsGone } from './pause-wire';
import { iso, isoOrNull } from '../http/wire';

/** Counts of prefectures below this are not shown to a client's viewer: so few could be recognised. */
export const SMALL_CELL = 10;

type Counts = Record<string, number>;

/** What each day added to the totals of the day before it; the last day is the one that goes on. */
export function daysOf(days: { day: string; standing: Standing }[]) {
  return days.map(({ day, standing }, at) => {
    const before = days[at - 1]?.standing;
    const { form = 0, undeliverable = 0 } = changeOf(before?.returned, standing.returned);
    return {
      day,
      handedOver: changeOf(before?.handedOver, standing.handedOver),
      outcomes: changeOf(before?.outcomes, standing.outcomes),
      returned: { form, undeliverable },
      total: standing.outcomes,
    };
  });
}

/** What was added to each count, without those that stayed. */
function changeOf(before: Counts = {}, now: Counts): Counts {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const changes = names.map((name) => [name, (now[name] ?? 0) - (before[name] ?? 0)] as const);
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
}

/** The channels that a campaign has used or may use, each with what happened today. */
export function channelsOf(
  figures: BoardFigures,
  { channels, before, capacities }: { channels: Channel[]; before?: Counts; capacities: Map<Channel, number | null> },
) {
  return channels.map((channel) => {
    const inStatus = (...statuses: string[]) =>
      figures.messages
        .filter((row) => row.channel === channel && statuses.includes(row.status))
        .reduce((total, { count }) => total + count, 0);
    const [queued, doubtful] = [inStatus('queued'), inStatus('doubtful')];
    const handedOver = inStatus('handed_over');
    const done = Math.max(0, handedOver - (before?.[channel] ?? 0));
    return {
      channel,
      queued,
      handedOver,
      cameBack: figures.cameBack.get(channel) ?? 0,
      doubtful,
      today: { due: done + queued, done },
      dailyCapacity: capacities.get(channel) ?? null,
    };
  });
}

/** Prefectures by code, the unknown one last; with `under`, smaller counts are null. */
export function prefecturesOf({ prefectures }: BoardFigures, under: number | null) {
  const shown = (count: number) => (under !== null && count < under ? null : count);
  return prefectures
    .map(({ code, customers, done, cameBack }) => ({
      code,
      customers: shown(customers),
      done: shown(done),
      cameBack: shown(cameBack),
    }))
    .sort((a, b) => (a.code ?? 48) - (b.code ?? 48));
}

/** A pause in force, without the customers it names. */
export const pauseOf = (pause: NamedPause, doc: CampaignDoc) => ({
  id: pause.id,
  scope: {
    channel: pause.channel as Channel | null,
    notice: pause.notice,
    version: pause.version,
    area:
      pause.area || pause.prefecture !== null
        ? { ...addressOf(pause.area), ...(pause.prefecture !== null && { prefecture: pause.prefecture }) }
        : null,
    wave: pause.wave,
    customers: pause.customers,
  },
  extendWaits: pause.extend_waits,
  until: isoOrNull(pause.until_at),
  waveGone: waveIsGone(pause, doc),
  reason: pause.reason,
  by: { id: pause.opened_by, name: pause.openedByName },
  at: iso(pause.opened_at),
});

/** The days as written and, last, the day that goes on. */
export const withToday = (days: CampaignDay[], today: string, standing: Standing) => [
  ...days.filter(({ day }) => day < today).map(({ day, counts }) => ({ day, standing: counts })),
  { day: today, standing },
];
