import { mayWithdraw } from '../../domain/returns/return-rules';
import { localDay } from '../format';
import { type Reply } from '../api/client';

type Item = Pick<Reply<'listReturns'>['items'][number], 'kind' | 'status' | 'decidedAt' | 'bookedAt'>;

/** Whether a booking can be taken back, by the API's own rule; `today` by default the day of its booking. */
export function mayStillWithdraw({ kind, status, decidedAt, bookedAt }: Item, today = localDay(bookedAt)): boolean {
  return mayWithdraw({ kind, status, decided: decidedAt !== null, bookedOn: localDay(bookedAt) }, today);
}
