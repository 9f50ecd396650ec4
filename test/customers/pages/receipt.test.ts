import { effortCounts } from '../../../db/campaigns/board/effort';
import { Browser, doc, hiddenFields, NOW, pageName, pagesTest, type PagesTest, receiptOf } from '../page-fixture';

let test: PagesTest;
beforeAll(async () => void (test = await pagesTest()));
afterAll(() => test.close());
beforeEach(() => test.setNow(NOW));

async function answered(language = 'ja') {
  const customer = await test.addCustomer();
  const browser = await new Browser(test.app, customer.page).enter();
  await browser.answer({ [customer.contracts[0]!]: 'migrate' });
  await browser.get(`/receipt?lang=${language}`);
  return { customer, browser };
}

const datesOf = (html: string): string[] =>
  [...html.matchAll(/<dt>([^<]+)<\/dt>\s*<dd>([^<]+)<\/dd>/g)].map(([, label, value]) => `${label}: ${value}`);

describe('the receipt', () => {
  it('says when the answer was given, booked and registered, and until when it would have counted', async () => {
    const { customer, browser } = await answered();
    const first = datesOf((await browser.get('/receipt')).text);
    expect(first).toContain('お申し出をいただいた日時: 2026年12月10日 14:41 (このページで)');
    expect(first).toContain('登録した日時: いま登録しています。数分かかることがあります');
    const read = new Date(NOW + 120_000);
    await test.db.updateTable('arrivals').set({ read_at: read }).where('journey_id', '=', customer.journeyId).execute();
    const then = datesOf((await browser.get('/receipt')).text);
    expect(then).toContain('登録した日時: 2026年12月10日 14:43');
    expect(then).toContain('お手続きの期限: 2027年1月15日(金)の期限までのお申し出として有効です');
  });

  it('says that an answer after the deadline counts all the same, in the time of grace', async () => {
    await test.setNow(doc.dates.applyBy + 3_600_000);
    const { browser } = await answered();
    const [counts] = datesOf((await browser.get('/receipt')).text).filter((line) => line.startsWith('お手続きの期限'));
    expect(counts).toContain('受け付け期間内のお申し出として有効です');
  });

  it.each([['ja'], ['en']])('comes as PDF with the same number (%s)', async (language) => {
    const { browser } = await answered(language);
    const page = await browser.get('/receipt');
    const pdf = await browser.get('/receipt.pdf').responseType('blob').expect(200);
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.headers['content-disposition']).toBe(`attachment; filename=receipt-${receiptOf(page)}.pdf`);
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('has no PDF before an answer, after it was taken back, or without the second factor', async () => {
    const customer = await test.addCustomer();
    const stranger = await new Browser(test.app, customer.page).get('/receipt.pdf');
    expect([stranger.status, stranger.headers.location]).toEqual([303, customer.page]);
    const browser = await new Browser(test.app, customer.page).enter();
    expect((await browser.get('/receipt.pdf')).status).toBe(303);
    await browser.answer({ [customer.contracts[0]!]: 'cancel' });
    await browser.post('/withdraw', hiddenFields((await browser.get('/withdraw')).text)).expect(303);
    expect((await browser.get('/receipt.pdf')).status).toBe(303);
  });

  it('prints the receipt of two hundred contracts', async () => {
    const contracts = Array.from({ length: 200 }, (_, n) => ({ number: `MN-${10_000 + n}`, product: '法人ライト' }));
    const customer = await test.addCustomer({ contracts, kind: 'company', name: '株式会社みなと', code: '12345678' });
    const browser = await new Browser(test.app, customer.page).enter({ code: '12345678' });
    const { key } = hiddenFields((await browser.get('/choose')).text);
    await browser.post('/choose', { key: key!, all: 'migrate' }).expect(303);
    await browser.post('/send', hiddenFields((await browser.get('/check')).text)).expect(303);
    const pdf = await browser.get('/receipt.pdf').responseType('blob').expect(200);
    expect((pdf.body as Buffer).toString('latin1').match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(4);
  });
});

describe('how easy it was', () => {
  const scoresOf = async ({ campaignId, clientId }: { campaignId: number; clientId: number }) =>
    effortCounts(test.db, { id: campaignId, client_id: clientId });

  it('is asked once after an answer, nothing chosen, and counted once however often it is sent', async () => {
    const { customer, browser } = await answered();
    const page = await browser.get('/receipt');
    const form = /<form class="effort"[\s\S]*?<\/form>/.exec(page.text)![0];
    expect(form).not.toContain(' checked');
    const { key } = hiddenFields(form);
    const empty = await browser.post('/effort', { key: key! }).expect(422);
    expect([pageName(empty), empty.text.includes('1から7のどれかを選んでください')]).toEqual(['receipt', true]);
    await browser.post('/effort', { key: key!, score: '6', hindrance: 'words' }).expect(303);
    await browser.post('/effort', { key: key!, score: '1' }).expect(303);
    expect(await scoresOf(customer)).toEqual([{ score: 6, hindrance: 'words', count: 1 }]);
    const after = (await browser.get('/receipt')).text;
    expect([after.includes('data-effort="given"'), after.includes('name="score"')]).toEqual([true, false]);
  });

  it('is not asked, and not taken, before every contract has an answer', async () => {
    const customer = await test.addCustomer();
    const browser = await new Browser(test.app, customer.page).enter();
    const { key } = hiddenFields((await browser.get('/choose')).text);
    await browser.post('/effort', { key: key!, score: '7' });
    expect(await scoresOf(customer)).toEqual([]);
  });
});
