import { pino } from 'pino';
import sharp from 'sharp';
import { bindPages } from '../../../activities/scans/paper-file';
import { runBatches } from '../../../activities/scans/read-batches';
import { readPart } from '../../../activities/scans/stack-reader';
import { sheetOf } from '../../../bench/scans/papers';
import { findQuick } from '../../../db/platform/alerts/causes';
import { expirePages } from '../../../db/returns/batches/retention';
import { SEPARATOR } from '../../../domain/returns/stack';
import { separatorSheetPdf } from '../../../rendering/run-sheet/separator-sheet';
import { type Api, type ApiClient, openApi } from '../../support/api';
import { stepClock } from '../../support/seed';
import { type Letter, postLetter, scanOf } from '../returns-fixture';

let api: Api;
let own: ApiClient;
let letters: Letter[];
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  await stepClock(api.t, '2027-02-15T10:00:00+09:00');
  own = await api.client({ status: 'running', customers: [{}, {}] });
  letters = [await postLetter(api, own, { index: 0 }), await postLetter(api, own, { index: 1 })];
});

const key = () => own.keys.operator.key;
/** A page with this letter's code; `null` is a printed back side. */
const page = async (letter: Letter | null) =>
  sharp(letter ? await scanOf(letter.code) : await sheetOf('back', 100))
    .jpeg()
    .toBuffer();

