import { type Logger } from 'pino';
import { verifyCompleteness } from '../../audit/completeness';
import { verifyRows } from '../../audit/rows/verify-rows';
import { verifyStatements } from '../../audit/statements';
import { redecide, verifyChain } from '../../audit/verify';
import { countExecutions } from '../../db/campaigns/counts';
import {
  finishVerification,
  keepPart,
  noteProgress,
  type OpenVerification,
  takeVerification,
} from '../../db/campaigns/verifications';
import { campaignChain, INSTALLATION_CHAIN, ledgerHead } from '../../db/platform/ledger';
import { type Db } from '../../db/platform/types';
import { FAULTS_KEPT, type VerificationResult, type VerifiedPart } from '../../domain/campaigns/verification';

export interface VerificationDeps {
  db: Db;
  log: Logger;
  /** Aborted when the worker stops: the verification is taken up again elsewhere. */
  signal?: AbortSignal;
}

/** Progress is noted at most so often. */
const NOTED_MS = 1_000;

/**
 * Makes the oldest verification that is asked for, part by part. Returns the number made: 1, or 0 when none is left. May
 * be cut off anywhere: parts that were kept are not made again.
 */
export async function runVerification(deps: VerificationDeps): Promise<number> {
  const open = await takeVerification(deps.db);
  if (!open) return 0;
  for (const part of open.parts) await keepPart(deps.db, open.id, await PARTS[part](partOf(deps, open, part)));
  await finishVerification(deps.db, open.id);
  deps.log.info({ campaign: open.campaignId, verification: open.id }, 'verification made');
  return 1;
}

interface Part {
  db: Db;
  campaignId: number;
  /** Notes how much of how much is done. */
  progress: (done: number, total: number | null) => Promise<void>;
}

function partOf({ db, signal }: VerificationDeps, { id, campaignId }: OpenVerification, part: VerifiedPart): Part {
  let noted = -Infinity;
  const progress: Part['progress'] = async (done, total) => {
    signal?.throwIfAborted();
    if (performance.now() - noted < NOTED_MS) return;
    noted = performance.now();
    await noteProgress(db, id, { part, done, total });
  };
  return { db, campaignId, progress };
}

const PARTS: Record<VerifiedPart, (part: Part) => Promise<VerificationResult>> = {
  async ledger({ db, campaignId, progress }) {
    const wanted = [INSTALLATION_CHAIN, campaignChain(campaignId)];
    const heads = await Promise.all(wanted.map((chain) => ledgerHead(db, chain)));
    const total = heads.reduce((sum, head) => sum + (head?.seq ?? 0), 0);
    const chains = [];
    let before = 0;
    await progress(0, total);
    for (const [index, chain] of wanted.entries()) {
      // an installation that noted nothing yet has no chain of its own
      if (chain === INSTALLATION_CHAIN && !heads[index]) continue;
      const onProgress = (done: number) => progress(before + done, total);
      const verified = await verifyChain(db, chain, { onProgress });
      before += verified.entries;
      chains.push({ chain, ...verified });
    }
    return { ledger: { ok: chains.every(({ ok }) => ok), chains } };
  },

  async rows({ db, campaignId, progress }) {
    const total = await countExecutions(db, campaignId);
    await progress(0, total);
    const { faults, ...found } = await verifyRows(db, campaignId, (done) => progress(done, total));
    return { rows: { ok: found.amiss === 0, ...found, faults: faults.slice(0, FAULTS_KEPT) } };
  },

  async decisions({ db, campaignId, progress }) {
    const total = (await ledgerHead(db, campaignChain(campaignId)))?.seq ?? 0;
    await progress(0, total);
    const { decisions: made, differing } = await redecide(db, campaignId, (done) => progress(done, total));
    const amiss = differing.length;
    return { decisions: { ok: amiss === 0, made, amiss, differing: differing.slice(0, FAULTS_KEPT) } };
  },

  async completeness({ db, campaignId, progress }) {
    await progress(0, null);
    const { ended, contracts, open, unexpected, journeysAmiss, contradicted, ...found } = await verifyCompleteness(
      db,
      campaignId,
    );
    const statements = await verifyStatements(db, campaignId);
    const amiss = contradicted.length;
    const complete = ended ? found.ok : unexpected + amiss === 0;
    const ok = complete && statements.every(({ faults }) => faults.length === 0);
    const named = contradicted.slice(0, FAULTS_KEPT);
    const counts = { ended, contracts, open, unexpected, journeysAmiss, amiss };
    return { completeness: { ok, ...counts, contradicted: named, statements } };
  },
};
