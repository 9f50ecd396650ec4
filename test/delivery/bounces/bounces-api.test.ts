import { recordBounce } from '../../../db/delivery/bounces';
import { type Api, makePerson, openApi } from '../../support/api';
import { createApiKey } from '../../../db/access/api-keys';
import { findQuick } from '../../../db/platform/alerts/causes';
import { queue, scene, type Scene } from '../mail/mail-fixture';
import { riddle } from './samples';

let api: Api;
let at: Scene;
let key: string;
beforeAll(async () => {
  api = await openApi();
  at = await scene(api.t);
  const { client_id: clientId } = await api.t.db
    .selectFrom('campaigns')
    .select('client_id')
    .where('id', '=', at.campaignId)
    .executeTakeFirstOrThrow();
  key = (await createApiKey(api.t.db, { personId: await makePerson(api.t, 'desk'), clientId, role: 'operator' })).key;
});
afterAll(() => api.t.close());

/** A mail that bounced in a way no program reads; the ids of bounce and message. */
async function bounced(): Promise<{ id: number; messageId: number; customerId: number }> {
  const { messageId } = await queue(api.t, at);
  const { code, customer_id: customerId } = await api.t.db
    .selectFrom('messages as m')
    .innerJoin('pieces as p', 'p.id', 'm.piece_id')
    .select(['p.code', 'm.customer_id'])
    .where('m.id', '=', messageId)
    .executeTakeFirstOrThrow();
  const unread = { status: 'unread', hard: false, pending: true };
  await recordBounce(api.t.db, { pieceCode: code, ...unread }, { vault: api.t.vault, raw: riddle() });
  const { id } = await api.t.db
    .selectFrom('unread_bounces')
    .select('id')
    .where('message_id', '=', messageId)
    .executeTakeFirstOrThrow();
  return { id, messageId, customerId };
}

const arrivals = async (messageId: number) =>
  (
    await api.t.db
      .selectFrom('arrivals as a')
      .innerJoin('messages as m', 'm.journey_id', 'a.journey_id')
      .select('a.data')
      .where('m.id', '=', messageId)
      .orderBy('a.id')
      .execute()
  ).map(({ data }) => data);

it('shows a bounce to the desk, and records who looked', async () => {
  const { id, customerId } = await bounced();
  const { body } = await api.send('get', '/api/bounces', key).expect(200);
  expect(body.items).toContainEqual(expect.objectContaining({ id, customerId, verdict: null }));
  const mail = await api.send('get', `/api/bounces/${id}/mail`, key).expect(200);
  expect(mail.headers['content-type']).toMatch(/^message\/rfc822/);
  const seen = await api.t.db
    .selectFrom('ledger')
    .select('body')
    .where('body', 'like', `%"what":"bounce"%`)
    .executeTakeFirstOrThrow();
  expect(JSON.parse(seen.body)).toMatchObject({ kind: 'access', customer: customerId, reference: `bounce:${id}` });
});

it.each([
  ['bad_address', { hard: true }],
  ['not_delivered', { hard: false }],
] as const)('lets the journey follow the verdict %s, once', async (verdict, { hard }) => {
  const { id, messageId } = await bounced();
  await api.act(`/api/bounces/${id}/decision`, key, { verdict }).expect(200);
  await api.act(`/api/bounces/${id}/decision`, key, { verdict }).expect(200);
  expect((await arrivals(messageId)).slice(1)).toEqual([{ messageId, code: verdict, hard, reason: verdict }]);
  await api.act(`/api/bounces/${id}/decision`, key, { verdict: 'no_bounce' }).expect(409);
  await api.send('get', `/api/bounces/${id}/mail`, key).expect(404); // deleted
});

it('lets a mail that was no bounce count as on its way, and closes the alert with the last decision', async () => {
  const { id, messageId } = await bounced();
  const alerted = async () => (await findQuick(api.t.db)).some(({ kind }) => kind === 'bounce_unread');
  expect(await alerted()).toBe(true);
  const open = await api.t.db.selectFrom('unread_bounces').select('id').where('verdict', 'is', null).execute();
  for (const bounce of open)
    await api.act(`/api/bounces/${bounce.id}/decision`, key, { verdict: 'no_bounce' }).expect(200);
  expect(open).toContainEqual({ id });
  expect(await arrivals(messageId)).toHaveLength(1);
  expect(await alerted()).toBe(false);
});
