import { AppError } from '../../domain/errors';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';
import { getRun, type PrintRun, type RunPiece } from './runs';

/**
 * An envelope that left our hands, with the letters in it, its campaign and the run it was printed in. Throws not_found: unknown, of
 * another client, or not printed yet.
 */
export async function sentPiece(
  db: Queryable,
  scope: Scope,
  code: string,
): Promise<{ piece: RunPiece; campaignId: number; run: PrintRun }> {
  const letters = await db
    .selectFrom('pieces as p')
    .innerJoin('messages as m', 'm.piece_id', 'p.id')
    .innerJoin('print_runs as r', 'r.id', 'p.print_run_id')
    .select(['p.id', 'r.id as runId', 'p.campaign_id as ofCampaign'])
    .select(['m.id as messageId', 'm.journey_id as journeyId', 'm.campaign_id as campaignId', 'm.fence'])
    .select(['m.customer_id as customerId', 'm.version', 'm.step', 'm.occurrence', 'm.notice', 'm.language'])
    .where('p.client_id', '=', scope.clientId)
    .where(inCampaigns(scope, 'p.campaign_id'))
    .where('p.code', '=', code)
    .where('r.handed_over_at', 'is not', null)
    .where('m.status', 'in', ['claimed', 'handed_over', 'recalled'])
    .orderBy('m.id')
    .execute();
  const first = letters[0];
  if (!first) throw new AppError('not_found', { what: 'piece' });
  const own = letters.map(({ id: _, runId: __, ofCampaign: ___, fence, ...letter }) => ({
    ...letter,
    fence: fence ?? 0,
  }));
  const piece = { id: first.id, code, customerId: first.customerId, letters: own };
  return { piece, campaignId: first.ofCampaign, run: await getRun(db, first.runId) };
}
