import { takeSteps } from '../../db/journeys/take-steps';
import { bookAcknowledged } from '../../activities/print/posted';
import { renderRun } from '../../activities/print/render';
import { reconcile } from '../../audit/reconcile';
import { redecide } from '../../audit/verify';
import { recordArrival } from '../../db/journeys/arrivals';
import { insertPause, pauseEffect } from '../../db/campaigns/pauses';
import { keepAcknowledgement } from '../../db/print/posted';
import { askBack } from '../../db/print/recalls';
import { takeAnswer } from '../../db/print/recall-answers';
import { type Acknowledgement } from '../../domain/print/print-run';
import { type RecallAnswer } from '../../domain/print/recall';
import { channelsDoc } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { acknowledge, addLetter, handOver, messageOf, openRun, piecesIn, printScene, type PrintScene, removeScene, RUN_AT, runOf, secondCampaign } from './fixture'; // prettier-ignore

let t: TestDb;
let scene: PrintScene;
let runId: number;
let codes: string[];
beforeAll(async () => void (t = await testDb()));
afterEach(() => removeScene(scene));
afterAll(() => t.close());

/** Three letters that the print shop has, in envelopes of their own. */
async function handedOver(customers = [{}, {}, {}]): Promise<void> {
  scene = await printScene(t, customers);
  await toShop();
}

async function toShop(): Promise<void> {
  runId = await openRun(t, scene);
  await renderRun(scene.deps, runId);
  expect(await handOver(t, scene, runId)).toBe('done');
  codes = (await piecesIn(t, runId)).map(({ code }) => code);
}

const person = async () => {
  const row = { login: `p-${Math.random()}`, name: 'x' };
  return (await t.db.insertInto('persons').values(row).returning('id').executeTakeFirstOrThrow()).id;
};
const campaignRow = () =>
  t.db.selectFrom('campaigns').selectAll().where('id', '=', scene.campaignId).executeTakeFirstOrThrow();
const message = (index: number) => messageOf(t, scene.letters[index]!.messageId);

/** Pauses the letters of some customers (all: none given) and asks the shop for them. */
async function recall(customers?: number[]): Promise<{ pauseId: number; key: string }> {
  const campaign = await campaignRow();
  const personId = await person();
  const customerIds = customers?.map((index) => scene.letters[index]!.customerId);
  const scope = { channel: 'post' as const, ...(customerIds && { customerIds }) };
  const answers = { scope, extendWaits: false, fallThrough: false, until: null, reason: '金額の誤り', personId };
  const { id: pauseId } = await t.db.transaction().execute((trx) => insertPause(trx, campaign, answers, RUN_AT));
  const ask = () =>
    t.db.transaction().execute((trx) => askBack(trx, campaign, { pauseId, reason: '訂正のため', personId }));
  const [asked] = await ask();
  expect(await ask()).toEqual([]);
  return { pauseId, key: asked!.recall.key };
}

const answer = async (key: string, pulled: string[], tooLate: string[] = [], change: Partial<RecallAnswer> = {}) =>
  takeAnswer(t.db, {
    key,
    run: (await runOf(t, runId)).key,
    asked: pulled.length + tooLate.length,
    pulled: pulled.length,
    tooLate: tooLate.length,
    pieces: { pulled, tooLate },
    answeredAt: '2027-02-01T06:00:00.000Z',
    ...change,
  });

/** The shop reports the run as posted without what was pulled. */
async function report(pulled: string[], change: Partial<Acknowledgement> = {}) {
  const { key } = await runOf(t, runId);
  const pieces = codes.filter((code) => !pulled.includes(code));
  const report = { posted: pieces.length, pieces, ...(pulled.length > 0 && { pulled }), ...change };
  await keepAcknowledgement(t.db, acknowledge(scene, key, report));
  return bookAcknowledged(scene.deps, runId);
}

