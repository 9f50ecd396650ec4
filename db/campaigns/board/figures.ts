import { sql } from 'kysely';
import { type JourneyState, type MessageStatus, type OutcomeName } from '../../../domain/journeys/states';
import { type MessageCount } from '../counts';
import { type CampaignRow } from '../campaigns';
import { type Db, type Queryable } from '../../platform/types';

/** Included, held and excluded add up to `contracts`. */
interface AudienceCounts {
  customers: number;
  contracts: number;
  included: number;
  held: number;
  excluded: number;
}

/** A campaign's figures at one instant: they are kept while it changes, so reading them counts no rows. */
export interface CampaignFigures {
  audience: AudienceCounts;
  /**
   * Customers by journey state; the states add up to the audience. A customer without a journey counts as scheduled, or
   * as closed if all of their contracts are excluded.
   */
  customers: Map<JourneyState, number>;
  /** Contracts by outcome; null while a contract has none. Excluded ones count as excluded even without an outcome. */
  outcomes: { outcome: OutcomeName | null; count: number }[];
  messages: MessageCount[];
  /** Queued messages that a lane has deferred, by its reason. */
  deferred: { reason: string; count: number }[];
  waves: WaveFigure[];
}

/** Customers of a wave in a state; `contacted`: a contact of the plan has been handed over to them, or perhaps. */
export interface WaveFigure {
  wave: string;
  state: JourneyState;
  contacted: boolean;
  count: number;
}

/** What the board shows beside the figures. */
export interface BoardFigures extends CampaignFigures {
  /** Customers by prefecture (JIS X 0401; null: not known), without those whose contracts are all excluded. */
  prefectures: { code: number | null; customers: number; done: number; cameBack: number }[];
  /** Messages that could not be delivered, by channel. */
  cameBack: Map<string, number>;
  /** Paper received, by kind. */
  returned: Map<'form' | 'undeliverable', number>;
}

/** One figure as it is stored; the migrations 0032, 0043 and 0084 say what its columns mean by kind. */
interface Figure {
  kind: string;
  state: string;
  part: string;
  reason: string;
  count: number;
}

/** SQL table: the figures of all campaigns' messages, `state`, `part` (the channel), `reason` and `count`; to be summed. */
export const allMessageFigures = sql`(
  select campaign_id, state, part, reason, count from campaign_figures where kind = 'messages'
  union all select campaign_id, state, part, reason, count from campaign_figure_changes where kind = 'messages')`;

const KINDS = ['journeys', 'contracts', 'customers', 'messages'];
const BOARD_KINDS = [...KINDS, 'prefectures', 'came_back', 'returns'];

/** The figures of a campaign. */
export async function campaignFigures(db: Queryable, campaign: CampaignRow): Promise<CampaignFigures> {
  return figuresIn(campaign, await readFigures(db, campaign, KINDS));
}

/** The figures of a campaign with those that only its board shows. */
export async function boardFigures(db: Queryable, campaign: CampaignRow): Promise<BoardFigures> {
  const figures = await readFigures(db, campaign, BOARD_KINDS);
  const of = (kind: string) => figures.filter((figure) => figure.kind === kind);
  const back = of('came_back');
  return {
    ...figuresIn(campaign, figures),
    prefectures: prefecturesIn(of('prefectures'), back),
    cameBack: added(back, ({ part }) => part),
    returned: added(of('returns'), ({ state }) => state as 'form' | 'undeliverable'),
  };
}

/** A letter that came back counts where its customer lived then. */
function prefecturesIn(customers: Figure[], back: Figure[]): BoardFigures['prefectures'] {
  const letters = added(
    back.filter(({ part }) => part === 'post'),
    ({ reason }) => reason,
  );
  const inForce = customers.filter(({ state }) => state !== 'excluded');
  const done = added(
    inForce.filter(({ state }) => state === 'done'),
    ({ part }) => part,
  );
  return [...added(inForce, ({ part }) => part)].map(([part, count]) => ({
    code: part === '' ? null : Number(part),
    customers: count,
    done: done.get(part) ?? 0,
    cameBack: letters.get(part) ?? 0,
  }));
}

