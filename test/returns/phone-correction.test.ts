import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { isMendedByPhone } from '../../domain/returns/return-rules';
import { clockAt, type Desk, itemsOf, lease, openDesk, report, tasksOf } from '../calls/calls-fixture';
import { type Api, openApi } from '../support/api';
import { channelsDoc } from '../support/seed';
import { handOverQueued } from '../support/seeding/messages';
import { read } from './returns-fixture';

let api: Api;
let desk: Desk;
let contract: number;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.t.close());

const purpose = 'service_notice' as const;
/** A letter with a form; a defect is called about first. The script says what is to be asked. */
function change(): Partial<CampaignDoc> {
  const { notices } = channelsDoc();
  const asking = { ja: '{{ name }} 様\n{{ defects }}', en: '{{ name }}\n{{ defects }}' };
  return {
    notices: { ...notices, asking: { channel: 'phone', subject: { ja: '確認', en: 'Check' }, body: asking } },
    plan: {
      steps: [{ id: 'notice', kind: 'notice', purpose, first: ['post'], notice: 'letter', wait: { days: 60 } }],
      onDefect: {
        ...{ purpose, first: ['phone', 'post'], notice: { phone: 'asking', post: 'defect' }, rounds: 2 },
        ...{ call: { attempts: 1, spacing: { businessDays: 1 } }, wait: { days: 10 } },
      },
    },
  };
}

const completed = { result: 'completed', identity: itemsOf(0) };
beforeEach(async () => {
  desk = await openDesk(api, [{ mail: null, channels: ['post', 'phone'] }], change());
  contract = desk.customers[0]!.contracts[0]!;
  await handOverQueued(api.t, Date.parse('2027-02-01T14:00:00+09:00'));
  await clockAt(api, '2027-02-10T10:00:00+09:00');
});

/** Books the form of the letter; both persons read it alike. Its journey decides what follows. */
async function sendForm(given: object, again = false) {
  const { code } = await api.t.db
    .selectFrom('pieces')
    .select('code')
    .where('campaign_id', '=', desk.campaignId)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const booked = await api.act('/api/returns', desk.operator, { kind: 'form', code, again }).expect(201);
  const entry = { ...read([contract], { writtenOn: '2027-02-09' }), ...given };
  const { id } = booked.body;
  for (const key of [desk.operator, desk.second]) await api.act(`/api/returns/${id}/entries`, key, entry).expect(200);
  await desk.place();
  return id as number;
}
const formWithBoth = (again = false) => sendForm({ choices: { [contract]: 'both' } }, again);
const detail = async (id: number) => (await api.send('get', `/api/returns/${id}`, desk.operator).expect(200)).body;
const asked = async () =>
  (
    await api.t.db
      .selectFrom('messages')
      .select(['channel', 'occurrence', 'status'])
      .where('campaign_id', '=', desk.campaignId)
      .where('step', '=', 'defect')
      .orderBy('id')
      .execute()
  ).map(({ channel, occurrence, status }) => `${channel}/${occurrence} ${status}`);
const outcome = async () =>
  api.t.db
    .selectFrom('outcomes')
    .select(['outcome', 'reason'])
    .where('campaign_id', '=', desk.campaignId)
    .executeTakeFirst();

test.each<[Parameters<typeof isMendedByPhone>[0], boolean]>([
  [['both_ticked'], true],
  [['none_ticked', 'no_date'], true],
  [['remark'], true],
  [['no_signature'], false],
  [['both_ticked', 'no_signature'], false],
  [['other_person'], false],
  [['illegible'], false],
])('%j: mended on the phone %s', (defects, phone) => {
  expect(isMendedByPhone(defects)).toBe(phone);
});

it('both boxes ticked: a call asks, the answer has a receipt, and the form says who mended it', async () => {
  const id = await formWithBoth();
  expect(await detail(id)).toMatchObject({ status: 'defect', corrected: null });
  expect(await asked()).toEqual(['phone/0 queued']);
  const [task] = await tasksOf(desk, `?campaign=${desk.campaignId}`);
  const { body: leased } = await lease(desk, task!.id).expect(200);
  expect(leased.script.ja).toContain('移行と解約の、どちらをご希望でしょうか');
  expect(leased.script.en).toContain('Would you like to move, or to cancel?');
  const done = await report(desk, task!.id, { ...completed, choices: { [contract]: 'cancel' } }).expect(200);
  expect(done.body.receipt).toMatch(/\S/);
  await desk.place();
  expect(await outcome()).toEqual({ outcome: 'cancelled', reason: 'phone' });
  const after = await detail(id);
  expect(after.corrected).toMatchObject({ callTaskId: task!.id, spokenWith: 'customer' });
  expect(after.notes.map(({ code }: { code: string }) => code)).toContain('corrected_by_phone');
  expect(after.readings[0].reading.choices).toEqual({ [contract]: 'both' });
});

it('no one answers: a letter names what is missing', async () => {
  await formWithBoth();
  const [task] = await tasksOf(desk, `?campaign=${desk.campaignId}`);
  await lease(desk, task!.id).expect(200);
  await report(desk, task!.id, { result: 'no_answer' }).expect(200);
  await desk.place();
  expect(await asked()).toEqual(['phone/0 failed', 'post/0 queued']);
});

it('no signature: no call, a letter at once; the second form with a defect goes to a person', async () => {
  await sendForm({ signed: false });
  expect(await asked()).toEqual(['post/0 queued']);
  await handOverQueued(api.t, Date.parse('2027-02-10T14:00:00+09:00'));
  await clockAt(api, '2027-02-22T10:00:00+09:00');
  await sendForm({ signed: false }, true);
  expect(await asked()).toEqual(['post/0 handed_over', 'phone/1 queued']);
});

it('what is said in a call that ended after apply-by counts as of the form, which came in time', async () => {
  await formWithBoth();
  const [task] = await tasksOf(desk, `?campaign=${desk.campaignId}`);
  await lease(desk, task!.id).expect(200);
  await clockAt(api, '2027-04-12T10:00:00+09:00'); // in grace
  await report(desk, task!.id, { ...completed, choices: { [contract]: 'migrate' } }).expect(200);
  await desk.place();
  expect(await outcome()).toEqual({ outcome: 'migrated', reason: 'phone' });
});
