import { campaignDoc, getCampaign } from '../../db/campaigns/campaigns';
import { readClock } from '../../db/platform/clock';
import { type Issue } from '../../domain/errors';
import { checkPlanApart, type FileReading, readFileApart } from '../campaign-file/file-decoder';
import { type BodyReader } from '../http/route';

/** Reads the file of a draft before the transaction that stores it. */
export const readDraftFile: BodyReader<FileReading> = async (text, { deps, scope, language }) => {
  const { now } = await readClock(deps.db);
  return readFileApart(text, { now, language, hashContract: hashBy(deps, scope) });
};

/** Reads the file of a further version. A last dispatch already past in the present version may stay as it is. */
export const readVersionFile: BodyReader<FileReading> = async (text, { deps, scope, language, params }) => {
  const campaign = await getCampaign(deps.db, scope, Number(params['id']));
  const { dates } = await campaignDoc(deps.db, campaign.id, campaign.version);
  const now = Math.min((await readClock(deps.db)).now, dates.lastDispatch - 1);
  return readFileApart(text, { now, language, hashContract: hashBy(deps, scope) });
};

/** Reads a file to tell what is wrong with it, and what its plan is warned of. */
export const checkFile: BodyReader<{ ok: boolean; issues: Issue[]; warnings: Issue[] }> = async (text, call) => {
  const reading = await readDraftFile(text, call);
  if ('refusal' in reading) return { ok: false, issues: reading.refusal.issues, warnings: [] };
  return { ok: true, issues: [], warnings: await checkPlanApart(reading.doc, call.language, { file: text }) };
};

type Call = Parameters<BodyReader<FileReading>>[1];

const hashBy =
  ({ vault }: Call['deps'], { clientId }: Call['scope']) =>
  (number: string): string =>
    vault.index(clientId, 'contract', number).toString('hex');
