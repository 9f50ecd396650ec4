import { readNotificationApart } from '../../../activities/delivery/bounces/mail-decoder';
import { readNotification } from '../../../activities/delivery/bounces/read-notification';
import { costlyMails } from '../../support/hostile-inputs';
import { startPulse } from '../../support/pulse';
import { DOMAIN, dsn, riddle } from './samples';

const returned = { from: '', toBounceAddress: true, domain: DOMAIN };

it.each<[string, Buffer]>([
  ['a delivery status notification', dsn(['Action: failed', 'Status: 5.1.1'])],
  ['a riddle', riddle()],
  ['no mail', Buffer.from([0, 255, 10])],
])('%s is read apart as it would be here', async (_, raw) => {
  expect(await readNotificationApart(raw, returned)).toEqual(await readNotification(raw, returned));
});

it.each(Object.entries(costlyMails))(
  'a mail of many %s waits for a person, and the next one is read',
  async (_, make) => {
    const raw = make();
    expect(raw.length).toBeLessThan(1024 * 1024);
    const known = dsn(['Action: failed', 'Status: 5.1.1']);
    const stop = startPulse();
    const [costly, next] = await Promise.all([
      readNotificationApart(raw, returned, 2_000),
      readNotificationApart(known, returned, 30_000),
    ]);
    const { due, missed } = await stop();
    expect(costly).toEqual({ is: 'unread' });
    expect(missed).toBeLessThanOrEqual(2 + due / 2); // read here, all but two would be missed
    expect(next).toMatchObject({ is: 'bounce', kind: 'hard' });
  },
);

it('one that is no bounce of ours is not kept', async () => {
  const raw = costlyMails['flowed lines']!();
  expect(await readNotificationApart(raw, { ...returned, from: 'someone@mx.example' }, 1_000)).toEqual({ is: 'other' });
  expect(await readNotificationApart(raw, { ...returned, toBounceAddress: false }, 1_000)).toEqual({ is: 'other' });
});
