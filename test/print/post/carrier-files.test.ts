import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bookAcknowledged } from '../../../activities/print/posted';
import { readCarrierFiles } from '../../../activities/print/carrier-files';
import { renderRun } from '../../../activities/print/render';
import { createApiKey } from '../../../db/access/api-keys';
import { keepAcknowledgement } from '../../../db/print/posted';
import { findQuick } from '../../../db/platform/alerts/causes';
import { trackingCheckDigit } from '../../../domain/print/tracking';
import { type Api, makePerson, openApi } from '../../support/api';
import { channelsDoc, stepClock } from '../../support/seed';
import {
  acknowledge,
  handOver,
  messageOf,
  openRun,
  piecesIn,
  printScene,
  type PrintScene,
  removeScene,
  runOf,
} from '../fixture';

let api: Api;
let scene: PrintScene;
let runId: number;
let key: string;
let numbers = 0;
beforeAll(async () => void (api = await openApi()));
afterEach(() => removeScene(scene));
afterAll(() => api.t.close());

const number = (): string => {
  const body = String(5_123_400_000 + (numbers += 1));
  return body + trackingCheckDigit(body);
};

/** A posted run of three recorded letters, and the codes of its envelopes. */
async function posted(mailClass: 'recorded' | 'ordinary' = 'recorded'): Promise<string[]> {
  const doc = channelsDoc();
  scene = await printScene(api.t, [{}, {}, {}], { ...doc, post: { ...doc.post!, mailClass } });
  const personId = await makePerson(api.t, 'operator');
  key = (await createApiKey(api.t.db, { personId, clientId: scene.clientId, role: 'operator' })).key;
  runId = await openRun(api.t, scene);
  await renderRun(scene.deps, runId);
  await handOver(api.t, scene, runId);
  await keepAcknowledgement(api.t.db, acknowledge(scene, (await runOf(api.t, runId)).key));
  await stepClock(api.t, Date.parse('2027-02-10T03:00:00Z'));
  expect(await bookAcknowledged(scene.deps, runId)).toBe('posted');
  return (await piecesIn(api.t, runId)).map(({ code }) => code);
}

const upload = async (text: string, name = 'numbers.csv', status = 200) =>
  (
    await api
      .send('post', `/api/print-runs/${runId}/carrier-files?name=${name}`, key)
      .set('content-type', 'text/csv')
      .send(text)
      .expect(status)
  ).body as { status: string; rows: number; fresh: number; findings: { line: number; code: string }[] };
const run = async () =>
  (await api.send('get', `/api/print-runs/${runId}`, key).expect(200)).body as {
    delivery: Record<string, number>;
    envelopes: { items: { trackingNo: string | null; delivery: { result: string; reason: string | null } | null }[] };
  };
const csv = (...rows: string[]) => `${rows.join('\r\n')}\r\n`;
const arrivals = (at: number) =>
  api.t.db
    .selectFrom('arrivals')
    .select(['kind', 'data'])
    .where('journey_id', '=', scene.letters[at]!.journeyId)
    .execute();

/** Gives each envelope its number, by upload. */
async function numbered(codes: string[]): Promise<string[]> {
  const given = codes.map(() => number());
  const rows = codes.map((code, index) => `${code},${given[index]}`);
  expect(await upload(csv('piece,tracking_no', ...rows))).toMatchObject({ status: 'taken', fresh: codes.length });
  return given;
}

it('gives each envelope its number once, and shows it', async () => {
  const codes = await posted();
  const [first] = await numbered(codes);
  const shown = await run();
  expect(shown.delivery).toMatchObject({ tracked: 3, numbered: 3, open: 3 });
  expect(shown.envelopes.items[0]!.trackingNo).toBe(first);
  // the same numbers in another file change nothing; the same file is the same one
  const again = csv('piece,tracking_no', `${codes[0]},${first}`);
  expect(await upload(again)).toMatchObject({ status: 'taken', fresh: 0 });
  expect(await upload(again)).toMatchObject({ status: 'taken', fresh: 0 });
});

it('takes nothing of a file of which one row does not fit', async () => {
  const codes = await posted();
  const one = number();
  const text = csv('piece,tracking_no', `${codes[0]},${one}`, `${codes[1]},${one}`, `NONE,${number()}`);
  const refused = await upload(text);
  expect(refused.status).toBe('refused');
  expect(refused.findings.map(({ line, code }) => `${line} ${code}`)).toEqual(['3 row_doubled', '4 piece_unknown']);
  expect((await run()).delivery.numbered).toBe(0);
  // corrected, it is taken
  await numbered(codes);
  expect(await upload(csv('piece,tracking_no', `${codes[0]},${number()}`))).toMatchObject({
    status: 'refused',
    findings: [{ line: 2, code: 'piece_has_other_number' }],
  });
});

it('refuses numbers for ordinary mail, and results of what was not posted or is in the future', async () => {
  const [code] = await posted('ordinary');
  expect(await upload(csv('piece,tracking_no', `${code},${number()}`))).toMatchObject({
    findings: [{ line: 2, code: 'piece_not_tracked' }],
  });
  removeScene(scene);
  const codes = await posted();
  const [no] = await numbered(codes);
  const results = await upload(
    csv(
      'tracking_no,result,at',
      `${no},お届け済み,2027-02-01`,
      `${no},お届け済み,2027-02-11`,
      `${number()},保管,2027-02-04`,
    ),
  );
  expect(results.findings.map(({ line, code: what }) => `${line} ${what}`)).toEqual([
    '2 date_before_posting',
    '3 date_ahead',
    '4 number_unknown',
  ]);
});

