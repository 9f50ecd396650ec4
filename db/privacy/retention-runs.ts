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
  await addRemoved(trx, campaign, { what, removed }, { kept, done_at: done ? new Date(now) : null });
  const applied = removed === 0 ? [] : [{ kind: 'retention_applied', by: 'system', what, removed, kept }];
  await appendLedger(trx, campaignChain(campaign.id), campaign.clientId, now, [...applied, ...entries]);
}

/**
 * The same of pictures of pages that no person had decided on, by the stacks they were in. What is left of the campaign's
 * images is as it was.
 */
export async function noteExpiredPages(
  trx: Trx,
  campaign: DueCampaign,
  { removed, stacks, now }: { removed: number; stacks: number[]; now: number },
): Promise<void> {
  await addRemoved(trx, campaign, { what: 'images', removed });
  const entry = { kind: 'retention_applied', by: 'system', what: 'undecided_pages', removed, stacks };
  await appendLedger(trx, campaignChain(campaign.id), campaign.clientId, now, [entry]);
}

async function addRemoved(
  trx: Trx,
  campaign: DueCampaign,
  { what, removed }: { what: Retained; removed: number },
  left: { kept?: number; done_at?: Date | null } = {},
): Promise<void> {
  await trx
    .insertInto('retention_runs')
    .values({ campaign_id: campaign.id, client_id: campaign.clientId, what, removed, kept: 0, ...left })
    .onConflict((conflict) =>
      conflict
        .columns(['campaign_id', 'what'])
        .doUpdateSet({ removed: sql<number>`retention_runs.removed + ${removed}`, ...left }),
    )
    .execute();
}
