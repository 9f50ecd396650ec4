import { createDecoder, DecodingFailed } from '../../config/decoder/decoder';
import { sleep } from '../../config/sleep';
import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { AppError, type ErrorCode, type Issue } from '../../domain/errors';
import { type FileFinding } from '../../domain/texts/campaign-file';
import { issueOf, MAX_FINDINGS } from './finding';
import { type CampaignFileContext } from './read';

export type FileQuestion =
  | { text: string; now: number; language: Language }
  | { check: CampaignDoc; file?: string; language: Language }
  | { stored: CampaignDoc; language: Language };
export type FileAnswer =
  | { doc: CampaignDoc }
  | { refused: { code: ErrorCode; detail: Record<string, string | number>; issues: Issue[] } }
  | { warnings: Issue[] }
  | { faults: Issue[] };

/** What reading a campaign file came to; the refusal is thrown where the file is used. */
export type FileReading = { doc: CampaignDoc } | { refusal: AppError };

/** Marks a contract number that has still to be hashed: the process that reads the file has no keys. */
export const PLAIN = 'plain:';

/** A file at all its limits takes some seconds. */
const ask = createDecoder<FileQuestion, FileAnswer>({
  module: require.resolve('./file-process'),
  limitMs: 15_000,
  memoryMb: 768,
});
/** So many contract numbers are hashed before other requests have their turn. */
const HASHED_AT_ONCE = 500;

type Context = Pick<CampaignFileContext, 'now' | 'hashContract'> & { language: Language };

/**
 * Reads a campaign file as parseCampaignFile does, with every check of its notices, in a process of its own. A file that
 * takes too much time or memory is refused as campaign_file_invalid. Throws decoder_busy.
 */
export async function readFileApart(
  text: string,
  { now, language, hashContract }: Context,
  limitMs?: number,
): Promise<FileReading> {
  try {
    const answer = await ask({ text, now, language }, limitMs);
    if ('doc' in answer) return { doc: await withHashes(answer.doc, hashContract) };
    if (!('refused' in answer)) throw new Error('the decoder has answered another question');
    const { code, detail, issues } = answer.refused;
    return { refusal: new AppError(code, detail, issues) };
  } catch (error) {
    return { refusal: new AppError('campaign_file_invalid', { count: 1 }, [costly(error, 'too_costly', language)]) };
  }
}

/** The document of a file that could be read. Throws its refusal. */
export function docIn(reading: FileReading): CampaignDoc {
  if ('refusal' in reading) throw reading.refusal;
  return reading.doc;
}

/**
 * What the check warns of in a plan, played through in a process of its own; an unfinished check is a warning too. With
 * the `file` that was read, each warning names its line.
 */
export async function checkPlanApart(
  doc: CampaignDoc,
  language: Language,
  { file, limitMs }: { file?: string; limitMs?: number } = {},
): Promise<Issue[]> {
  try {
    const answer = await ask({ check: doc, language, ...(file !== undefined && { file }) }, limitMs);
    return 'warnings' in answer ? answer.warnings : [];
  } catch (error) {
    return [costly(error, 'check_too_costly', language)];
  }
}

/**
 * What refuses a campaign's stored contents by the rules of today, in a process of its own; empty when nothing does.
 * Throws decoder_busy.
 */
export async function checkContentsApart(doc: CampaignDoc, language: Language): Promise<Issue[]> {
  try {
    const answer = await ask({ stored: doc, language });
    return 'faults' in answer ? answer.faults.slice(0, MAX_FINDINGS) : [];
  } catch (error) {
    return [costly(error, 'check_too_costly', language)];
  }
}

/** The finding about an input that took too much; any other error is thrown on. */
function costly(error: unknown, code: FileFinding, language: Language): Issue {
  if (!(error instanceof DecodingFailed) || error.why === 'broken') throw error;
  return issueOf({ path: [], code }, language);
}

async function withHashes(doc: CampaignDoc, hash: (number: string) => string): Promise<CampaignDoc> {
  let hashed = 0;
  for (const override of doc.policy.overrides) {
    const hashes = new Set<string>();
    for (const given of override.contractHashes) {
      hashes.add(given.startsWith(PLAIN) ? hash(given.slice(PLAIN.length)) : given);
      if (++hashed % HASHED_AT_ONCE === 0) await sleep(1);
    }
    override.contractHashes = [...hashes];
  }
  return doc;
}
