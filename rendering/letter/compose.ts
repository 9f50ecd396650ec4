import { type Addressee, addresseeOf, inLanguage } from '../../db/customers/addressee';
import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { readClock } from '../../db/platform/clock';
import {
  type AskedContract,
  contractsOf,
  defectsOf,
  type RunLetter,
  type RunPiece,
  type PrintRun,
} from '../../db/print/runs';
import { envelopeOf } from '../../db/print/envelope-profile';
import { type Vault } from '../../db/privacy/vault';
import { type CampaignDoc, DEFECT_STEP, type Text } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { addressedName } from '../../domain/texts/consents';
import { defectText, type FormDefects } from '../../domain/returns/defect-text';
import { type Draw, type PieceContent } from './content';
import { logosOf } from './logo';
import { layoutPiece } from './piece';
import { type Picture } from './sheet';
import { GlyphMissing } from './fonts';
import { overseasLines } from '../../domain/audience/overseas';
import { postalOfStep } from '../../domain/print/envelopes';
import { letterName, printability } from '../../domain/print/letter-characters';
import { abroadOf, higherOf, type Postal } from '../../domain/print/postal-class';
import { postalMark } from '../../domain/texts/names/postal';
import { letterFonts } from '../../db/audience/letter-fonts';
import { type LinkKind } from '../../db/customers/links';
import { loadReplyContent, type ReplyContent } from '../../db/journeys/replies/content';
import { type InquiryContent, loadInquiryContent } from '../../db/customers/inquiries/content';
import { AUTHORITY_STEP, bearsForm, isInquiryReply } from '../../domain/journeys/answers/replies';
import { loadProofContent, type ProofContent } from '../../db/customers/authority-cases/content';
import { answerTexts } from '../answer';
import { authorityTexts, proofSheetOf } from '../authority';
import { inquiryTexts } from '../inquiry';
import { linksOf } from '../mail/compose';
import { renderLetter } from '../render';
import { type Db } from '../../db/platform/types';

export interface PrintComposeDeps {
  db: Db;
  vault: Vault;
  docs: CampaignDocs;
  config: { PUBLIC_URL: string };
}

/** What is printed for an envelope, or the reason (a code, never a value) why it cannot be printed. */
type Content = { content: PieceContent; postal: Postal; abroad: boolean; limit: number } | { failed: Failure };
type Failure = 'no_contact' | 'key_lost' | PrintFault;

/** An envelope's pages, or the reason why it cannot be printed. */
export type Composed = { piece: RunPiece } & Outcome;
type Outcome = { pages: Draw[]; postal: Postal; abroad: boolean; form: boolean; limit: number } | { failed: Failure };

/** A character may be named after the code: `glyph_missing:U+20BB7`. */
type PrintFault = 'glyph_missing' | `glyph_missing:${string}` | 'notice_invalid';

interface Loaded {
  addressees: Map<number, Addressee>;
  contracts: Map<number, AskedContract[]>;
  defects: Map<number, FormDefects[]>;
  /** By message. */
  links: Map<number, Record<LinkKind, string>>;
  replies: Map<number, ReplyContent>;
  inquiries: Map<number, InquiryContent>;
  /** By the letter's own id. */
  proofs: Map<number, ProofContent>;
  now: number;
}

/**
 * Composes the letters of some envelopes. The only place where personal data is opened for print; none of it is stored.
 */
export async function composePieces(deps: PrintComposeDeps, run: PrintRun, pieces: RunPiece[]): Promise<Composed[]> {
  const composed = await composeContents(deps, run, pieces);
  return composed.map(({ piece, ...made }) => ({ piece, ...laidOut(made) }));
}

