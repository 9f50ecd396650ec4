import { renderRun } from '../../activities/print/render';
import { stepClock } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';
import { handOver, messageOf, openRun, piecesIn, printScene, type PrintScene, removeScene } from './fixture';

let t: TestDb;
let scene: PrintScene;
beforeAll(async () => void (t = await testDb()));
afterEach(() => removeScene(scene));
afterAll(() => t.close());

describe('what changes while a letter waits in its run', () => {
  const status = (value: 'paused' | 'stopped') => () =>
    t.db.updateTable('campaigns').set({ status: value }).where('id', '=', scene.campaignId).execute();
  const journey = (change: object) => () =>
    t.db.updateTable('journeys').set(change).where('id', '=', scene.letters[0]!.journeyId).execute();
  const cases: [string, () => Promise<unknown>, string, string | null][] = [
    ['a pause', status('paused'), 'queued', null],
    ['a stop', status('stopped'), 'withdrawn', 'campaign_stopped'],
    ['something unread', journey({ arrival_seq: 1 }), 'queued', null],
    ['an end of the journey', journey({ status: 'closed' }), 'withdrawn', 'journey_over'],
    [
      'a hold',
      () =>
        t.db
          .insertInto('holds')
          .values({
            client_id: scene.clientId,
            customer_id: scene.letters[0]!.customerId,
            reason: 'lawyer',
            source: 'test',
            opened_at: new Date(),
          })
          .execute(),
      'queued',
      null,
    ],
    [
      'a refusal',
      () =>
        t.db
          .insertInto('consents')
          .values({
            client_id: scene.clientId,
            customer_id: scene.letters[0]!.customerId,
            channel: 'post',
            purpose: 'service_notice',
            value: false,
            source: 'test',
            at: new Date(),
          })
          .execute(),
      'withdrawn',
      'refused',
    ],
    [
      'an address gone bad',
      () =>
        t.db
          .updateTable('contact_points')
          .set({ bad_at: new Date(), bad_reason: 'moved' })
          .where('customer_id', '=', scene.letters[0]!.customerId)
          .where('channel', '=', 'post')
          .execute(),
      'withdrawn',
      'contact_bad:moved',
    ],
    ['the last dispatch', () => stepClock(t, '2027-04-05T00:00:00Z'), 'withdrawn', 'last_dispatch_passed'],
  ];

  it.each(cases)('%s before rendering', async (_, happens, expected, failure) => {
    scene = await printScene(t);
    const runId = await openRun(t, scene);
    await happens();
    expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 0 });
    expect(await messageOf(t, scene.letters[0]!.messageId)).toMatchObject({ status: expected, failure });
    expect(await piecesIn(t, runId)).toEqual([]);
  });

  it('is printed with the next run after a pause, in an envelope with another code', async () => {
    scene = await printScene(t);
    const runId = await openRun(t, scene);
    const before = (await piecesIn(t, runId))[0]!.code;
    await status('paused')();
    await renderRun(scene.deps, runId);
    await t.db.updateTable('campaigns').set({ status: 'running' }).where('id', '=', scene.campaignId).execute();
    const next = await openRun(t, scene);
    expect(await renderRun(scene.deps, next)).toEqual({ pieces: 1 });
    expect((await piecesIn(t, next))[0]!.code).not.toBe(before);
  });

  it('is found between rendering and hand-over too: the run is rendered anew without it', async () => {
    scene = await printScene(t, [{}, {}]);
    const runId = await openRun(t, scene);
    await renderRun(scene.deps, runId);
    await journey({ status: 'closed' })();
    expect(await handOver(t, scene, runId)).toBe('again');
    expect(await renderRun(scene.deps, runId)).toEqual({ pieces: 1 });
    expect(await handOver(t, scene, runId)).toBe('done');
    expect((await piecesIn(t, runId)).map((piece) => piece.customer_id)).toEqual([scene.letters[1]!.customerId]);
  });
});
