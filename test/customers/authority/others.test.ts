import { mkdirSync, writeFileSync } from 'node:fs';
import { type Api, openApi } from '../../support/api';
import { stepClock } from '../../support/seed';
import { allGood, authorityScene, type Case, PERSON, RUN, type Scene } from './fixture';

let api: Api;
let s: Scene;
beforeAll(async () => void (api = await openApi()));
afterAll(() => api.t.close());
afterEach(() => s.close());

const acting = async () =>
  (await api.send('get', `/api/customers/${s.customerId}/representatives`, s.keys.operator.key).expect(200)).body
    .items as { relation: string; mayDecide: boolean; evidence: string; evidenceOn: string | null }[];
/** Both persons note the same. */
const checkTwice = async (known: Case, check: object) => {
  await s.act(known.id, 'checks', check).expect(200);
  return (await s.act(known.id, 'checks', check, s.second.key).expect(200)).body as Case & { holdId: number };
};
const keep = (name: string, pdf: Buffer) => {
  if (!process.env.KEEP_LETTERS) return;
  mkdirSync(process.env.KEEP_LETTERS, { recursive: true });
  writeFileSync(`${process.env.KEEP_LETTERS}/${name}.pdf`, pdf);
};
const GUARDIAN = { kind: 'guardian', reportedBy: 'letter', person: PERSON, receivedOn: '2027-02-08' };

describe('a guardian writes with a certificate (practice case 6)', () => {
  beforeEach(async () => void (s = await authorityScene(api)));

  test.each<[age: string, issuedOn: string, status: string]>([
    ['four months old', '2026-10-08', 'accepted'],
    ['six months old on the day it came', '2026-08-08', 'accepted'],
    ['a day older than the limit', '2026-08-07', 'asked'],
  ])('%s', async (_, issuedOn, status) => {
    const { body: opened } = await s.report(GUARDIAN).expect(201);
    const check = { ...allGood(opened, { registration: { issuedOn } }), scope: 'full' };
    expect(await checkTwice(opened, check)).toMatchObject({ status });
    const evidence = { relation: 'guardian', mayDecide: true, evidenceOn: issuedOn };
    expect(await acting()).toMatchObject(status === 'accepted' ? [evidence] : []);
    if (status === 'accepted') return;
    await stepClock(api.t, RUN);
    const { pages, pdf } = await s.printed();
    keep('guardian-again', pdf);
    const letter = pages[0]!.text.replace(/\s/g, '');
    expect(letter).toContain('発行から6か月を過ぎていました');
    expect(letter).not.toMatch(/お悔やみ|佐藤/);
  });

  test('a limit that the client has set counts in its place', async () => {
    s.close();
    const name = { ja: '登記事項証明書', en: 'certificate' };
    const documents = { guardian: [{ id: 'registration', name, maxAgeMonths: 3 }] };
    s = await authorityScene(api, {}, { authority: { answerWithin: 30, nameService: false, documents } });
    const { body: opened } = await s.report(GUARDIAN).expect(201);
    const check = { ...allGood(opened, { registration: { issuedOn: '2026-10-08' } }), scope: 'full' };
    expect(await checkTwice(opened, check)).toMatchObject({ status: 'asked', round: 2 });
  });

  test.each<[scope: string, mayDecide: boolean]>([
    ['curator', false],
    ['assistant', true],
  ])('%s: a manager who checked nothing says whether the person may decide', async (scope, mayDecide) => {
    const { body: opened } = await s.report(GUARDIAN).expect(201);
    const check = { ...allGood(opened), scope };
    expect(await checkTwice(opened, check)).toMatchObject({ status: 'decide', decideWhy: 'limited' });
    const decision = { seen: [], scope, decision: { accept: true, mayDecide } };
    expect((await s.act(opened.id, 'decision', decision, s.third.key).expect(200)).body.status).toBe('accepted');
    expect(await acting()).toMatchObject([{ relation: 'guardian', mayDecide }]);
  });

  test('two persons who see different things leave it to a manager', async () => {
    const { body: opened } = await s.report(GUARDIAN).expect(201);
    await s.act(opened.id, 'checks', { ...allGood(opened), scope: 'full' }).expect(200);
    const other = { ...allGood(opened, { identity: { finding: 'illegible' } }), scope: 'full' };
    const { body } = await s.act(opened.id, 'checks', other, s.second.key).expect(200);
    expect(body).toMatchObject({ status: 'decide', decideWhy: 'differs' });
    expect(await acting()).toEqual([]);
  });

  test('the ward is not called any more, and later letters go to the guardian', async () => {
    const { body: opened } = await s.report(GUARDIAN).expect(201);
    const { holdId } = await checkTwice(opened, { ...allGood(opened), scope: 'full' });
    const release = { note: '登記事項証明書を確認' };
    await api.act(`/api/customers/${s.customerId}/holds/${holdId}/release`, s.keys.operator.key, release).expect(200);
    await s.step();
    const sent = await api.t.db
      .selectFrom('messages')
      .select(['channel', 'status', 'step'])
      .where('customer_id', '=', s.customerId)
      .execute();
    expect(sent).toEqual([{ channel: 'sms', status: 'queued', step: 'notice' }]);
  });
});

describe('a company that is wound up', () => {
  const named = (name: string) => ({ ...PERSON, name });
  test.each<[kind: string, person: object, lines: string[], document: string]>([
    [
      'trustee',
      named('弁護士　管財　太郎'),
      ['株式会社みなと商事', '破産管財人弁護士管財太郎様'],
      '破産手続開始決定書',
    ],
    ['liquidator', named('清算　次郎'), ['株式会社みなと商事', '清算人清算次郎様'], '履歴事項全部証明書'],
    [
      'successor',
      named('株式会社うみべ'),
      ['株式会社みなと商事', '承継会社株式会社うみべ御中'],
      '承継された会社の履歴事項',
    ],
  ])(
    '%s: mail to the former directors stops, the letter names office and company',
    async (kind, person, lines, doc) => {
      s = await authorityScene(api, { name: '株式会社みなと商事', company: true });
      const report = { kind, reportedBy: 'letter', person, letter: true };
      expect((await s.report(report).expect(201)).body).toMatchObject({ next: 'wait', holdOpen: true });
      await stepClock(api.t, RUN);
      const { pages, pdf } = await s.printed();
      keep(kind, pdf);
      const letter = pages[0]!.text.replace(/\s/g, '');
      for (const line of lines) expect(letter).toContain(line);
      expect(letter).toContain(doc);
      expect(letter).not.toMatch(/お悔やみ|MN0-0|港区海岸1-2-3/);
      const [known] = await s.cases();
      await s.act(known!.id, 'documents', { receivedOn: '2027-02-08' }).expect(200);
      expect(await checkTwice(known!, allGood(known!))).toMatchObject({ status: 'accepted' });
      expect(await acting()).toMatchObject([{ relation: kind, mayDecide: true }]);
    },
  );

  test('a lawyer’s notice stops everything, and the lawyer alone is written to', async () => {
    s = await authorityScene(api);
    const lawyer = named('弁護士　受任　三郎');
    const { body } = await s.report({ kind: 'lawyer', reportedBy: 'letter', person: lawyer, receivedOn: '2027-02-08' });
    expect(await s.step()).toMatchObject({ did: 'held', why: 'hold:lawyer' });
    expect(await checkTwice(body, allGood(body))).toMatchObject({ status: 'accepted', next: 'release_hold' });
    expect(await acting()).toMatchObject([{ relation: 'lawyer' }]);
  });
});
