import { sql } from 'kysely';
import { type Trx } from '../../platform/types';

/** Withdraws the queued receipts of these journeys whose answers have been taken back, for each of their contracts. */
export async function withdrawReceipts(trx: Trx, journeyIds: number[]): Promise<void> {
  await sql`
    update messages m set status = 'withdrawn', failure = 'answer_withdrawn' from arrivals a
    where m.journey_id = any(${journeyIds}::bigint[]) and m.step = 'receipt'
      and m.status = 'queued' and a.journey_id = m.journey_id and a.seq = m.occurrence
      and not exists (select from choices own where own.arrival_id = a.id and (select w.choice from choices w
        where w.campaign_id = own.campaign_id and w.contract_id = own.contract_id
        order by w.at desc, w.id desc limit 1) <> 'withdrawn')`.execute(trx);
}
