import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { PrintFolder, writeText } from '../../activities/print/folder';
import { printFolderFindings } from '../../activities/print/folder-state';
import { type Config } from '../../config/settings';
import { channelTestTexts } from '../../domain/texts/names/channel-test';
import { type Draw } from '../../rendering/letter/content';
import { PrintFile } from '../../rendering/letter/print-file';
import { type Ending, type Steps } from './steps';

/** Puts one page for a test into the folder `proof` of PRINT_DIR, step by step. `to`: a name that the page bears. */
export async function testPrint(
  config: Pick<Config, 'PRINT_DIR'>,
  { to, now }: { to: string; now: number },
  steps: Steps,
): Promise<Ending> {
  const dir = config.PRINT_DIR;
  let folder: PrintFolder;
  try {
    folder = new PrintFolder(dir);
  } catch (error) {
    steps.add('connected', false, `${dir}: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}`);
    return 'not_sent';
  }
  const [wrong] = printFolderFindings(dir);
  steps.add('connected', !wrong, wrong ? `${dir}: ${wrong.kind}` : dir);
  if (wrong) return 'not_sent';
  const key = `test-${randomUUID()}`;
  const draft = folder.begin(key);
  const pdf = new PrintFile(join(draft, 'letter.pdf'), key, now);
  pdf.add([pageFor(to)]);
  const sha256 = await pdf.close();
  const manifest = { proof: true, test: true, key, pages: pdf.pages, file: 'letter.pdf', sha256 };
  writeText(draft, 'manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  steps.add('composed', true, `letter.pdf sha256 ${sha256}`);
  folder.handOverProof(key, draft);
  steps.add('accepted', true, join(dir, 'proof', key));
  steps.add('reference', true, key);
  return 'sent';
}

const pageFor =
  (to: string): Draw =>
  (sheet) => {
    const { subject, body } = channelTestTexts;
    sheet.line(`${subject.ja} ${subject.en}`, 20, 20, { points: 16, weight: 'bold' });
    sheet.line(to, 20, 34, { points: 12 });
    sheet.lines([body.ja, body.en], 20, 48, { points: 10 });
  };
