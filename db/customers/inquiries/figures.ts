import { sql } from 'kysely';
import { type InquiryRules } from '../../../domain/customers/inquiries/rules';
import { campaignFigures } from '../../campaigns/board/figures';
import { type CampaignRow } from '../../campaigns/campaigns';
import { type Queryable } from '../../platform/types';

/** How cases were dealt with. */
interface Measured {
  /**
   * First contact resolution: of the cases answered at least `sameMatter` days ago, those that took one contact, were not
   * handed over, and were followed by no case of the customer about the same reason within these days.
   */
  firstContact: { of: number; resolved: number };
  /** Handling time: seconds that people noted, over the cases on which any were. */
  handling: { cases: number; seconds: number };
}

/** Figures of a campaign's inquiries over some local days. */
export interface InquiryFigures extends Measured {
  cases: number;
  open: number;
  overdue: number;
  complaints: number;
  /** Customers who asked, and those who have been contacted at all by now. */
  askers: number;
  contacted: number;
  rows: (Measured & {
    day: string;
    notice: string | null;
    version: number | null;
    reason: string | null;
    count: number;
  })[];
}

interface Period {
  /** Epoch ms, first and last instant. */
  from: number;
  to: number;
  now: number;
  zone: string;
  sameMatter: InquiryRules['sameMatter'];
}

/** Counts cases received in the period; reads this campaign's inquiries only, by index. */
export async function inquiryFigures(db: Queryable, campaign: CampaignRow, period: Period): Promise<InquiryFigures> {
  const { from, to, now, zone, sameMatter } = period;
  const within = sql`i.campaign_id = ${campaign.id} and i.client_id = ${campaign.client_id}
    and i.received_at between ${new Date(from)} and ${new Date(to)}`;
  const { rows: counted } = await sql<Omit<InquiryFigures, keyof Measured | 'rows' | 'contacted'>>`
    select count(*)::int as cases, count(*) filter (where status in ('open','handed_over'))::int as open,
      count(*) filter (where status in ('open','handed_over') and due_at < ${new Date(now)})::int as overdue,
      count(*) filter (where grade = 'complaint')::int as complaints, count(distinct customer_id)::int as askers
    from inquiries i where ${within}`.execute(db);
  const { customers } = await campaignFigures(db, campaign);
  const contacted = [...customers].reduce((sum, [state, count]) => (state === 'scheduled' ? sum : sum + count), 0);
  const ripe = new Date(now - sameMatter * DAY);
  const { rows } = await sql<Grouped>`
    select (i.received_at at time zone ${zone})::date::text as day, i.notice, i.notice_version as version, i.reason,
      count(*)::int as count, count(*) filter (where f.counts)::int as "of",
      count(*) filter (where f.counts and n.contacts = 1 and not n.handed and not exists (
        select from inquiries l where l.customer_id = i.customer_id and l.campaign_id = i.campaign_id and l.id > i.id
          and l.reason is not distinct from i.reason
          and l.received_at <= i.answered_at + make_interval(days => ${sameMatter}::int)))::int as resolved,
      count(*) filter (where n.seconds > 0)::int as handled, coalesce(sum(n.seconds), 0)::int as seconds
    from inquiries i
    cross join lateral (select i.answered_at <= ${ripe} and i.customer_id is not null as counts) f
    cross join lateral (select count(*) filter (where t.kind = 'received') as contacts,
        coalesce(bool_or(t.kind = 'handed_over'), false) as handed, sum(t.seconds) as seconds
      from inquiry_touches t where t.inquiry_id = i.id) n
    where ${within} group by 1, 2, 3, 4 order by 1 desc, 5 desc, 2, 3, 4 limit ${MOST_ROWS}`.execute(db);
  const total = (key: 'of' | 'resolved' | 'handled' | 'seconds') => rows.reduce((sum, row) => sum + row[key], 0);
  const measured = (value: (key: 'of' | 'resolved' | 'handled' | 'seconds') => number): Measured => ({
    firstContact: { of: value('of'), resolved: value('resolved') },
    handling: { cases: value('handled'), seconds: value('seconds') },
  });
  return {
    ...counted[0]!,
    contacted,
    ...measured(total),
    rows: rows.map((row) => {
      const { day, notice, version, reason, count } = row;
      return { day, notice, version, reason, count, ...measured((key) => row[key]) };
    }),
  };
}

type Grouped = Omit<InquiryFigures['rows'][number], keyof Measured> &
  Record<'of' | 'resolved' | 'handled' | 'seconds', number>;

const DAY = 86_400_000;
/** Days × notices × reasons of a period. */
const MOST_ROWS = 5_000;
