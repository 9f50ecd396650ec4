import { sql } from 'kysely';
import { AppError } from '../../domain/errors';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { closingInstant } from '../../domain/journeys/outcome';
import { receiptNumber } from '../../domain/journeys/receipt-number';
import { type CallTaskRow } from './tasks';
import { type JourneyArrival } from '../journeys/customer-arrivals';
import { representativeActs } from '../delivery/message-rules';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { type Trx } from '../platform/types';

/** By contract id. */
export type AnswerChoices = Record<string, 'migrate' | 'cancel'>;

/**
 * The answer a customer gave on the phone, for all of their contracts in the campaign. Throws answer_incomplete if
 * contracts and choices do not match, answer_too_late after the cut-off or a stop, representative_may_not_decide if the
 * representative called may not decide.
 */
export async function answerOf(
  trx: Trx,
  call: { task: CallTaskRow; journey: JourneyRow; doc: CampaignDoc; status: string; now: number },
  choices: AnswerChoices = {},
): Promise<{ arrival: JourneyArrival; receipt: string }> {
  const { task, journey, doc, status, now } = call;
  const rows = await trx
    .selectFrom('audience')
    .select('contract_id')
    .where('campaign_id', '=', task.campaign_id)
    .where('customer_id', '=', task.customer_id)
    .where('state', '=', 'included')
    .execute();
  if (!(await mayAnswer(trx, task.customer_id, now))) throw new AppError('representative_may_not_decide');
  const wanted = rows.map((row) => String(row.contract_id)).sort();
  const given = Object.keys(choices).sort();
  if (wanted.length === 0 || wanted.join() !== given.join()) throw new AppError('answer_incomplete');
  if (status === 'stopped' || now > closingInstant(doc)) throw new AppError('answer_too_late');
  const receipt = receiptNumber(journey.id, journey.arrival_seq + 1);
  const data = { choices, receipt, via: 'phone' };
  return { arrival: { journey, kind: 'answer', data, dedupe: `call:${task.id}:answer` }, receipt };
}

/**
 * Whether the person called at `now` may answer: the customer, or the newest representative in force if they may
 * decide.
 */
async function mayAnswer(trx: Trx, customerId: number, now: number): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`
    select r.may_decide as may from representatives r
    where r.customer_id = ${customerId} and ${representativeActs(new Date(now))} order by r.id desc limit 1`.execute(
    trx,
  );
  return rows[0]?.may ?? true;
}
