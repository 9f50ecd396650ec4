import { join } from 'node:path';
import { claimProof, type ClaimedProof, markProof, proofPerson, recordProof } from '../../db/delivery/proofs';
import { readClock } from '../../db/platform/clock';
import { localDate } from '../../domain/campaigns/calendar';
import { AppError } from '../../domain/errors';
import { PrintFile } from '../../rendering/letter/print-file';
import { proofLetterPages } from '../../rendering/proof/letter';
import { retryTransient } from '../retry-transient';
import { type PrintRenderDeps } from './render';
import { writeText } from './folder';

/**
 * Draws what is due of a post lane's proofs, each a folder of its own in `proof`: the marked letter with its form, and a
 * manifest. Returns the number drawn.
 */
export async function printProofs(deps: PrintRenderDeps, lane: { laneId: number; fence: number }): Promise<number> {
  for (let count = 0; ; count++) {
    const proof = await retryTransient(() => claimProof(deps.db, deps.docs, lane));
    if (!proof) return count;
    try {
      await print(deps, proof);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      deps.folder.clear(keyOf(proof));
      deps.log.warn({ proof: proof.proofId, lane: lane.laneId, reason: error.code }, 'proof not printed');
      // the letters of the lane do not wait until the shop's server takes proofs again
      await recordProof(deps.db, proof, { kind: error.retryable ? 'refused_for_now' : 'failed', reason: error.code });
    }
  }
}

async function print(deps: PrintRenderDeps, proof: ClaimedProof): Promise<void> {
  const { db, vault, docs, config, folder } = deps;
  const person = await proofPerson(db, vault, proof);
  if (!person?.address) return recordProof(db, proof, { kind: 'failed', reason: 'no_contact' });
  const { campaignId, version, notice, language, claimedAt } = proof;
  const doc = await docs.get(db, campaignId, version);
  const day = localDate((await readClock(db)).now, doc.zone);
  const pages = proofLetterPages({ doc, notice, person, language, publicUrl: config.PUBLIC_URL, day });
  const key = keyOf(proof);
  const draft = folder.begin(key);
  const pdf = new PrintFile(join(draft, 'letter.pdf'), key, claimedAt);
  pdf.add(pages);
  const sha256 = await pdf.close();
  const contentHash = proof.contentHash.toString('hex');
  const manifest = { proof: true, key, campaign: campaignId, version, notice, language, contentHash };
  const mailClass = doc.post?.mailClass ?? 'ordinary';
  const totals = { ...manifest, mailClass, pages: pdf.pages, file: 'letter.pdf', sha256 };
  writeText(draft, 'manifest.json', `${JSON.stringify(totals, null, 2)}\n`);
  await folder.stageProof(key, draft);
  if (!(await markProof(db, proof))) return folder.discard(key);
  try {
    await folder.handOverProof(key);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    folder.clear(key);
    return recordProof(db, proof, { kind: 'doubtful' }); // the shop may have it
  }
  await recordProof(db, proof, { kind: 'sent', ref: key });
}

const keyOf = ({ proofId }: ClaimedProof): string => `proof-${proofId}`;
