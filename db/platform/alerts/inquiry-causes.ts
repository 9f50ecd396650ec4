import { sql } from 'kysely';
import { type AlertKind } from '../../../domain/platform/alerts';
import { type Queryable } from '../types';
import { finding, type Finding, type Row } from './causes';

export const INQUIRY_ALERTS = ['inquiries_overdue', 'complaints_unnotified'] as const satisfies AlertKind[];

/** Inquiries past their term, and complaints of which the client should know by now, by campaign. */
export async function findLateInquiries(db: Queryable): Promise<Finding[]> {
  const overdue = await sql<Row>`
    select client_id as "clientId", campaign_id as campaign, count(*)::int as count from inquiries
    where status in ('open','handed_over') and due_at < (select tsunagi_now()) group by 1, 2`.execute(db);
  const unnotified = await sql<Row>`
    select client_id as "clientId", campaign_id as campaign, count(*)::int as count from complaints
    where notified_at is null and notify_by < (select tsunagi_now()) group by 1, 2`.execute(db);
  const ofCampaign = ({ campaign }: Row) => `campaign:${campaign}`;
  return [
    ...overdue.rows.map(finding('inquiries_overdue', ofCampaign)),
    ...unnotified.rows.map(finding('complaints_unnotified', ofCampaign)),
  ];
}