/** The contents of some envelopes, to be laid out elsewhere; personal, and never stored. */
export async function composeContents(
  deps: PrintComposeDeps,
  run: PrintRun,
  pieces: RunPiece[],
): Promise<({ piece: RunPiece } & Content)[]> {
  const { now } = await readClock(deps.db);
  const customers = [...new Set(pieces.map((piece) => piece.customerId))];
  const letters = pieces.flatMap((piece) => piece.letters);
  const answering = letters.filter((letter) => letter.step === DEFECT_STEP);
  const loaded: Loaded = {
    addressees: await addresseeOf(deps.db, deps.vault, customers, now),
    contracts: await contractsOf(deps.db, deps.vault, journeysOf(letters)),
    defects: await defectsOf(deps.db, journeysOf(answering)),
    links: await linksByMessage(deps, letters),
    replies: await loadReplyContent(deps.db, deps.vault, letters),
    inquiries: await inquiriesOf(deps, letters),
    proofs: await loadProofContent(
      deps.db,
      deps.vault,
      letters.filter(isProof).map(({ occurrence }) => occurrence),
    ),
    now,
  };
  const composed: ({ piece: RunPiece } & Content)[] = [];
  for (const piece of pieces) {
    const docs = await docsOf(deps, piece);
    const logos = await logosOf(deps.db, docs.values());
    composed.push({ piece, ...composePiece({ run, piece, docs, logos }, loaded) });
  }
  return composed;
}

async function inquiriesOf({ db, vault }: PrintComposeDeps, letters: RunLetter[]): Promise<Loaded['inquiries']> {
  const inquiries: Loaded['inquiries'] = new Map();
  for (const { messageId, step, occurrence } of letters) {
    if (!isInquiryReply(step)) continue;
    const content = await loadInquiryContent(db, vault, occurrence);
    if (content) inquiries.set(messageId, content);
  }
  return inquiries;
}

async function linksByMessage(deps: PrintComposeDeps, letters: RunLetter[]): Promise<Loaded['links']> {
  const links: Loaded['links'] = new Map();
  for (const letter of letters) links.set(letter.messageId, await linksOf(deps, letter));
  return links;
}

const isProof = ({ step }: RunLetter): boolean => step === AUTHORITY_STEP;

const journeysOf = (letters: RunLetter[]): number[] => [...new Set(letters.map((letter) => letter.journeyId))];

interface Drawn {
  run: PrintRun;
  piece: RunPiece;
  docs: Map<number, CampaignDoc>;
  logos: Map<CampaignDoc, Picture>;
}

function composePiece(
  { run, piece, docs, logos }: Drawn,
  { addressees, contracts, defects, links, replies, inquiries, proofs, now }: Loaded,
): Content {
  const proof = piece.letters.some(isProof) ? proofs.get(piece.letters[0]!.occurrence) : undefined;
  const known = piece.letters.some(isProof) ? proof?.addressee : addressees.get(piece.customerId);
  if (known?.lostKey !== undefined) return { failed: 'key_lost' };
  if (!known?.address) return { failed: 'no_contact' };
  const shown = printable(known);
  if (!shown) return { failed: 'glyph_missing' };
  // letters in one envelope are written in one language
  const addressee = proof ? shown : inLanguage(shown, piece.letters[0]?.language);
  const asking = piece.letters.filter(({ step }) => bearsForm(step));
  const asked = journeysOf(asking)
    .flatMap((journey) => contracts.get(journey) ?? [])
    .sort((a, b) => a.contractId - b.contractId || a.campaignId - b.campaignId);
  try {
    const letters = piece.letters.map((letter) => {
      const doc = docs.get(letter.campaignId)!;
      const { page: link, optout: optOutLink } = links.get(letter.messageId)!;
      const lacking = lackingOf(letter, defects.get(letter.journeyId) ?? [], asked);
      const content = replies.get(letter.messageId);
      const inquiry = inquiries.get(letter.messageId);
      const personal = {
        ...{ name: addressedName(addressee), kind: addressee.kind, language: addressee.language, link, optOutLink },
        ...(lacking && { defects: lacking }),
        ...(content && { answer: answerTexts(doc, content, now) }),
        ...(inquiry && { answer: inquiryTexts(doc, inquiry, link) }),
        // no way to the customer's page before the proof
        ...(proof && { answer: authorityTexts(doc, proof), link: '', optOutLink: '' }),
      };
      const logo = logos.get(doc);
      const written = renderLetter(doc, letter.notice, personal);
      const asks = { asks: bearsForm(letter.step), ...(proof && { proof: proofSheetOf(doc, proof, 'ja') }) };
      return { doc, link: personal.link, written, ...asks, ...(logo && { logo }) };
    });
    const forms = asked.map(({ number, product, campaignId }) => ({ number, product, doc: docs.get(campaignId)! }));
    const postal = postalOfPiece(piece, docs, known.address);
    const abroad = overseasLines(known.address) !== null;
    const mark = postalMark(postal, abroad);
    const profile = envelopeOf(run);
    const named = { code: piece.code, profile, ...(mark !== undefined && { mark }), day: run.run_on };
    return { content: { ...named, addressee, letters, contracts: forms }, postal, abroad, limit: sheetLimit(docs) };
  } catch (error) {
    return { failed: failureOf(error) };
  }
}

