import { sql } from 'kysely';
import { type Retained } from '../../domain/privacy/retention';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { type Trx } from '../platform/types';

/** A campaign with a retention period that is over. */
export interface DueCampaign {
  id: number;
  clientId: number;
}

/**
 * Adds up what was removed and, if anything was, appends it to the campaign's ledger, with the other entries of the
 * transaction.
 */
export async function noteRun(
  trx: Trx,
  campaign: DueCampaign,
  what: Retained,
  run: { removed: number; kept: number; done: boolean; now: number },
  entries: LedgerEntry[] = [],
): Promise<void> {
  const { removed, kept, done, now } = run;
  const doneAt = done ? new Date(now) : null;
  await trx
    .insertInto('retention_runs')
    .values({ campaign_id: campaign.id, client_id: campaign.clientId, what, removed, kept, done_at: doneAt })
    .onConflict((conflict) =>
      conflict.columns(['campaign_id', 'what']).doUpdateSet({
        removed: sql<number>`retention_runs.removed + ${removed}`,
        kept,
        done_at: doneAt,
      }),
    )
    .execute();
  const applied = removed === 0 ? [] : [{ kind: 'retention_applied', by: 'system', what, removed, kept }];
  await appendLedger(trx, campaignChain(campaign.id), campaign.clientId, now, [...applied, ...entries]);
}
