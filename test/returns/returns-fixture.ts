import { randomUUID } from 'node:crypto';
import QRCode from 'qrcode';
import sharp, { type Sharp } from 'sharp';
import { ensureLane } from '../../db/delivery/lanes';
import { createApiKey } from '../../db/access/api-keys';
import { type Ticked } from '../../domain/returns/return-rules';
import { type Api, type ApiClient, makePerson } from '../support/api';
import { insertJourney } from '../support/seeding/customers';
import { handOver, queueMessage } from '../support/seeding/messages';
import { type Role } from '../../domain/access/access';

export const POSTED = '2027-02-02T15:00:00+09:00';

/** A posted letter: its code, and what the campaign knows of the customer. */
export interface Letter {
  code: string;
  pieceId: number;
  messageId: number;
  journeyId: number;
  customerId: number;
  contracts: number[];
}

let posted = 0;

/** A letter to the customer number `index`, posted on 2 February 2027 unless said otherwise. */
export async function postLetter(
  api: Api,
  own: Pick<ApiClient, 'clientId' | 'campaignId' | 'customers'>,
  options: { index?: number; status?: 'handed_over' | 'withdrawn'; channel?: 'post' | 'mail'; closed?: boolean } = {},
): Promise<Letter> {
  const { index = 0, status = 'handed_over', channel = 'post', closed = false } = options;
  const customer = own.customers[index]!;
  const { db } = api.t;
  const known = await db
    .selectFrom('journeys')
    .select('id')
    .where('campaign_id', '=', own.campaignId)
    .where('customer_id', '=', customer.id)
    .executeTakeFirst();
  const journeyId = known?.id ?? (await insertJourney(api.t, own, customer.id));
  const laneId = await ensureLane(db, { clientId: null, channel, name: 'default' });
  const to = { journeyId, customerId: customer.id, laneId };
  const letter = { ...to, channel, step: `step-${(posted += 1)}`, notice: 'notice', dueAt: Date.parse(POSTED) };
  const { messageId, pieceId, code } = await queueMessage(api.t, own, letter);
  if (status === 'handed_over') await handOver(api.t, messageId, Date.parse(POSTED));
  else await db.updateTable('messages').set({ status }).where('id', '=', messageId).execute();
  const ended = { status: 'closed' as const, state: 'closed' as const, closed_at: new Date(POSTED) };
  if (closed && !known) await db.updateTable('journeys').set(ended).where('id', '=', journeyId).execute();
  return { code, pieceId, messageId, journeyId, customerId: customer.id, contracts: customer.contracts };
}

/** A scanned page with this code on it; without one an empty page. */
export async function scanOf(code: string | null, spoil = (image: Sharp) => image): Promise<Buffer> {
  const page = sharp({ create: { width: 827, height: 1170, channels: 3, background: 'white' } });
  const marks = code ? [{ input: await QRCode.toBuffer(code, { margin: 4, width: 150 }), left: 620, top: 50 }] : [];
  return spoil(sharp(await page.composite(marks).png().toBuffer()))
    .png()
    .toBuffer();
}

/** Sends an image to the desk, each time as an act of its own unless `as` says which. */
export function sendScan(api: Api, key: string, image: Buffer, query: object, as: string = randomUUID()) {
  return api
    .send('post', '/api/returns', key)
    .query(query)
    .set('Content-Type', 'image/png')
    .set('Idempotency-Key', as)
    .send(image);
}

/** One more person of the client. */
export async function another(api: Api, own: ApiClient, role: Role = 'operator') {
  const personId = await makePerson(api.t, role);
  return { personId, key: (await createApiKey(api.t.db, { personId, clientId: own.clientId, role })).key };
}

/** What a typist sends who sees a clear form for these contracts. */
export const read = (contracts: number[], change: object = {}, tick: Ticked = 'migrate') => ({
  choices: Object.fromEntries(contracts.map((contract) => [contract, tick])),
  writtenOn: '2027-02-10',
  signed: true,
  ...change,
});

/** Arrivals of the journey of a letter other than the booking of its form, oldest first. */
export async function arrivalsOf(api: Api, letter: { journeyId: number }) {
  return api.t.db
    .selectFrom('arrivals')
    .select(['kind', 'at', 'source', 'data'])
    .where('journey_id', '=', letter.journeyId)
    .where('kind', '<>', 'form_received')
    .orderBy('seq')
    .execute();
}