it('books results: delivered once, a return as the desk would, a refusal as received', async () => {
  const codes = await posted();
  const [one, two, three] = await numbered(codes);
  const results = csv(
    'お問い合わせ番号,状況,日時,理由',
    `${one},保管,2027-02-04,`,
    `${one},お届け済み,2027-02-05 14:05,`,
    `${two},返送,2027-02-08,転居先不明`,
    `${three},受取拒絶,2027-02-08,`,
  );
  expect(await upload(results, 'results.csv')).toMatchObject({ status: 'taken', rows: 4, fresh: 4 });
  const { delivery, envelopes } = await run();
  expect(delivery).toEqual({ tracked: 3, numbered: 3, delivered: 1, kept: 0, returned: 1, refused: 1, open: 0 });
  expect(envelopes.items.map((piece) => piece.delivery?.result)).toEqual(['delivered', 'returned', 'refused']);
  expect(await messageOf(api.t, scene.letters[0]!.messageId)).toMatchObject({
    delivered_at: Date.parse('2027-02-05T05:05:00Z'),
  });
  expect(await arrivals(0)).toEqual([]);
  expect(await arrivals(1)).toMatchObject([{ kind: 'undeliverable', data: { reason: 'moved', hard: true } }]);
  expect(await arrivals(2)).toMatchObject([{ kind: 'undeliverable', data: { reason: 'refused', hard: false } }]);
  // carriers repeat what they said before, with what is new
  const later = csv(
    'tracking_no,result,at,reason',
    `${two},returned,2027-02-08,moved`,
    `${one},delivered,2027-02-05 14:05,`,
  );
  expect(await upload(later, 'later.csv')).toMatchObject({ status: 'taken', fresh: 0 });
  expect(await arrivals(1)).toHaveLength(1);
  expect(await upload(csv('tracking_no,result,at', `${two},delivered,2027-02-09`))).toMatchObject({
    findings: [{ line: 2, code: 'result_after_return' }],
  });
});

it.each(['the desk first', 'the carrier first'])('a letter that both report came back once: %s', async (order) => {
  const codes = await posted();
  const [no] = await numbered(codes);
  const body = { code: codes[0], kind: 'undeliverable', reason: 'unknown', receivedOn: '2027-02-09' };
  const desk = () => api.act('/api/returns', key, body);
  const carrier = () =>
    upload(csv('tracking_no,result,at,reason', `${no},返送,2027-02-08,あて所に尋ねあたりません`), 'back.csv');
  if (order === 'the desk first') {
    await desk().expect(201);
    expect(await carrier()).toMatchObject({ status: 'taken', fresh: 1 });
  } else {
    expect(await carrier()).toMatchObject({ status: 'taken', fresh: 1 });
    await desk().expect(200);
  }
  expect(await arrivals(0)).toHaveLength(1);
});

it('takes files from the folder shared with the shop, in CP932 too; one that does not fit stays, with an alert', async () => {
  const codes = await posted();
  const at = (name: string, folder = 'track') => join(scene.dir, folder, name);
  const deps = { db: api.t.db, vault: api.t.vault, log: scene.deps.log };
  const given = codes.map(() => number());
  const rows = codes.map((code, index) => `${code},${given[index]}`);
  // 管理番号,お問い合わせ番号 in CP932
  const header = Buffer.from('8ac7979d94d48d862c82a896e282a28d8782ed82b994d48d86', 'hex');
  writeFileSync(at('numbers.csv'), Buffer.concat([header, Buffer.from(`\r\n${csv(...rows)}`)]));
  writeFileSync(
    at('results.csv'),
    csv('tracking_no,result,at', `${given[0]},delivered,2027-02-05`, '1,delivered,2027-02-05'),
  );
  expect(await readCarrierFiles(deps, scene.deps.folder)).toBe(1);
  expect((await run()).delivery).toMatchObject({ numbered: 3, delivered: 0 });
  expect([existsSync(at('numbers.csv')), existsSync(at('numbers.csv', 'track-done'))]).toEqual([false, true]);
  const alerts = async () =>
    (await findQuick(api.t.db))
      .filter(({ subject }) => subject.startsWith('file:track/'))
      .map(({ subject }) => subject);
  expect(await alerts()).toEqual(['file:track/results.csv']);
  // the shop puts the right one in its place
  writeFileSync(at('results.csv'), csv('tracking_no,result,at', `${given[0]},delivered,2027-02-05`));
  expect(await readCarrierFiles(deps, scene.deps.folder)).toBe(1);
  expect((await run()).delivery).toMatchObject({ delivered: 1 });
  expect(await alerts()).toEqual([]);
  expect(readdirSync(join(scene.dir, 'track'))).toEqual([]);
});

it('is not for those who only read', async () => {
  const codes = await posted();
  const personId = await makePerson(api.t, 'auditor');
  key = (await createApiKey(api.t.db, { personId, clientId: scene.clientId, role: 'auditor' })).key;
  await upload(csv('piece,tracking_no', `${codes[0]},${number()}`), 'numbers.csv', 403);
});
