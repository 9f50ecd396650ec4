import { mkdirSync, writeFileSync } from 'node:fs';
import { type Api, ledgerKinds, openApi } from '../../support/api';
import { stepClock } from '../../support/seed';
import { allGood, authorityScene, PERSON, RUN, type Scene } from './fixture';

let api: Api;
let s: Scene;
beforeAll(async () => void (api = await openApi()));
afterAll(() => api.t.close());
beforeEach(async () => void (s = await authorityScene(api)));
afterEach(() => s.close());

const HEIR = { kind: 'heir', reportedBy: 'phone', person: PERSON, kinship: 'child', letter: true };
/** Words that are not said to the bereaved: repetition, death by its name, a slip of condolence, 故 before a name. */
const NEVER = /重ね|たびたび|再び|再度|引き続き|続いて|追って|くれぐれ|ますます|死亡|死去|ご愁傷|故　|故[^\s]*様/;

const message = (step: string) =>
  api.t.db
    .selectFrom('messages')
    .select(['status', 'channel', 'failure'])
    .where('customer_id', '=', s.customerId)
    .where('step', '=', step)
    .orderBy('id')
    .execute();

test('an heir calls: one act stops every lane, and the list of documents goes to the address that the heir gave', async () => {
  await s.step();
  expect(await message('notice')).toMatchObject([{ status: 'queued' }]);
  const { body } = await s.report(HEIR).expect(201);
  expect(body).toMatchObject({ status: 'asked', next: 'wait', dueOn: '2027-03-10', holdOpen: true, hasPerson: true });
  expect(await s.step()).toMatchObject({ did: 'held', why: 'hold:death_reported' });
  const journey = await api.send('get', `/api/journeys/${s.journeyId}`, s.keys.manager.key).expect(200);
  expect(journey.body.state).toBe('awaiting_reply');
  await stepClock(api.t, RUN);
  const { pages, codes, pdf } = await s.printed();
  if (process.env.KEEP_LETTERS) {
    mkdirSync(process.env.KEEP_LETTERS, { recursive: true });
    writeFileSync(`${process.env.KEEP_LETTERS}/heir.pdf`, pdf);
  }
  expect(pages).toHaveLength(2);
  const [letter, sheet] = pages.map(({ text }) => text.replace(/\s/g, ''));
  for (const says of ['山田花子様', '神奈川県横浜市中区本町3-4-5', '謹んでお悔やみ申し上げます', body.number])
    expect(letter).toContain(says);
  for (const says of ['戸籍謄本', '法定相続情報一覧図', '本人確認書類', '相続人代表者届', '2027年3月10日'])
    expect(letter).toContain(says);
  expect(sheet).toContain('書類送付票');
  expect(pages[1]!.codes).toEqual([codes[0]]);
  // nothing of the contract, its service or the customer, and no way to the customer's page
  expect(pages[0]!.codes).toEqual([]);
  const all = pages.map(({ text }) => text).join('\n');
  for (const secret of ['佐藤', '静江', 'MN0-0', 'ライト', '港区海岸1-2-3', 'closing.example/'])
    expect(all).not.toContain(secret);
  expect(all).not.toMatch(NEVER);
  expect((await s.cases())[0]).toMatchObject({ next: 'wait', letters: [{ status: 'claimed' }] });
  expect(await message('notice')).toMatchObject([{ status: 'queued' }]);
});

test('the letter names the service where the client allows it, and ご遺族様 where the family asked for it', async () => {
  s.close();
  s = await authorityScene(
    api,
    {},
    {
      service: { ja: 'みなとADSL', en: 'Minato ADSL' },
      authority: {
        answerWithin: 14,
        nameService: true,
        documents: {
          heir: [{ id: 'list', name: { ja: '法定相続情報一覧図の写し', en: 'list of heirs' }, maxAgeMonths: 12 }],
        },
      },
    },
  );
  await s.report({ ...HEIR, asBereaved: true }).expect(201);
  await stepClock(api.t, RUN);
  const { pages } = await s.printed();
  const letter = pages[0]!.text.replace(/\s/g, '');
  expect(letter).toContain('ご遺族様');
  expect(letter).not.toContain('ご遺族様様');
  expect(letter).not.toContain('山田花子');
  expect(letter).toContain('みなとADSLの終了に伴うお手続き');
  expect(letter).toContain('法定相続情報一覧図の写し（発行から12か月以内のもの）');
  expect(letter).toContain('2027年2月22日');
});

test('the documents come back by the sheet, two persons check them, and the heir is written to and decides', async () => {
  const { body: opened } = await s.report(HEIR).expect(201);
  await stepClock(api.t, RUN);
  const { codes } = await s.printed();
  const booked = await api
    .act('/api/returns', s.keys.operator.key, { kind: 'form', code: codes[0], receivedOn: '2027-02-08' })
    .expect(201);
  expect(booked.body).toMatchObject({ kind: 'documents', status: 'received', mayEnter: false });
  const [known] = await s.cases();
  expect(known).toMatchObject({ status: 'received', next: 'check_first', returnId: booked.body.id });
  await s.act(opened.id, 'checks', allGood(known!)).expect(200);
  expect((await s.act(opened.id, 'checks', allGood(known!)).expect(409)).body.code).toBe('four_eyes');
  const accepted = await s.act(opened.id, 'checks', allGood(known!), s.second.key).expect(200);
  expect(accepted.body).toMatchObject({ status: 'accepted', next: 'release_hold' });
  const paper = await api.send('get', `/api/returns/${booked.body.id}`, s.keys.operator.key).expect(200);
  expect(paper.body.status).toBe('accepted');
  await s.step();
  expect(await message('receipt')).toEqual([]);
  // a person releases the hold: the contacts go on, to the heir
  const release = { note: '相続人代表者を確認' };
  await api
    .act(`/api/customers/${s.customerId}/holds/${accepted.body.holdId}/release`, s.keys.operator.key, release)
    .expect(200);
  expect((await s.cases())[0]).toMatchObject({ next: 'none' });
  const { body: acting } = await api
    .send('get', `/api/customers/${s.customerId}/representatives`, s.keys.operator.key)
    .expect(200);
  expect(acting.items).toMatchObject([{ relation: 'heir', mayDecide: true, channels: ['sms', 'post', 'phone'] }]);
  expect(await ledgerKinds(api.t, s.campaignId)).toEqual(
    expect.arrayContaining(['authority_opened', 'authority_asked', 'authority_received', 'authority_accepted']),
  );
});

