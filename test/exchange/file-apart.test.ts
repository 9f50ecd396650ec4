import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { readChangeFile } from '../../api/exchange/client-file';
import { readChangeFileApart } from '../../api/exchange/client-file-decoder';
import { CHANGE_COLUMNS } from '../../domain/exchange/change-findings';
import { startPulse } from '../support/pulse';

const CONTEXT = { today: '2027-02-10', zone: 'Asia/Tokyo', language: 'ja' as const };
const of = (...parts: (string | Buffer)[]) => Readable.from(parts.map((part) => Buffer.from(part as string)));
const titles = Object.values(CHANGE_COLUMNS).join(',');

it('a change file read apart is what it would be here', async () => {
  const file = readFileSync(join(__dirname, 'field-cases', '39-changes-with-ctrl-z.csv'));
  expect(await readChangeFileApart(of(file), CONTEXT)).toEqual(await readChangeFile(of(file), CONTEXT));
});

it.each([
  ['of other columns', Array.from({ length: 20_000 }, (_, n) => `c${n}`).join()],
  ['of the same column', 'c,'.repeat(40_000)],
])('a header %s is refused with fifty problems', async (_, more) => {
  const refused = await readChangeFileApart(of(`${titles},${more}`), CONTEXT).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'client_file_columns' });
  expect((refused as { issues: unknown[] }).issues).toHaveLength(50);
});

it('sixteen million commas are refused while our own work goes on, and what takes too long in words', async () => {
  const commas = () => of(`${titles}\n`, ',\n'.repeat(8_000_000));
  const stop = startPulse();
  await expect(readChangeFileApart(commas(), CONTEXT)).rejects.toMatchObject({ code: 'client_totals_differ' });
  const { due, missed } = await stop();
  expect(missed).toBeLessThanOrEqual(2 + due / 2);
  await expect(readChangeFileApart(commas(), CONTEXT, 10)).rejects.toMatchObject({ code: 'file_too_costly' });
});