/** A stack that was sorted. */
async function sorted(pages: (Letter | null)[], query: object = {}) {
  const { bytes, type } = await bindPages(await Promise.all(pages.map(page)));
  const { body } = await api
    .send('post', '/api/scan-batches', key())
    .query({ kind: 'form', ...query })
    .set('Content-Type', type)
    .send(bytes)
    .expect(201);
  await runBatches({ db: api.t.db, vault: api.t.vault, log: pino({ level: 'silent' }) });
  return show(body.id);
}
const show = async (id: number) => (await api.send('get', `/api/scan-batches/${id}`, key()).expect(200)).body;
const act = (id: number, what: string, body: object) => api.act(`/api/scan-batches/${id}/${what}`, key(), body);
const entriesOf = async (kind: string) => {
  const rows = await api.t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${own.campaignId}`)
    .where('body', 'like', `%"${kind}"%`)
    .execute();
  return rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
};

describe('a page that belongs to a form booked before', () => {
  it('goes behind the pages of that form, with a record of who added it', async () => {
    const stack = await sorted([null, letters[0]!]);
    const { returnId, receipt } = stack.sheets[1];
    expect(stack.people).toBe(1);
    const typed = receipt.toLowerCase().replace('-', ' ');
    const { body: after } = await act(stack.id, 'attach', { receipt: typed, pages: [1] }).expect(200);
    expect(after).toMatchObject({ people: 0, matched: 2, items: 1 });
    // the first page of the paper is the last one of the form
    expect(after.sheets).toMatchObject([
      { returnId, page: 2 },
      { returnId, page: 1 },
    ]);
    const item = await api.send('get', `/api/returns/${returnId}`, key()).expect(200);
    expect(item.body).toMatchObject({ pages: 2, status: 'received' });
    await api.send('get', `/api/returns/${returnId}/pages/2`, key()).expect(200);
    expect(await entriesOf('return_pages_added')).toMatchObject([
      { by: `person:${own.keys.operator.personId}`, return: returnId, stack: stack.id, pages: [1] },
    ]);
    const again = await act(stack.id, 'attach', { receipt, pages: [1] }).expect(409);
    expect(again.body.code).toBe('scan_page_decided');
  });

  it('goes behind those added before, also where the form was booked without an image', async () => {
    const booked = await api.act('/api/returns', key(), { kind: 'form', code: letters[0]!.code }).expect(201);
    const stack = await sorted([null, null]);
    for (const page of [1, 2])
      await act(stack.id, 'attach', { receipt: booked.body.receipt, pages: [page] }).expect(200);
    const item = await api.send('get', `/api/returns/${booked.body.id}`, key()).expect(200);
    expect(item.body).toMatchObject({ hasImage: true, pages: 2 });
  });

  it('is refused where the receipt is not known, or is that of another client', async () => {
    const stack = await sorted([null]);
    const other = await api.client({ status: 'running', customers: [{}] });
    const theirs = await postLetter(api, other);
    const booked = await api
      .act('/api/returns', other.keys.operator.key, { kind: 'form', code: theirs.code })
      .expect(201);
    for (const receipt of ['R-0000-0000', booked.body.receipt]) {
      const refused = await act(stack.id, 'attach', { receipt, pages: [1] }).expect(404);
      expect(refused.body.code).toBe('not_found');
    }
    expect(await show(stack.id)).toMatchObject({ people: 1 });
  });
});

describe('a stack without its intake', () => {
  const intake = async () => {
    const body = { carrier: 'post', sacks: 1 };
    return (await api.act('/api/intakes', key(), body).expect(201)).body.id as number;
  };
  const daybook = async () =>
    (await api.send('get', '/api/returns/daybook?date=2027-02-15', key()).expect(200)).body.envelopes;

  it('can have it named, so that the day book counts its envelopes', async () => {
    const stack = await sorted([letters[0]!, letters[1]!]);
    expect(stack.intake).toBeNull();
    expect(await daybook()).toMatchObject({ booked: 0, withoutIntake: 2 });
    const id = await intake();
    expect((await act(stack.id, 'intake', { intake: id }).expect(200)).body.intake).toBe(id);
    expect(await daybook()).toMatchObject({ booked: 2, withoutIntake: 0 });
    expect(await entriesOf('return_intake_named')).toHaveLength(2);
    const other = await act(stack.id, 'intake', { intake: await intake() }).expect(409);
    expect(other.body.code).toBe('scan_batch_has_intake');
  });

  it('books what people decide later with it too', async () => {
    const stack = await sorted([null]);
    const id = await intake();
    await act(stack.id, 'intake', { intake: id }).expect(200);
    await act(stack.id, 'book', { code: letters[0]!.code, pages: [1] }).expect(200);
    expect(await daybook()).toMatchObject({ booked: 1, withoutIntake: 0 });
  });
});

describe('pages that wait', () => {
  const alerts = async () =>
    (await findQuick(api.t.db)).filter(({ kind, clientId }) => kind === 'scans_waiting' && clientId === own.clientId);
  const inMenu = async () => (await api.send('get', '/api/work', key()).expect(200)).body.returns.pages;

  it('are counted in the menu, and raise an alert after two days', async () => {
    const stack = await sorted([null, null, letters[0]!]);
    expect(await inMenu()).toBe(2);
    expect(await alerts()).toEqual([]);
    await stepClock(api.t, '2027-02-17T10:00:01+09:00');
    expect(await alerts()).toMatchObject([{ figures: { count: 2, days: 2 } }]);
    await act(stack.id, 'dispose', { pages: [1, 2], because: 'no_content' }).expect(200);
    expect([await inMenu(), await alerts()]).toEqual([0, []]);
  });

  it('lose their pictures once no campaign to which they can belong keeps images', async () => {
    const started = new Date('2027-01-10T00:00:00+09:00');
    await api.t.db.updateTable('campaigns').set({ started_at: started }).where('id', '=', own.campaignId).execute();
    const stack = await sorted([null]);
    const now = Date.parse('2027-02-15T10:00:00+09:00');
    expect(await expirePages(api.t.db, [], { now, limit: 100 })).toBe(0);
    expect((await show(stack.id)).sheets[0]).toMatchObject({ state: 'person', hasImage: true });
    expect(await expirePages(api.t.db, [own.campaignId], { now, limit: 100 })).toBe(1);
    expect((await show(stack.id)).sheets[0]).toMatchObject({ state: 'disposed', because: 'expired', hasImage: false });
    // the campaign's ledger and its list of what was removed say so, once
    expect(await expirePages(api.t.db, [own.campaignId], { now, limit: 100 })).toBe(0);
    expect(await entriesOf('retention_applied')).toMatchObject([
      { by: 'system', what: 'undecided_pages', removed: 1, stacks: [stack.id] },
    ]);
    const { body } = await api.send('get', `/api/campaigns/${own.campaignId}/retention`, key()).expect(200);
    expect((body as { items: object[] }).items).toContainEqual(
      expect.objectContaining({ what: 'images', removed: 1, kept: 0 }),
    );
  });
});

it.each(['ja', 'en'] as const)(
  'the separator sheet (%s) is read as one, printed and scanned the other way up',
  async (language) => {
    const { body, headers } = await api
      .send('get', '/api/separator-sheet', key())
      .set('Accept-Language', language)
      .expect(200);
    expect(headers['content-type']).toBe('application/pdf');
    const pdf = await separatorSheetPdf(language);
    expect((body as Buffer).length).toBeGreaterThan(0);
    const drawn = (await readPart({ bytes: pdf, from: 0, count: 1 })).read[0]!;
    expect(drawn.texts).toEqual([SEPARATOR]);
    const turned = await sharp(drawn.jpeg).rotate(178, { background: '#fff' }).blur(1).jpeg({ quality: 40 }).toBuffer();
    expect((await readPart({ bytes: turned, from: 0, count: 1 })).read[0]!.texts).toEqual([SEPARATOR]);
  },
);
