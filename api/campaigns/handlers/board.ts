import { type CampaignRow, getCampaign, getVersion } from '../../../db/campaigns/campaigns';
import { type CampaignDay, campaignDays, standingOf } from '../../../db/campaigns/board/days';
import { boardFigures, type BoardFigures } from '../../../db/campaigns/board/figures';
import { alertsOf } from '../../../db/campaigns/board/glance';
import { pausesInForce } from '../../../db/campaigns/board/pauses-in-force';
import { lanesFor } from '../../../db/delivery/lanes';
import { besideRehearsal } from '../../../db/rehearsals/beside';
import { readClock } from '../../../db/platform/clock';
import { type Queryable } from '../../../db/platform/types';
import { mayAct } from '../../../domain/access/access';
import { addDays, localDate } from '../../../domain/campaigns/calendar';
import { type CampaignDoc, type Channel } from '../../../domain/campaigns/campaign';
import { planChannels } from '../../../domain/journeys/choose-channel';
import { courseOf, daysAhead } from '../../../domain/campaigns/days-ahead';
import { calendarOf } from '../../../domain/campaigns/holidays';
import { channelsOf, daysOf, pauseOf, prefecturesOf, SMALL_CELL, withToday } from '../board-wire';
import { glanceOf } from '../glance-wire';
import { type boardRoutes } from '../contract/board';
import { type Handlers } from '../../http/handler';
import { journeyState, outcome } from '../../http/shapes';
import { iso, isoOrNull } from '../../http/wire';
import { tally } from './campaigns';

/** The board of a campaign: kept figures and small indexed reads only. */
export const boardHandlers: Handlers<typeof boardRoutes> = {
  async getBoard({ deps, scope, actor, params }) {
    // One snapshot, so that the parts are of one instant.
    const view = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return view.execute(async (trx) => {
      const campaign = await getCampaign(trx, scope, params.id);
      const { doc } = await getVersion(trx, campaign);
      const { now } = await readClock(trx);
      const figures = await boardFigures(trx, campaign);
      const lanes = await capacitiesOf(trx, campaign);
      const under = actor.role === 'client_viewer' ? SMALL_CELL : null;
      const alerts = mayAct(actor, 'alert.read') ? await alertsOf(trx, campaign) : 0;
      const counted = await standing(trx, { campaign, doc, figures, now, capacities: lanes });
      const body = {
        asOf: iso(now),
        zone: doc.zone,
        dates: datesOf(doc, now),
        ...counted,
        prefectures: prefecturesOf(figures, under),
        under,
        pauses: (await pausesInForce(trx, campaign, now)).map((pause) => pauseOf(pause, doc)),
        glance: glanceOf(campaign, { ...glanceIn(counted), alerts, dates: doc.dates, zone: doc.zone }, { now, actor }),
      };
      return { body };
    });
  },
};

/** The same figures as in a list of campaigns. */
function glanceIn({ contracts: { total, byOutcome }, channels }: Awaited<ReturnType<typeof standing>>) {
  const sum = (of: (channel: (typeof channels)[number]) => number) =>
    channels.reduce((all, channel) => all + of(channel), 0);
  return {
    done: byOutcome.migrated + byOutcome.cancelled,
    of: total - byOutcome.excluded,
    handedOver: sum(({ today }) => today.done),
    queued: sum(({ queued }) => queued),
  };
}

interface At {
  campaign: CampaignRow;
  doc: CampaignDoc;
  figures: BoardFigures;
  now: number;
  capacities: Map<Channel, number | null>;
}

/** What is counted now, compared with the days before. */
async function standing(db: Queryable, { campaign, doc, figures, now, capacities }: At) {
  const today = localDate(campaign.ended_at ?? now, doc.zone);
  const days = await campaignDays(db, campaign);
  const before = days.filter(({ day }) => day < today).at(-1);
  const yesterday = before?.day === addDays(today, -1) ? before : undefined;
  const started = campaign.started_at === null ? today : localDate(campaign.started_at, doc.zone);
  const totals = standingOf(figures);
  const outcomesIn = (counts: Record<string, number>) => ({
    open: counts.open ?? 0,
    byOutcome: tally(outcome.options, (name) => counts[name] ?? 0),
  });
  const ahead = campaign.ended_at === null ? daysAhead(today, calendarOf(doc), before?.counts.ahead ?? {}) : [];
  return {
    yesterdayAt: isoOrNull(yesterday?.at ?? null),
    states: journeyState.options.map((state) => ({
      state,
      customers: figures.customers.get(state) ?? 0,
      yesterday: yesterday ? (yesterday.counts.states[state] ?? 0) : null,
    })),
    contracts: {
      total: figures.audience.contracts,
      ...outcomesIn(totals.outcomes),
      yesterday: yesterday ? outcomesIn(yesterday.counts.outcomes) : null,
    },
    channels: channelsOf(figures, {
      channels: [...new Set([...planChannels(doc), ...figures.messages.map(({ channel }) => channel as Channel)])],
      before: before?.counts.handedOver,
      capacities,
    }),
    days: daysOf(withToday(days, today, totals)).filter(({ day }) => day >= started),
    ahead: ahead.map((day) => ({ ...day, capacity: limited(capacities) })),
    beside: await besideOf(db, { campaign, doc }, days.filter(({ day }) => day < today)), // prettier-ignore
  };
}

/** What was rehearsed, by day, and whether reality has left it. */
async function besideOf(db: Queryable, { campaign, doc }: Pick<At, 'campaign' | 'doc'>, days: CampaignDay[]) {
  const beside = await besideRehearsal(db, campaign, doc, days);
  return beside && { rehearsal: beside.rehearsal, band: beside.band, finding: beside.finding };
}

const limited = (capacities: At['capacities']) =>
  Object.fromEntries([...capacities].flatMap(([channel, most]) => (most === null ? [] : [[channel, most]])));

/** The daily capacity of the lane that each channel of the campaign's client uses; null: no limit. */
async function capacitiesOf(db: Queryable, { client_id }: CampaignRow): Promise<At['capacities']> {
  const lanes = await lanesFor(db, client_id);
  return new Map(lanes.map((lane) => [lane.channel as Channel, lane.daily_capacity]));
}

function datesOf({ dates, zone }: CampaignDoc, now: number) {
  return {
    firstDispatch: iso(dates.firstDispatch),
    lastDispatch: iso(dates.lastDispatch),
    applyBy: iso(dates.applyBy),
    graceUntil: isoOrNull(dates.graceUntil),
    endOfService: iso(dates.endOfService),
    ...courseOf(dates, now, zone),
  };
}
