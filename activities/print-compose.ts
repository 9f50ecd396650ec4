import { addresseeOf } from '../db/addressee';
import { type CampaignDocs } from '../db/campaign-docs';
import { readClock } from '../db/clock';
import { type Db } from '../db/connect';
import { contractsOf, type RunPiece } from '../db/print-runs-content';
import { type PrintRun } from '../db/print-runs';
import { type Vault } from '../db/vault';
import { type CampaignDoc } from '../domain/campaign';
import { AppError } from '../domain/errors';
import { type Draw, layoutPiece } from './letter/piece';
import { GlyphMissing } from './letter/fonts';
import { linkOf } from './mail-compose';
import { renderLetter } from './render';

export interface PrintComposeDeps {
  db: Db;
  vault: Vault;
  docs: CampaignDocs;
  config: { PUBLIC_URL: string };
}

/** An envelope's pages, or why it can't be printed: a code, never a value. */
export type Composed = { piece: RunPiece } & (
  { pages: Draw[]; mailClass: 'ordinary' | 'recorded' } | { failed: 'no_contact' | 'glyph_missing' | 'notice_invalid' }
);

/** Writes the letters of some envelopes. The only place that opens personal data for print; nothing of it is kept. */
export async function composePieces(deps: PrintComposeDeps, run: PrintRun, pieces: RunPiece[]): Promise<Composed[]> {
  const { now } = await readClock(deps.db);
  const addressees = await addresseeOf(deps.db, deps.vault, [...new Set(pieces.map((piece) => piece.customerId))], now);
  const journeys = pieces.flatMap((piece) => piece.letters.map((letter) => letter.journeyId));
  const contracts = await contractsOf(deps.db, deps.vault, [...new Set(journeys)]);
  const composed: Composed[] = [];
  for (const piece of pieces) {
    const addressee = addressees.get(piece.customerId);
    if (!addressee?.address) {
      composed.push({ piece, failed: 'no_contact' });
      continue;
    }
    const docs = await docsOf(deps, piece);
    try {
      const letters = piece.letters.map((letter) => {
        const doc = docs.get(letter.campaignId)!;
        const link = linkOf(deps, letter, 'page');
        const personal = { name: addressee.name, link, optOutLink: linkOf(deps, letter, 'optout') };
        return { doc, link, written: renderLetter(doc, letter.notice, personal) };
      });
      const asked = [...new Set(piece.letters.map((letter) => letter.journeyId))]
        .flatMap((journey) => contracts.get(journey) ?? [])
        .sort((a, b) => a.contractId - b.contractId || a.campaignId - b.campaignId)
        .map(({ number, product, campaignId }) => ({ number, product, doc: docs.get(campaignId)! }));
      const pages = layoutPiece({ code: piece.code, addressee, day: run.run_on, letters, contracts: asked });
      composed.push({ piece, pages, mailClass: letters[0]!.doc.post?.mailClass ?? 'ordinary' });
    } catch (error) {
      composed.push({ piece, failed: failureOf(error) });
    }
  }
  return composed;
}

/** Each campaign's newest version among the letters of the piece: one form has one set of choices a campaign. */
async function docsOf({ db, docs }: PrintComposeDeps, piece: RunPiece): Promise<Map<number, CampaignDoc>> {
  const found = new Map<number, CampaignDoc>();
  for (const letter of piece.letters)
    found.set(letter.campaignId, await docs.get(db, letter.campaignId, letter.version));
  return found;
}

function failureOf(error: unknown): 'glyph_missing' | 'notice_invalid' {
  if (error instanceof GlyphMissing) return 'glyph_missing';
  if (error instanceof AppError && error.code === 'notice_invalid') return 'notice_invalid';
  throw error;
}
