import { ensureLane, laneLookup, SHARED_LANES } from '../../db/delivery/lanes';
import { testDb, type TestDb } from '../support/test-db';

let test: TestDb;
beforeAll(async () => void (test = await testDb()));
afterAll(() => test.close());

async function client(code: string): Promise<number> {
  const row = { code, name: code };
  return (await test.db.insertInto('clients').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

it('finds a lane for every channel: the client’s own before the shared one', async () => {
  const shared = [];
  for (const lane of SHARED_LANES) shared.push([lane.channel, await ensureLane(test.db, lane)] as const);
  const [one, other] = [await client('one'), await client('other')];
  const own = await ensureLane(test.db, { clientId: one, channel: 'sms', name: 'own' });
  const laneOf = laneLookup();
  for (const [channel, id] of shared) {
    expect(await laneOf(test.db, other, channel)).toBe(id);
    expect(await laneOf(test.db, one, channel)).toBe(channel === 'sms' ? own : id);
  }
  for (const [index, lane] of SHARED_LANES.entries()) expect(await ensureLane(test.db, lane)).toBe(shared[index]![1]);
});

it('has none for a channel without a lane', async () => {
  await expect(laneLookup()(test.db, 1, 'pigeon')).rejects.toMatchObject({ code: 'internal' });
});
