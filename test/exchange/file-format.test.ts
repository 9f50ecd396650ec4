import { createHash } from 'node:crypto';
import { closeLapsed, exchange, runningClient } from './fixture';
import { encodePiece } from '../../domain/exchange/file-format';
import { programCsvLine } from '../../domain/exchange/csv';
import { type Api, type ApiClient, openApi } from '../support/api';
import { releaseExport } from '../privacy/exports-support';
import { contractNumberKey } from '../../domain/audience/row';

let api: Api;
let own: ApiClient;
let client: ReturnType<typeof exchange>;
beforeAll(async () => void (api = await openApi()));
afterAll(() => api.t.close());
beforeEach(async () => {
  own = await runningClient(api, [{}, {}]);
  client = exchange(api, own);
});

const setFormat = (format: object, role: keyof ApiClient['keys'] = 'manager') =>
  api.send('put', '/api/client-data/format', own.keys[role].key).send(format);

/** The bytes of a delivery as the client's program gets them. */
async function bytesOf(fileId: number): Promise<Buffer> {
  await releaseExport(api, own, 'results', own.campaignId);
  const { body } = await api
    .send('get', `/api/client-data/results/${fileId}`, own.keys.client_approver.key)
    .buffer()
    .parse((res, done) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)));
    });
  return body as Buffer;
}

it.each<[object, string, string]>([
  [{ encoding: 'utf-8', bom: true }, 'utf-8', 'efbbbf'],
  [{ encoding: 'utf-8', bom: false }, 'utf-8', 'e980a3'],
  [{ encoding: 'cp932', bom: false }, 'shift_jis', '9841'],
])('writes files for programs as the client wants them: %j', async (format, decoding, begins) => {
  await setFormat(format).expect(200);
  await closeLapsed(api, own, 0);
  const { fileId, sha256 } = await client.deliver();
  await setFormat({ encoding: 'utf-8', bom: true }).expect(200); // later deliveries only
  const bytes = await bytesOf(fileId);
  expect(bytes.toString('hex')).toMatch(new RegExp(`^${begins}`));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  expect(new TextDecoder(decoding).decode(bytes)).toMatch(
    /^連番,契約番号,結果,[^]*期限経過・未手続[^]*合計,1,\d+\r\n$/,
  );
});

it('lets only managers set it', async () => {
  await setFormat({ encoding: 'cp932', bom: false }, 'operator').expect(403);
  const { body } = await api.send('get', '/api/client-data/format', own.keys.auditor.key).expect(200);
  expect(body).toEqual({ encoding: 'utf-8', bom: true });
});

it.each([['-77'], ["'-77"]])('gives a program a number as it is, and takes its answer about %s', async (number) => {
  const { contracts } = own.customers[0]!;
  const { vault, db } = api.t;
  const number_hash = vault.index(own.clientId, 'contract', contractNumberKey('-77'));
  await db.updateTable('contracts').set({ number_hash }).where('id', '=', contracts[0]!).execute();
  expect(programCsvLine(['-77', '=1+1', 'a"b', null, 3])).toBe('-77,=1+1,"a""b",,3\r\n');
  await closeLapsed(api, own, 0);
  const { fileId, totals } = await client.deliver();
  const rejected = [{ contractNumber: number, code: 'E1', reason: '' }];
  const answer = { accepted: 0, controlTotal: totals.controlTotal, rejected };
  expect((await client.acknowledge(fileId, answer)).body).toMatchObject({ status: 'acknowledged', rejected: 1 });
});

it('writes the characters of Japanese systems in CP932, and what it lacks as a question mark', () => {
  const format = { encoding: 'cp932', bom: false } as const;
  const text = '髙﨑①㈱〜−ｱア‖𠮷';
  const bytes = encodePiece(text, format, true);
  expect(new TextDecoder('shift_jis').decode(bytes)).toBe('髙﨑①㈱～－ｱア∥?');
  expect(Buffer.from(encodePiece('髙a', format, false)).toString('hex')).toBe('fbfc61');
});
