import { isInSegments, readDivisible } from '../../../db/campaigns/replan/divisible';
import { type Segment } from '../../../domain/campaigns/campaign';
import { type Api, openApi } from '../../support/api';
import { testDoc } from '../../support/seed';
import { type Flight, handOver, inFlight, NOTICE_AT, runAllJourneys } from '../plan-versions-fixture';
import { wave } from './in-waves';

let api: Api;
let flight: Flight;
beforeAll(async () => {
  api = await openApi();
  // a company in Tokyo, an old person without a mail address, one with an SMS number, one of another product
  flight = await inFlight(api, [{}, { ageFrom: 80, mail: null }, { channels: ['sms'], ageFrom: 40 }, {}]);
  const [company, , , other] = flight.own.customers;
  const { db } = api.t;
  await db.updateTable('customers').set({ kind: 'company', prefecture: 13 }).where('id', '=', company!.id).execute();
  await db.updateTable('contracts').set({ product: 'B' }).where('customer_id', '=', other!.id).execute();
  await runAllJourneys(api, flight, NOTICE_AT);
  await handOver(api, flight);
});
afterAll(() => api.t.close());

it.each<[what: string, segment: Segment, inside: number[]]>([
  ['a kind', { kind: 'company' }, [0]],
  ['an age', { ageFrom: 75 }, [1]],
  ['below an age', { ageBelow: 75 }, [2]],
  ['a prefecture', { prefectures: [13] }, [0]],
  ['a product', { products: ['B'] }, [3]],
  ['a channel that they lack', { missing: ['mail'] }, [1]],
  ['a text that they have', { holds: { notice: 'notice', version: 1 } }, [0, 2, 3]],
  ['several of these', { ageFrom: 30, missing: ['mail'] }, [1]],
])('a wave takes the customers of its segment by %s', async (_, segment, inside) => {
  const doc = testDoc({ segments: { own: segment } });
  const read: Parameters<typeof readDivisible>[2]['read'] = (work) => api.t.db.transaction().execute(work);
  const waves = [wave('own', '03-01', { only: ['own'] }), wave('rest', '03-02')];
  const reading = { read, batch: 3, reached: () => undefined, belongs: () => true };
  const pool = await readDivisible({ id: flight.id, doc }, waves, reading);
  expect(pool.journeys).toEqual(flight.journeys);
  const found = pool.customers.flatMap((customer, at) => (isInSegments(pool)(customer, ['own']) ? [at] : []));
  expect(found).toEqual(inside);
});
