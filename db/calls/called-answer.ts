import { AppError } from '../../domain/errors';
import { closingInstant } from '../../domain/journeys/outcome';
import { loadAuthority } from '../customers/authority';
import { type JourneyArrival } from '../journeys/customer-arrivals';
import { type LedgerEntry } from '../platform/ledger';
import { type Trx } from '../platform/types';
import { type DefectiveForm, recordCorrection } from '../returns/corrections';
import { type AnswerChoices, type InCall } from './in-call';

const ASK_WHO = '回答を受け付けるには、先に本人確認が必要です / is required before an answer is booked';

/**
 * The answer a customer gave on the phone, for all of their contracts in the campaign. Throws answer_incomplete if
 * contracts and choices do not match, answer_too_late after the cut-off or a stop, representative_may_not_decide if the
 * representative called has no say. What a hold keeps is kept (`recordArrival`).
 */
export async function answerOf(
  trx: Trx,
  call: Pick<InCall, 'task' | 'journey' | 'doc' | 'status' | 'now' | 'identified'>,
  choices: AnswerChoices = {},
  form?: DefectiveForm,
): Promise<JourneyArrival> {
  const { task, journey, doc, status, now } = call;
  const rows = await trx
    .selectFrom('audience')
    .select('contract_id')
    .where('campaign_id', '=', task.campaign_id)
    .where('customer_id', '=', task.customer_id)
    .where('state', '=', 'included')
    .execute();
  const acting = (await loadAuthority(trx, [task.customer_id], now)).get(task.customer_id);
  const noSay = acting?.representative?.mayDecide === false;
  if (noSay && acting.hold === null) throw new AppError('representative_may_not_decide');
  if (!call.identified) {
    throw new AppError('invalid_request', {}, [{ path: 'body.identity', code: 'missing', message: ASK_WHO }]);
  }
  const wanted = rows.map((row) => String(row.contract_id)).sort();
  const given = Object.keys(choices).sort();
  if (wanted.length === 0 || wanted.join() !== given.join()) throw new AppError('answer_incomplete');
  if (status === 'stopped' || now > closingInstant(doc)) throw new AppError('answer_too_late');
  const data = { choices, via: 'phone', ...(form && { mends: form.returnId }) };
  // a form that came in time keeps its time where the call about it came too late
  const at = form && now > doc.dates.applyBy ? { at: Math.min(now, form.countsAt) } : {};
  return { journey, kind: 'answer', data, dedupe: `call:${task.id}:answer`, ...at };
}

/** Records that the form was mended by this call, and what was said. */
export async function correct(
  trx: Trx,
  { task, journey, now }: InCall,
  { returnId }: DefectiveForm,
  said: AnswerChoices,
): Promise<LedgerEntry> {
  const acting = (await loadAuthority(trx, [task.customer_id], now)).get(task.customer_id)?.representative;
  const spokenWith = acting ? ('representative' as const) : ('customer' as const);
  const personId = task.leased_by!;
  await recordCorrection(trx, { returnId, taskId: task.id, clientId: task.client_id, personId, spokenWith, said, now });
  const about = { journey: journey.id, returned: returnId, task: task.id, spokenWith };
  return { kind: 'form_corrected', by: `person:${personId}`, ...about, contracts: Object.keys(said).map(Number) };
}
