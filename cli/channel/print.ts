import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openPrintFolder } from '../../activities/print/exchange/open';
import { type PrintFolder, writeText } from '../../activities/print/folder';
import { printFolderFindings } from '../../activities/print/folder-state';
import { type Config } from '../../config/settings';
import { AppError } from '../../domain/errors';
import { channelTestTexts } from '../../domain/texts/names/channel-test';
import { type Draw } from '../../rendering/letter/content';
import { PrintFile } from '../../rendering/letter/print-file';
import { type Ending, type Steps } from './steps';

type Settings = Pick<Config, 'PRINT_DIR' | 'PRINT_SFTP_URL' | 'PRINT_SFTP_KEY_FILE' | 'PRINT_SFTP_KNOWN_HOSTS'>;

/**
 * Puts one page for a test into the folder `proof` of PRINT_DIR or of the print shop's server, step by step. `to`: a name
 * that the page bears.
 */
export async function testPrint(
  config: Settings,
  { to, now }: { to: string; now: number },
  steps: Steps,
): Promise<Ending> {
  const dir = config.PRINT_DIR;
  let folder: PrintFolder;
  try {
    folder = openPrintFolder(config);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) steps.add('settings', false, message);
    else steps.add('connected', false, `${dir}: ${code}`);
    return 'not_sent';
  }
  const [wrong] = printFolderFindings(dir);
  steps.add('connected', !wrong, wrong ? `${dir}: ${wrong.kind}` : dir);
  if (wrong) return 'not_sent';
  if (config.PRINT_SFTP_URL !== undefined && !(await signedIn(folder, config.PRINT_SFTP_URL, steps))) return 'not_sent';
  const key = `test-${randomUUID()}`;
  const draft = folder.begin(key);
  const pdf = new PrintFile(join(draft, 'letter.pdf'), key, now);
  pdf.add([pageFor(to)]);
  const sha256 = await pdf.close();
  const manifest = { proof: true, test: true, key, pages: pdf.pages, file: 'letter.pdf', sha256 };
  writeText(draft, 'manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  steps.add('composed', true, `letter.pdf sha256 ${sha256}`);
  try {
    await folder.stageProof(key, draft);
    await folder.handOverProof(key);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    steps.add('accepted', false, saidBy(error));
    return error.code === 'print_shop_away' ? 'unclear' : 'not_sent';
  }
  steps.add('accepted', true, `${config.PRINT_SFTP_URL ?? dir}/proof/${key}`);
  steps.add('reference', true, key);
  return 'sent';
}

/** Whether the server is the one we know, and lets us in. */
async function signedIn(folder: PrintFolder, url: string, steps: Steps): Promise<boolean> {
  const { host, username } = new URL(url);
  try {
    await folder.shop.names('proof');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    steps.add(error.code === 'print_shop_refused' ? 'authenticated' : 'connected', false, `${host}: ${saidBy(error)}`);
    return false;
  }
  steps.add('connected', true, host);
  steps.add('authenticated', true, username);
  return true;
}

const saidBy = ({ code, detail }: AppError): string => `${code}${detail.reason ? ` (${detail.reason})` : ''}`;

const pageFor =
  (to: string): Draw =>
  (sheet) => {
    const { subject, body } = channelTestTexts;
    sheet.line(`${subject.ja} ${subject.en}`, 20, 20, { points: 16, weight: 'bold' });
    sheet.line(to, 20, 34, { points: 12 });
    sheet.lines([body.ja, body.en], 20, 48, { points: 10 });
  };
