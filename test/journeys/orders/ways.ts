import { createHmac } from 'node:crypto';
import request, { type Response } from 'supertest';
import { recordBounce } from '../../../db/delivery/bounces';
import { Browser, hiddenFields } from '../../customers/page-fixture';
import { changesFile, numberOf } from '../../exchange/fixture';
import { type Channel } from '../../../domain/campaigns/campaign';
import { type Ticked } from '../../../domain/returns/return-rules';
import { instant, PUBLIC_URL, SMS_TOKEN, type Story } from './world';

type Choice = 'migrate' | 'cancel';
const SEEDED_BIRTH = { birthYear: '1970', birthMonth: '1', birthDay: '2' };

/** The same choice for every contract, or one for each in their order. */
const choicesFor = <Pick extends string>(story: Story, pick: Pick | Pick[]): Record<number, Pick> =>
  Object.fromEntries(story.contracts.map((id, n) => [id, Array.isArray(pick) ? pick[n]! : pick]));

/** The customer's browser behind its link and second factor. */
async function browser(story: Story): Promise<Browser> {
  const { campaignId, customerId, world } = story;
  const token = world.t.vault.linkToken({ campaignId, customerId, kind: 'page', version: 1 });
  return new Browser(world.app, `/m/${token}`).enter(SEEDED_BIRTH);
}

/** Answers on the page, also for the second time. */
export async function answers(story: Story, pick: Choice | Choice[] = 'migrate'): Promise<void> {
  const page = await browser(story);
  const again = (await page.get('/choose')).status === 409;
  const sent = await page.answer(choicesFor(story, pick), again ? '/change' : '/choose');
  expect(sent.status).toBe(303);
}

export async function takesBack(story: Story): Promise<void> {
  const page = await browser(story);
  await page.post('/withdraw', hiddenFields((await page.get('/withdraw').expect(200)).text)).expect(303);
}

/** What the page shows to a customer who opens the link now. */
export const pageOf = async (story: Story, below = ''): Promise<Response> => (await browser(story)).get(below);

/** Says that a message left our hands; post is expected two days later. Answers its id. */
export async function told(story: Story, step: string, channel: Channel, when: string): Promise<number> {
  const { id } = await story.message(step, channel);
  const at = new Date(instant(when));
  const expected = channel === 'post' ? { expected_at: new Date(at.getTime() + 2 * 86_400_000) } : {};
  await story.db
    .updateTable('messages')
    .set({ status: 'handed_over', claimed_at: at, handed_over_at: at, fence: 1, ...expected })
    .where('id', '=', id)
    .execute();
  await story.db.updateTable('journeys').set({ state: 'notified' }).where('id', '=', story.journeyId).execute();
  return id;
}

export interface Paper {
  /** Step whose letter bore the form. */
  of: string;
  receivedOn?: string;
  postmarkOn?: string;
  writtenOn?: string | null;
  tick?: Ticked | Ticked[];
  signed?: boolean;
}

const codeOf = async (story: Story, step: string): Promise<string> => {
  const { piece_id: id } = await story.message(step, 'post');
  return (await story.db.selectFrom('pieces').select('code').where('id', '=', id).executeTakeFirstOrThrow()).code;
};
const day = (short: string | undefined) => (short === undefined ? undefined : `2027-${short}`);

/** A form is opened, booked and entered by two persons. Answers the return as the desk sees it. */
export async function formArrives(story: Story, paper: Paper): Promise<{ id: number; status: string }> {
  const { of, tick = 'migrate', signed = true, writtenOn = null } = paper;
  const dates = { receivedOn: day(paper.receivedOn), postmarkOn: day(paper.postmarkOn) };
  const booked = await story.act('/api/returns', { kind: 'form', code: await codeOf(story, of), ...dates });
  expect(booked.status).toBe(201);
  const { id } = booked.body as { id: number };
  const reading = { choices: choicesFor(story, tick), writtenOn: writtenOn && day(writtenOn), signed };
  await story.act(`/api/returns/${id}/entries`, reading, { role: 'operator' });
  const decided = await story.act(`/api/returns/${id}/entries`, reading, { role: 'operator', name: 'second' });
  expect(decided.status).toBe(200);
  return decided.body as { id: number; status: string };
}

/** A letter of this step comes back. */
export async function comesBack(story: Story, of: string, reason: string, receivedOn?: string): Promise<Response> {
  const facts = { kind: 'undeliverable', code: await codeOf(story, of), reason, receivedOn: day(receivedOn) };
  const booked = await story.act('/api/returns', facts);
  expect([200, 201]).toContain(booked.status);
  return booked;
}

/** The mail of this step bounces; the same report again is one. */
export async function bounces(story: Story, of: string, hard = true): Promise<string> {
  const { piece_id: id } = await story.message(of, 'mail');
  const { code } = await story.db.selectFrom('pieces').select('code').where('id', '=', id).executeTakeFirstOrThrow();
  return recordBounce(story.db, { pieceCode: code, status: hard ? '5.1.1' : '4.2.2', hard });
}

