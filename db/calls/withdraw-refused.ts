import { type LedgerEntry } from '../platform/ledger';
import { type Trx } from '../platform/types';

/**
 * Takes back what is still queued for a journey on a channel that its customer has just refused for a purpose, unless it
 * is overridden: the journey goes on to its next channel in the same step, not when the message would have been due. Call
 * tasks end with their messages; a person already dialling may still report the result. A reply stays for its lane to
 * decide, except a call that the customer asked for. The caller holds the journey's lock and appends the ledger entries.
 */
export async function withdrawRefused(
  trx: Trx,
  journeyId: number,
  { channel, purpose }: { channel: string; purpose: string },
): Promise<LedgerEntry[]> {
  const messages = await trx
    .updateTable('messages')
    .set({ status: 'withdrawn', failure: 'refused' })
    .where('journey_id', '=', journeyId)
    .where('channel', '=', channel)
    .where('purpose', '=', purpose)
    .where('override_reason', 'is', null)
    .where('status', '=', 'queued')
    .where((eb) => eb.or([eb('reply', '=', false), eb('channel', '=', 'phone')]))
    .returning(['id', 'run', 'step'])
    .execute();
  if (messages.length === 0) return [];
  if (channel === 'phone') {
    await trx
      .updateTable('call_tasks')
      .set((eb) => ({ status: 'done', result: 'withdrawn:refused', ended_at: eb.fn('tsunagi_now') }))
      .where(
        'message_id',
        'in',
        messages.map(({ id }) => id),
      )
      .where('status', '=', 'waiting')
      .where('leased_by', 'is', null)
      .execute();
  }
  return messages.map(({ id: message, run, step }) => ({
    kind: 'not_sent',
    by: 'system',
    ...{ message, journey: journeyId, run, step, channel },
    status: 'withdrawn',
    reason: 'refused',
  }));
}