function figuresIn(campaign: CampaignRow, figures: Figure[]): CampaignFigures {
  const of = (kind: string) => figures.filter((figure) => figure.kind === kind);
  const [journeys, contracts, customers, messages] = [of('journeys'), of('contracts'), of('customers'), of('messages')];
  const inState = (rows: Figure[], state: string) => sum(rows.filter((row) => row.state === state));
  return {
    audience: {
      customers: sum(customers),
      contracts: sum(contracts),
      included: inState(contracts, 'included'),
      held: inState(contracts, 'held'),
      excluded: inState(contracts, 'excluded'),
    },
    // until all are created, no journey has begun
    customers:
      campaign.journeys_created_at === null
        ? new Map([
            ['scheduled', inState(customers, 'open')],
            ['closed', inState(customers, 'closed')],
          ])
        : added(journeys, ({ state }) => state as JourneyState),
    outcomes: [...added(contracts, outcomeOf)].map(([outcome, count]) => ({ outcome, count })),
    messages: [...added(messages, ({ part, state }) => `${part} ${state}`)].map(([name, count]) => {
      const [channel, status] = name.split(' ') as [string, MessageStatus];
      return { channel, status, count };
    }),
    deferred: [...added(messages, ({ reason }) => reason)]
      .filter(([reason]) => reason !== '')
      .map(([reason, count]) => ({ reason, count })),
    waves: wavesIn(journeys),
  };
}

const wavesIn = (journeys: Figure[]): WaveFigure[] =>
  journeys
    .filter(({ part }) => part !== '')
    .map(({ part, state, reason, count }) => ({
      wave: part,
      state: state as JourneyState,
      contacted: reason === 'contacted',
      count,
    }));

/** The figures of a campaign's waves. */
export async function waveFigures(
  db: Queryable,
  campaign: Pick<CampaignRow, 'id' | 'client_id'>,
): Promise<WaveFigure[]> {
  return wavesIn(await readFigures(db, campaign, ['journeys']));
}

/** Number of journeys of a campaign. */
export async function countJourneys(db: Queryable, campaign: Pick<CampaignRow, 'id' | 'client_id'>): Promise<number> {
  return sum(await readFigures(db, campaign, ['journeys']));
}

async function readFigures(
  db: Queryable,
  campaign: Pick<CampaignRow, 'id' | 'client_id'>,
  kinds: string[],
): Promise<Figure[]> {
  const { rows } = await sql<Figure>`
    select kind, state, part, reason, sum(count) as count from (
      select kind, state, part, reason, count from campaign_figures
      where campaign_id = ${campaign.id} and client_id = ${campaign.client_id} and kind = any(${kinds}::text[])
      union all
      select kind, state, part, reason, count from campaign_figure_changes
      where campaign_id = ${campaign.id} and client_id = ${campaign.client_id} and kind = any(${kinds}::text[])) f
    group by kind, state, part, reason having sum(count) <> 0 order by kind, part, state, reason`.execute(db);
  return rows;
}

const outcomeOf = ({ state, part }: Figure): OutcomeName | null =>
  part !== '' ? (part as OutcomeName) : state === 'excluded' ? 'excluded' : null;

function added<Name>(figures: Figure[], nameOf: (figure: Figure) => Name): Map<Name, number> {
  const counts = new Map<Name, number>();
  for (const figure of figures) counts.set(nameOf(figure), (counts.get(nameOf(figure)) ?? 0) + figure.count);
  return counts;
}

const sum = (figures: readonly { count: number }[]): number => figures.reduce((total, { count }) => total + count, 0);

const BATCH = 20_000;

/** Adds the differences that there are to the figures, 20,000 per transaction; returns their number. */
export async function addUpFigures(db: Db): Promise<number> {
  for (let total = 0; ;) {
    const { rows } = await sql<{ count: number }>`select add_up_figures(${BATCH}) as count`.execute(db);
    total += rows[0]!.count;
    if (rows[0]!.count < BATCH) return total;
  }
}