test('lacking documents are named once with a new date; the second time a manager decides', async () => {
  const { body: opened } = await s.report({ ...HEIR, letter: false, receivedOn: '2027-02-08' }).expect(201);
  expect(opened).toMatchObject({ status: 'received', next: 'check_first' });
  const lacking = allGood(opened, {
    family_register: { finding: 'incomplete' },
    heirs_consent: { finding: 'missing' },
  });
  await s.act(opened.id, 'checks', lacking).expect(200);
  const again = await s.act(opened.id, 'checks', lacking, s.second.key).expect(200);
  expect(again.body).toMatchObject({ status: 'asked', round: 2, next: 'wait', dueOn: '2027-03-10' });
  await stepClock(api.t, RUN);
  const { pages } = await s.printed();
  const letter = pages[0]!.text.replace(/\s/g, '');
  expect(letter).toContain('一部のページ、またはご署名・ご捺印が不足していました。');
  expect(letter).toContain('相続人代表者届');
  expect(letter).not.toContain('本人確認書類');
  expect(letter).not.toMatch(NEVER);
  await s.act(opened.id, 'documents', { receivedOn: '2027-02-08' }).expect(200);
  await s.act(opened.id, 'checks', lacking).expect(200);
  const third = await s.act(opened.id, 'checks', lacking, s.second.key).expect(200);
  expect(third.body).toMatchObject({ status: 'decide', decideWhy: 'twice', next: 'decide' });
  const decision = { seen: [], decision: { accept: true, mayDecide: true } };
  await s.act(opened.id, 'decision', decision).expect(403);
  const decided = await s.act(opened.id, 'decision', decision, s.third.key).expect(200);
  expect(decided.body.status).toBe('accepted');
});

test.each<[what: string, report: object, status: number, code: string]>([
  ['a company does not die', { ...HEIR, kind: 'trustee' }, 409, 'authority_not_for_customer'],
  ['a letter needs an address', { ...HEIR, person: { name: '山田 花子' } }, 409, 'authority_no_address'],
])('%s', async (_, report, status, code) => {
  expect((await s.report(report).expect(status)).body.code).toBe(code);
  expect(await s.cases()).toEqual([]);
});

test('a report by the client’s file or a remark has its hold already: the case joins it, and a second one is refused', async () => {
  await s.report({ kind: 'heir', reportedBy: 'client_file' }).expect(201);
  const [known] = await s.cases();
  expect(known).toMatchObject({ next: 'find_person' });
  expect((await s.report(HEIR).expect(409)).body.code).toBe('authority_open');
  await s.act(known!.id, 'person', { person: PERSON, kinship: 'child' }).expect(200);
  expect((await s.cases())[0]).toMatchObject({ next: 'send_letter' });
});

test('a letter that came back asks for the address again; the customer’s own address stays as it was', async () => {
  const { body: opened } = await s.report(HEIR).expect(201);
  await stepClock(api.t, RUN);
  const { codes } = await s.printed();
  const back = { kind: 'undeliverable', reason: 'unknown', code: codes[0], receivedOn: '2027-02-08' };
  await api.act('/api/returns', s.keys.operator.key, back).expect(201);
  await s.step();
  expect((await s.cases())[0]).toMatchObject({ next: 'find_address', letters: [{ cameBack: true }] });
  const points = await api.t.db
    .selectFrom('contact_points')
    .select('bad_at')
    .where('customer_id', '=', s.customerId)
    .execute();
  expect(points.every(({ bad_at: bad }) => bad === null)).toBe(true);
  await s.act(opened.id, 'person', { person: { ...PERSON, address: '神奈川県横浜市西区1-1' } }).expect(200);
  await s.act(opened.id, 'letters', {}).expect(200);
  expect((await s.cases())[0]).toMatchObject({ next: 'wait' });
});

test('a case that ends takes its letter out before the cut-off', async () => {
  const { body: opened } = await s.report(HEIR).expect(201);
  await s.act(opened.id, 'close', { reason: 'mistaken' }).expect(200);
  await stepClock(api.t, RUN);
  expect((await s.printed()).pages).toEqual([]);
  expect(await message('authority-request')).toMatchObject([{ status: 'withdrawn' }]);
});

test('who wants to act is shown to compare with the documents, and the access is recorded', async () => {
  const { body: opened } = await s.report(HEIR).expect(201);
  expect(JSON.stringify(opened)).not.toMatch(/山田|本町|7777/);
  const shown = await api.send('post', `/api/authority-cases/${opened.id}/person/shown`, s.second.key).expect(200);
  expect(shown.body).toMatchObject({ name: '山田　花子', address: '神奈川県横浜市中区本町3-4-5' });
  const log = await api.send('get', '/api/access-log', s.keys.auditor.key).expect(200);
  expect(log.body.items[0]).toMatchObject({ purpose: 'representative', reference: opened.number });
});