const end = (pauseId: number) => t.db.updateTable('pauses').set({ ended_at: new Date(RUN_AT) }).where('id', '=', pauseId).execute(); // prettier-ignore
const deps = () => ({ db: t.db, vault: t.vault, docs: scene.deps.docs, laneOf: async () => scene.laneId });
const place = async (index: number, turn: number) =>
  (await takeSteps(deps(), [{ journeyId: scene.letters[index]!.journeyId, run: 1, turn }]))[0]!;
const ledger = async () => {
  const rows = await t.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', `campaign:${scene.campaignId}`)
    .orderBy('seq')
    .execute();
  return rows.map((row) => JSON.parse(row.body) as { kind: string });
};

it('counts before what can be asked for, and books what was pulled, what came too late and what was posted', async () => {
  await handedOver();
  const before = await pauseEffect(t.db, await campaignRow(), { channel: 'post' });
  expect(before).toMatchObject({ lettersRecalled: 0, lettersAtShop: 3, lettersGone: 0 });
  const { key } = await recall([0, 1]);
  expect(await answer(key, [codes[0]!], [codes[1]!])).toEqual({ kind: 'taken', runId, open: true });
  expect(await message(0)).toMatchObject({ status: 'recalled', failure: 'recalled' });
  expect(await report([codes[0]!])).toBe('posted');
  expect([(await message(1)).status, (await message(2)).status]).toEqual(['handed_over', 'handed_over']);
  expect(await ledger()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'letter_recalled', message: scene.letters[0]!.messageId, recall: key }),
      expect.objectContaining({ kind: 'recall_answered', asked: 2, pulled: 1, tooLate: 1 }),
      expect.objectContaining({ kind: 'print_run', did: 'posted', posted: 2, pulled: 1 }),
    ]),
  );
  const posted = Object.fromEntries(codes.slice(1).map((code) => [code, 1]));
  const found = await reconcile({ db: t.db, campaignId: scene.campaignId, record: { accepted: {}, pieces: posted } });
  expect(found).toMatchObject({ messages: { post: 2 }, doubled: [], missing: [], unknown: [] });
  const gone = await pauseEffect(t.db, await campaignRow(), { channel: 'post' });
  expect(gone).toMatchObject({ lettersAtShop: 0, lettersGone: 2 });
});

it('sends the step of a pulled letter again once the pause is over: the next occurrence, by a recorded cause', async () => {
  await handedOver([{}]);
  const { pauseId, key } = await recall();
  await answer(key, codes);
  expect(await place(0, 1)).toMatchObject({ did: 'held', why: `paused:${pauseId}` });
  await end(pauseId);
  await t.db
    .updateTable('clock')
    .set({ stepped_to: new Date(RUN_AT + 1) })
    .execute();
  const result = await place(0, 2);
  expect(result).toMatchObject({ did: 'sent', step: 'notice', on: 'post' });
  const rows = await t.db
    .selectFrom('messages')
    .select(['status', 'occurrence', 'piece_id'])
    .where('journey_id', '=', scene.letters[0]!.journeyId)
    .orderBy('id')
    .execute();
  expect(rows.map(({ status, occurrence }) => `${occurrence} ${status}`)).toEqual(['0 recalled', '1 queued']);
  expect(rows[0]!.piece_id).not.toBe(rows[1]!.piece_id);
  const decisions = (await ledger()).filter(({ kind }) => kind === 'decision');
  expect(decisions.at(-1)).toMatchObject({ decision: { message: { occurrence: 1, cause: 'recalled' } } });
  expect(await redecide(t.db, scene.campaignId)).toMatchObject({ decisions: 2, differing: [] });
  expect(await place(0, 3)).toMatchObject({ did: 'waits' });
});

it.each<[string, Partial<RecallAnswer>]>([
  ['a wrong total', { pulled: 0 }],
  ['another run', { run: '20270201-c9-l9-9' }],
  ['an envelope left out', { pieces: { pulled: [], tooLate: [] }, pulled: 0, asked: 0 }],
])('an answer with %s books nothing; the right one after it does', async (_, wrong) => {
  await handedOver([{}]);
  const { key } = await recall();
  expect(await answer(key, codes, [], wrong)).toMatchObject({ kind: 'differs' });
  expect((await message(0)).status).toBe('claimed');
  expect(await answer(key, codes)).toMatchObject({ kind: 'taken' });
  expect((await message(0)).status).toBe('recalled');
});

