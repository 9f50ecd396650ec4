import { lease, openDesk, report } from '../calls/calls-fixture';
import { openApi } from '../support/api';
import { channelsDoc } from '../support/seed';

it('lists the exceptions of a day with their reasons, for those who may see customers', async () => {
  const api = await openApi();
  const { notices } = channelsDoc();
  const script = {
    ...notices.script!,
    body: { ja: '{{ name }} 様でいらっしゃいますか', en: 'Am I speaking with {{ name }}?' },
  };
  const desk = await openDesk(api, [{ channels: ['phone'] }], { notices: { ...notices, script } });
  const path = `/api/campaigns/${desk.campaignId}/compliance`;
  const run = async (query = '') => (await api.send('get', path + query, desk.auditor).expect(200)).body;
  expect(await run()).toMatchObject({ day: '2027-02-01', contacts: 0, exceptions: [] });
  await lease(desk, desk.tasks[0]!).expect(200);
  await report(desk, desk.tasks[0]!, { result: 'intent' }).expect(200);
  const found = await run('?day=2027-02-01');
  expect(found).toMatchObject({ contacts: 1, byChannel: { phone: 1 } });
  // this script names no caller, and no one has approved this campaign
  expect(found.exceptions).toEqual([
    {
      messageId: expect.any(Number),
      customerId: desk.customers[0]!.id,
      channel: 'phone',
      purpose: 'service_notice',
      step: 'call',
      handedOverAt: '2027-02-01T01:00:00.000Z',
      faults: [
        {
          fault: 'sender_missing',
          detail: null,
          text: { ja: '送信者が示されていない', en: 'the sender is not shown' },
        },
        { fault: 'not_approved', detail: null, text: expect.anything() },
      ],
    },
  ]);
  expect((await run('?day=2027-02-02')).contacts).toBe(0);
  await api.send('get', `${path}?day=2027-02-30`, desk.auditor).expect(400);
  await api.t.close();
});

it('pages through the exceptions; the counts are those of the day', async () => {
  const api = await openApi();
  const desk = await openDesk(api, [{ channels: ['phone'] }, { channels: ['phone'] }, { channels: ['phone'] }]);
  for (const task of desk.tasks) {
    await lease(desk, task).expect(200);
    await report(desk, task, { result: 'intent' }).expect(200);
  }
  const path = `/api/campaigns/${desk.campaignId}/compliance?limit=2`;
  const page = async (query: string) => (await api.send('get', path + query, desk.auditor).expect(200)).body;
  const first = await page('');
  const second = await page(`&cursor=${first.next}`);
  expect([first, second]).toMatchObject([
    { contacts: 3, byChannel: { phone: 3 } },
    { contacts: 3, next: null },
  ]);
  const ids = [...first.exceptions, ...second.exceptions].map(({ customerId }: { customerId: number }) => customerId);
  expect(ids).toEqual(desk.customers.map(({ id }) => id));
  expect(first.exceptions).toHaveLength(2);
  await api.t.close();
});