/** The least number of sheets that a campaign with a letter in the envelope allows. */
const sheetLimit = (docs: Map<number, CampaignDoc>): number =>
  Math.min(...[...docs.values()].map(({ post }) => post?.sheetsPerEnvelope ?? Infinity));

/** The highest class that a letter in the envelope needs; abroad what there is of it. */
function postalOfPiece({ letters }: RunPiece, docs: Map<number, CampaignDoc>, address: string): Postal {
  const postal = letters.map(({ campaignId, step }) => postalOfStep(docs.get(campaignId)!, step)).reduce(higherOf);
  return overseasLines(address) ? abroadOf(postal) : postal;
}

function laidOut(made: Content): Outcome {
  if ('failed' in made) return made;
  try {
    const { content, postal, abroad, limit } = made;
    const form = content.contracts.length > 0 || content.letters.some(({ proof }) => proof !== undefined);
    return { pages: layoutPiece(content), postal, abroad, limit, form };
  } catch (error) {
    return { failed: failureOf(error) };
  }
}

/**
 * The addressee with the name that the letter's fonts can print; undefined when they cannot print name or address, or
 * characters of them were lost before the import.
 */
function printable(addressee: Addressee): Addressee | undefined {
  const name = letterName(addressee, letterFonts);
  const others = [addressee.address ?? '', addressee.representative?.for ?? ''].join('');
  return name === null || printability(others, letterFonts).missing.length > 0 ? undefined : { ...addressee, name };
}

/** The approved version of each campaign with a letter in the envelope. */
async function docsOf({ db, docs }: PrintComposeDeps, piece: RunPiece): Promise<Map<number, CampaignDoc>> {
  const found = new Map<number, CampaignDoc>();
  for (const letter of piece.letters)
    found.set(letter.campaignId, await docs.get(db, letter.campaignId, letter.version));
  return found;
}

/** What the form lacked to which this letter replies; undefined for other letters. */
function lackingOf(letter: RunLetter, forms: FormDefects[], asked: AskedContract[]): Text | undefined {
  const { step, occurrence, campaignId } = letter;
  const form = step === DEFECT_STEP ? (forms[occurrence] ?? forms.at(-1)) : undefined;
  if (!form || form.defects.length === 0) return undefined;
  const numbered = asked.map((contract, index) => ({ ...contract, no: index + 1 }));
  const contracts = numbered.filter((contract) => contract.campaignId === campaignId);
  return { ja: defectText(form, contracts, 'ja'), en: defectText(form, contracts, 'en') };
}

function failureOf(error: unknown): PrintFault {
  if (error instanceof GlyphMissing) return `glyph_missing:${error.character}`;
  if (error instanceof AppError && error.code === 'notice_invalid') return 'notice_invalid';
  throw error;
}
