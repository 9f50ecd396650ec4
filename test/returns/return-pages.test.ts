import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { createApiKey } from '../../db/access/api-keys';
import { stepClock } from '../support/seed';
import { type Api, type ApiClient, openApi } from '../support/api';
import { another, postLetter, scanOf, sendScan } from './returns-fixture';

let api: Api;
let own: ApiClient;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  own = await api.client({ status: 'running', customers: [{}] });
});

const first = () => own.keys.operator.key;
const page = (id: number, n: number, key = first()) => api.send('get', `/api/returns/${id}/pages/${n}`, key);

async function pdfOf(images: Buffer[]): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise((resolve) => document.on('end', resolve));
  for (const image of images) document.addPage({ size: 'A4', margin: 0 }).image(image, 0, 0, { width: 595 });
  document.end();
  await done;
  return Buffer.concat(chunks);
}

/** Two pages of which only the first bears the code; a TIFF of two pages is two strips that say so. */
const KINDS: [string, (code: string) => Promise<Buffer>, number][] = [
  ['image/png', (code) => scanOf(code), 1],
  [
    'image/tiff',
    async (code) =>
      sharp(await scanOf(code))
        .tiff()
        .toBuffer(),
    1,
  ],
  ['application/pdf', async (code) => pdfOf([await scanOf(code), await scanOf(null)]), 2],
];

describe('pages of a scan', () => {
  it.each(KINDS)('%s are pictures', async (type, make, pages) => {
    const letter = await postLetter(api, own);
    const image = await make(letter.code);
    const sent = sendScan(api, first(), image, { kind: 'form' }).set('Content-Type', type);
    const { body } = await sent.expect(201);
    expect(body.pages).toBe(pages);
    for (let n = 1; n <= pages; n++) {
      const shown = await page(body.id, n).buffer(true).expect(200);
      expect(shown.type).toBe('image/png');
      const { format, width, height } = await sharp(shown.body as Buffer).metadata();
      expect(format).toBe('png');
      expect(height! / width!).toBeCloseTo(1.414, 1);
    }
    await page(body.id, pages + 1).expect(404);
  });

  it('are one access of a person within ten minutes', async () => {
    const letter = await postLetter(api, own);
    const image = await pdfOf([await scanOf(letter.code), await scanOf(null)]);
    const { body } = await sendScan(api, first(), image, { kind: 'form' }).expect(201);
    const accesses = async () => {
      const rows = await api.t.db.selectFrom('ledger').select('body').where('chain', '=', 'installation').execute();
      const entries = rows.map((row) => JSON.parse(row.body) as Record<string, unknown>);
      return entries.filter(({ what, return: id }) => what === 'return_image' && id === body.id);
    };
    for (const n of [1, 2, 1]) await page(body.id, n).expect(200);
    expect(await accesses()).toMatchObject([{ by: `person:${own.keys.operator.personId}`, purpose: 'form_entry' }]);
    await page(body.id, 1, (await another(api, own)).key).expect(200);
    expect(await accesses()).toHaveLength(2);
    await stepClock(api.t, '2027-02-15T10:11:00+09:00');
    await page(body.id, 2).expect(200);
    expect(await accesses()).toHaveLength(3);
  });

  it('are shown by a grant limited to their campaign, and by no other', async () => {
    const letter = await postLetter(api, own);
    const { body } = await sendScan(api, first(), await scanOf(letter.code), { kind: 'form' }).expect(201);
    const { personId } = await another(api, own);
    const limited = async (campaign: number) => {
      const grant = { personId, clientId: own.clientId, role: 'operator', campaigns: [campaign] } as const;
      return (await createApiKey(api.t.db, { ...grant, campaigns: [...grant.campaigns] })).key;
    };
    await page(body.id, 1, await limited(own.campaignId)).expect(200);
    await page(body.id, 1, await limited(own.campaignId + 1_000)).expect(404);
  });

  it('are not there without an image', async () => {
    const letter = await postLetter(api, own);
    const { body } = await api.act('/api/returns', first(), { kind: 'form', code: letter.code }).expect(201);
    expect(body).toMatchObject({ hasImage: false, pages: null });
    await page(body.id, 1).expect(404);
  });
});

it('shows what was mailed, as the letter says it', async () => {
  const letter = await postLetter(api, own);
  const { body } = await api.act('/api/returns', first(), { kind: 'form', code: letter.code }).expect(201);
  expect(body.mailed).toEqual([
    {
      campaignId: own.campaignId,
      campaign: expect.any(String),
      notice: 'notice',
      version: 1,
      step: expect.any(String),
      postedOn: '2027-02-02',
      applyBy: expect.stringMatching(/Z$/),
    },
  ]);
});
