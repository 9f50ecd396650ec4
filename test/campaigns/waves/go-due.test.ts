import { waitingJourneysToSignal } from '../../../db/journeys/create-journeys';
import { watchAlerts } from '../../../db/platform/alerts/alerts';
import { goesDue } from '../../../domain/campaigns/trial/go-due';
import { type Api, openApi } from '../../support/api';
import { stepClock, testDoc } from '../../support/seed';
import { adopt, type Flight, handOver, inFlight, NOTICE_AT, runAllJourneys } from '../plan-versions-fixture';
import { wave } from './in-waves';

const at = (text: string) => Date.parse(`2027-${text}:00+09:00`);
const trial = wave('trial', '02-01', { size: 2, trial: true });
// 2027-02-15 is a Monday: two desk days before it are Thursday the 11th (a holiday) and Friday, so Wednesday the 10th.
const waves = [trial, wave('late', '02-22', { size: 1 }), wave('rest', '02-15')];

it.each<[what: string, now: string, goes: string[], found: string[]]>([
  ['not three desk days before', '02-09T23:59', [], []],
  ['from two desk days before, over a weekend and a holiday', '02-10T00:00', [], ['trial rest due']],
  ['overdue from the begin of the next wave', '02-15T00:00', [], ['trial rest overdue']],
  ['and on', '03-15T00:00', [], ['trial rest overdue']],
  ['no longer with the go', '02-15T00:00', ['trial'], []],
])('a go is asked for: %s', (_, now, goes, found) => {
  const due = goesDue(testDoc({ waves }), at(now), new Set(goes));
  expect(due.map((one) => `${one.trial.id} ${one.next.id} ${one.overdue ? 'overdue' : 'due'}`)).toEqual(found);
});

it('asks for one trial after the other, each with the waves that it keeps waiting', () => {
  const two = [trial, wave('more', '02-08', { size: 1, trial: true }), wave('rest', '02-15')];
  const asked = (goes: string[]) =>
    goesDue(testDoc({ waves: two }), at('02-20T00:00'), new Set(goes)).map(({ trial: { id }, waiting }) => [id, waiting.map((one) => one.id)]); // prettier-ignore
  expect(asked([])).toEqual([['trial', ['more', 'rest']]]);
  expect(asked(['trial'])).toEqual([['more', ['rest']]]);
});

let api: Api;
let flight: Flight;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());
beforeEach(async () => {
  flight = await inFlight(api, [{}, {}, {}, {}, {}], { waves: [trial, wave('rest', '02-15')] });
  await runAllJourneys(api, flight, NOTICE_AT);
  await handOver(api, flight);
});

/** The alerts of the campaign that are open at an instant. */
async function alerts(now: string): Promise<{ kind: string; title: { ja: string; en: string } }[]> {
  await stepClock(api.t, `2027-${now}:00+09:00`);
  await watchAlerts(api.t.db, { slow: true, vias: [] });
  const { body } = await api.send('get', '/api/alerts', flight.own.keys.manager.key).expect(200);
  return (body as { items: { kind: string; title: { ja: string; en: string } }[] }).items.filter(({ kind }) =>
    kind.startsWith('go_'),
  );
}
const kinds = async (now: string) => (await alerts(now)).map(({ kind }) => kind);

it('tells the manager before the next wave and while it waits, and ends with the go', async () => {
  expect(await kinds('02-09T12:00')).toEqual([]);
  const [due] = await alerts('02-10T12:00');
  expect(due).toMatchObject({
    kind: 'go_due',
    title: {
      ja: expect.stringMatching(/「trial」.*「rest」.*2027-02-15.*3名/),
      en: expect.stringMatching(/“trial” needs your go before wave “rest” begins on 2027-02-15 \(3 customers/),
    },
  });
  const [overdue, ...more] = await alerts('02-16T12:00');
  expect(more).toEqual([]);
  expect(overdue).toMatchObject({
    kind: 'go_overdue',
    title: { en: expect.stringMatching(/“rest” has waited for your go .* since 2027-02-15 \(3 customers wait\)/) },
  });
  const path = `/api/campaigns/${flight.id}/waves/trial/go`;
  await api.act(path, flight.own.keys.manager.key, { reason: '見込みの範囲内', early: true }).expect(200);
  expect(await kinds('02-16T12:00')).toEqual([]);
});

it('ends when a version no longer has the trial, and those who waited for it begin', async () => {
  expect(await kinds('02-16T12:00')).toEqual(['go_overdue']);
  const held = await runAllJourneys(api, flight);
  expect(held.filter(({ why }) => why === 'awaits_go')).toHaveLength(3);
  const { trial: _, ...unmarked } = trial;
  await adopt(api, flight, { waves: [unmarked, wave('rest', '02-15')] }, { default: 'migrate' });
  expect(await kinds('02-16T12:00')).toEqual([]);
  const page = { campaignId: flight.id, after: { epoch: -1, id: 0 }, limit: 10 };
  expect(await waitingJourneysToSignal(api.t.db, page)).toHaveLength(3);
  const begun = await runAllJourneys(api, flight, '2027-02-16T20:00:00+09:00');
  expect(begun.filter(({ step }) => step === 'notice')).toHaveLength(3);
});