it('takes a doubled answer once, and ignores lists that were never written', async () => {
  await handedOver([{}]);
  const { key } = await recall();
  await answer(key, codes);
  expect(await answer(key, codes)).toEqual({ kind: 'again' });
  expect((await ledger()).filter(({ kind }) => kind === 'letter_recalled')).toHaveLength(1);
  expect(await answer(`${key}0`, codes)).toBeUndefined();
});

it('a report that comes before the answer waits for it; without a list it differs', async () => {
  await handedOver([{}, {}]);
  const { key } = await recall([0]);
  expect(await report([codes[0]!])).toBe('waiting');
  await answer(key, [codes[0]!]);
  expect(await bookAcknowledged(scene.deps, runId)).toBe('posted');
  expect([(await message(0)).status, (await message(1)).status]).toEqual(['recalled', 'handed_over']);
  removeScene(scene);
  await handedOver([{}, {}]);
  expect(await report([codes[0]!])).toBe('differs');
});

it('what was posted before the list came stays posted; an answer that says otherwise is not believed', async () => {
  await handedOver([{}]);
  const { key } = await recall();
  expect(await report([])).toBe('posted');
  expect(await answer(key, codes)).toMatchObject({ kind: 'differs', found: ['pulled_after_posting'] });
  expect(await answer(key, [], codes)).toEqual({ kind: 'taken', runId, open: false });
  expect((await message(0)).status).toBe('handed_over');
});

it.each<[string, 'before' | 'after']>([
  ['before the shop pulls the letter', 'before'],
  ['after it', 'after'],
])('an answer that arrives %s ends the journey, and nothing is sent again', async (_, when) => {
  await handedOver([{}]);
  const { pauseId, key } = await recall();
  const answered = async (turn: number) => {
    const { customerId, contracts } = scene.letters[0]!;
    await t.db.transaction().execute((trx) =>
      recordArrival(trx, {
        campaignId: scene.campaignId,
        customerId,
        kind: 'answer',
        at: RUN_AT - 1,
        source: 'web',
        data: { receipt: 'R-1', choices: { [contracts[0]!]: 'migrate' } },
        dedupe: `answer:${customerId}`,
      }),
    );
    expect(await place(0, turn)).toMatchObject({ did: 'closed', why: 'answered' });
  };
  if (when === 'before') await answered(1);
  await answer(key, codes);
  if (when === 'after') await answered(2);
  await end(pauseId);
  const { status } = await t.db
    .selectFrom('journeys')
    .select('status')
    .where('id', '=', scene.letters[0]!.journeyId)
    .executeTakeFirstOrThrow();
  expect([status, (await message(0)).status]).toEqual(['closed', 'recalled']);
  const { length } = await t.db
    .selectFrom('messages')
    .select('id')
    .where('campaign_id', '=', scene.campaignId)
    .where('reply', '=', false)
    .execute();
  expect(length).toBe(1);
});

it("another campaign's letter in a pulled envelope, and one about a defect, wait for the next run", async () => {
  scene = await printScene(t, [{}]);
  const other = await secondCampaign(t, scene, channelsDoc({ name: '別の案件' }));
  const defect = await addLetter(t, scene, scene.letters[0]!, 'defect');
  await toShop();
  expect(codes).toHaveLength(1);
  const { pauseId, key } = await recall();
  await answer(key, codes);
  expect((await message(0)).status).toBe('recalled');
  expect([(await messageOf(t, other.letters[0]!.messageId)).status, (await messageOf(t, defect)).status]).toEqual([
    'queued',
    'queued',
  ]);
  await end(pauseId);
  const next = await openRun(t, scene);
  expect(await renderRun(scene.deps, next)).toEqual({ pieces: 1 });
  expect((await piecesIn(t, next))[0]!.code).not.toBe(codes[0]);
});