/** A receipt of the SMS provider, signed as it signs. */
export async function receipt(story: Story, of: string, status: string, code?: string): Promise<void> {
  const { id } = await story.message(of, 'sms');
  const path = `/webhooks/sms?m=${id}`;
  const fields: Record<string, string> = {
    MessageSid: `SM${id}`,
    MessageStatus: status,
    ...(code && { ErrorCode: code }),
  };
  const text = Object.keys(fields)
    .sort()
    .reduce((all, name) => all + name + fields[name], PUBLIC_URL + path);
  const signature = createHmac('sha1', SMS_TOKEN).update(text).digest('base64');
  await request(story.world.app).post(path).type('form').set('X-Twilio-Signature', signature).send(fields).expect(204);
}

const taskOf = async (story: Story): Promise<number> => {
  const tasks = story.db.selectFrom('call_tasks').select('id').where('journey_id', '=', story.journeyId);
  return (await tasks.orderBy('id', 'desc').executeTakeFirstOrThrow()).id;
};
const operator = (name: string) => ({ role: 'operator', name }) as const;

/** An operator takes the customer's call; answers the reply, which may be a refusal with its reason. */
export const takesCall = async (story: Story, name = 'operator'): Promise<Response> =>
  story.act(`/api/call-tasks/${await taskOf(story)}/lease`, {}, operator(name));

/** What came of the call. */
export const reports = async (story: Story, result: string, more: object = {}, name = 'operator'): Promise<Response> =>
  story.act(`/api/call-tasks/${await taskOf(story)}/outcome`, { result, ...more }, operator(name));

export const completes = (story: Story, pick: Choice | Choice[] = 'migrate', name = 'operator'): Promise<Response> =>
  reports(story, 'completed', { choices: choicesFor(story, pick) }, name);

export async function holds(story: Story, reason = 'complaint'): Promise<number> {
  const body = { reason, source: 'desk', reviewOn: '2027-06-01' };
  const opened = await story.act(`/api/customers/${story.customerId}/holds`, body);
  expect(opened.status).toBe(201);
  return (opened.body as { id: number }).id;
}

export async function releases(story: Story, hold: number): Promise<void> {
  const done = await story.act(`/api/customers/${story.customerId}/holds/${hold}/release`, { note: 'settled' });
  expect(done.status).toBe(200);
}

export async function refuses(story: Story, channel: Channel, undo = false): Promise<void> {
  const body = { channel, purpose: 'service_notice', source: 'desk', undo };
  expect((await story.act(`/api/customers/${story.customerId}/opt-outs`, body)).status).toBe(201);
}

export async function represented(story: Story, profile: object): Promise<void> {
  const body = { evidence: '登記事項証明書', validFrom: '2027-01-01', ...profile };
  expect((await story.act(`/api/customers/${story.customerId}/representatives`, body)).status).toBe(201);
}

/** A file of the client's system (異動データ) is uploaded and applied: rows without the contract's number. */
export async function clientSays(story: Story, row: string, contract = 0): Promise<void> {
  const key = await story.key('operator');
  const preview = await request(story.world.app)
    .post(`/api/client-data?campaign=${story.campaignId}`)
    .set('Authorization', `Bearer ${key}`)
    .set('Content-Type', 'text/csv')
    .send(changesFile([`${numberOf(0, contract)},${row}`]));
  const { fileId, totalsHash } = preview.body as { fileId: number; totalsHash: string };
  expect((await story.act(`/api/client-data/${fileId}/apply`, { totalsHash })).status).toBe(200);
}

interface Delivery {
  fileId: number;
  totals: { rows: number; controlTotal: number };
}

/** The results so far are delivered to the client's system. */
export async function delivers(story: Story): Promise<Delivery> {
  const made = await story.act('/api/client-data/results', { campaign: story.campaignId }, { role: 'client_approver' });
  expect(made.status).toBe(201);
  return made.body as Delivery;
}

/** The client's system answers a delivery: it takes all of it, or none. */
export async function acknowledges(story: Story, { fileId, totals }: Delivery, takes: boolean): Promise<void> {
  const refusal = (_: number, n: number) => ({
    contractNumber: numberOf(0, n),
    code: 'E101',
    reason: '契約状態不一致',
  });
  const rejected = takes ? [] : story.contracts.slice(0, totals.rows).map(refusal);
  const body = { accepted: totals.rows - rejected.length, controlTotal: totals.controlTotal, rejected };
  const path = `/api/client-data/results/${fileId}/acknowledgement`;
  expect((await story.act(path, body, { role: 'client_approver' })).status).toBe(200);
}

/** The manager pauses, resumes or stops the campaign. */
export const steers = async (story: Story, act: 'pause' | 'resume' | 'stop'): Promise<Response> =>
  story.act(`/api/campaigns/${story.campaignId}/${act}`, { reason: 'test' }, { role: 'manager' });
