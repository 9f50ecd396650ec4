import { createHmac } from 'node:crypto';
import request, { type Response } from 'supertest';
import { recordBounce } from '../../../db/delivery/bounces';
import { Browser, hiddenFields } from '../../customers/page-fixture';
import { changesFile, numberOf } from '../../exchange/fixture';
import { type Channel } from '../../../domain/campaigns/campaign';
import { type Ticked } from '../../../domain/returns/return-rules';
import { handOver } from '../../support/seeding/messages';
import { instant, PUBLIC_URL, SMS_TOKEN, type Scenario } from './world';

type Choice = 'migrate' | 'cancel';
const SEEDED_BIRTH = { birthYear: '1970', birthMonth: '1', birthDay: '2' };

/** The same choice for every contract, or one for each in their order. */
const choicesFor = <Pick extends string>(scenario: Scenario, pick: Pick | Pick[]): Record<number, Pick> =>
  Object.fromEntries(scenario.contracts.map((id, n) => [id, Array.isArray(pick) ? pick[n]! : pick]));

/** The customer's browser behind its link and second factor. */
async function browser(
  scenario: Scenario,
  { version, factor } = { version: 1, factor: SEEDED_BIRTH as Record<string, string> },
): Promise<Browser> {
  const { campaignId, customerId, world } = scenario;
  const token = world.t.vault.linkToken({ campaignId, customerId, kind: 'page', version });
  return new Browser(world.app, `/m/${token}`).enter(factor);
}

/** A browser that has chosen and not sent yet; `send` does, and gives what the page shows then. */
export async function aboutToAnswer(
  scenario: Scenario,
  pick: Choice | Choice[] = 'migrate',
  as?: { version: number; factor: Record<string, string> },
): Promise<{ send(): Promise<Response>; page: Browser }> {
  const page = await browser(scenario, as);
  await page.draft(choicesFor(scenario, pick));
  const fields = hiddenFields((await page.get('/check').expect(200)).text);
  return { page, send: async () => page.post('/send', fields) };
}

/** Answers on the page, also for the second time. */
export async function answers(scenario: Scenario, pick: Choice | Choice[] = 'migrate'): Promise<void> {
  const page = await browser(scenario);
  const again = (await page.get('/choose')).status === 409;
  const sent = await page.answer(choicesFor(scenario, pick), again ? '/change' : '/choose');
  expect(sent.status).toBe(303);
}

export async function takesBack(scenario: Scenario): Promise<void> {
  const page = await browser(scenario);
  await page.post('/withdraw', hiddenFields((await page.get('/withdraw').expect(200)).text)).expect(303);
}

/** What the page shows to a customer who opens the link now. */
export const pageOf = async (scenario: Scenario, below = ''): Promise<Response> => (await browser(scenario)).get(below);

/**
 * The lane, or the print shop, books the message of a step as handed over, with ledger and state; post is expected two
 * days later. Resolves to the id of the message.
 */
export async function handedOver(scenario: Scenario, step: string, channel: Channel, when: string): Promise<number> {
  const { id } = await scenario.message(step, channel);
  await handOver(scenario.world.t, id, Date.parse(instant(when)));
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

const codeOf = async (scenario: Scenario, step: string): Promise<string> => {
  const { piece_id: id } = await scenario.message(step, 'post');
  return (await scenario.db.selectFrom('pieces').select('code').where('id', '=', id).executeTakeFirstOrThrow()).code;
};
const day = (short: string | undefined) => (short === undefined ? undefined : `2027-${short}`);

/** A form is opened and booked; it is not read yet. Returns the id of the return. */
export async function formIsBooked(scenario: Scenario, paper: Paper): Promise<number> {
  const dates = { receivedOn: day(paper.receivedOn), postmarkOn: day(paper.postmarkOn) };
  const code = await codeOf(scenario, paper.of);
  const booked = await scenario.act('/api/returns', { kind: 'form', code, ...dates, again: true });
  expect(booked.status).toBe(201);
  return (booked.body as { id: number }).id;
}

/** Two persons enter what is on a booked form. Returns the return as the desk sees it. */
export async function formIsRead(
  scenario: Scenario,
  id: number,
  { tick = 'migrate', signed = true, writtenOn = null }: Omit<Paper, 'of'> = {},
): Promise<{ id: number; status: string }> {
  const reading = { choices: choicesFor(scenario, tick), writtenOn: writtenOn && day(writtenOn), signed };
  await scenario.act(`/api/returns/${id}/entries`, reading, { role: 'operator' });
  const decided = await scenario.act(`/api/returns/${id}/entries`, reading, { role: 'operator', name: 'second' });
  expect(decided.status).toBe(200);
  return decided.body as { id: number; status: string };
}

/** A form is booked and read at once. */
export const formArrives = async (scenario: Scenario, paper: Paper) =>
  formIsRead(scenario, await formIsBooked(scenario, paper), paper);

/** A letter of this step comes back. */
export async function comesBack(
  scenario: Scenario,
  of: string,
  reason: string,
  receivedOn?: string,
): Promise<Response> {
  const facts = { kind: 'undeliverable', code: await codeOf(scenario, of), reason, receivedOn: day(receivedOn) };
  const booked = await scenario.act('/api/returns', facts);
  expect([200, 201]).toContain(booked.status);
  return booked;
}

/** The mail of this step bounces; the same report again is one. */
export async function bounces(scenario: Scenario, of: string, hard = true): Promise<string> {
  const { piece_id: id } = await scenario.message(of, 'mail');
  const { code } = await scenario.db.selectFrom('pieces').select('code').where('id', '=', id).executeTakeFirstOrThrow();
  return recordBounce(scenario.db, { pieceCode: code, status: hard ? '5.1.1' : '4.2.2', hard });
}

/** A receipt of the SMS provider, signed as it signs. */
export async function receipt(scenario: Scenario, of: string, status: string, code?: string): Promise<void> {
  const { id } = await scenario.message(of, 'sms');
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
  await request(scenario.world.app)
    .post(path)
    .type('form')
    .set('X-Twilio-Signature', signature)
    .send(fields)
    .expect(204);
}

const taskOf = async (scenario: Scenario): Promise<number> => {
  const tasks = scenario.db.selectFrom('call_tasks').select('id').where('journey_id', '=', scenario.journeyId);
  return (await tasks.orderBy('id', 'desc').executeTakeFirstOrThrow()).id;
};
const operator = (name: string) => ({ role: 'operator', name }) as const;

/** An operator takes the customer's call; answers the reply, which may be a refusal with its reason. */
export const takesCall = async (scenario: Scenario, name = 'operator'): Promise<Response> =>
  scenario.act(`/api/call-tasks/${await taskOf(scenario)}/lease`, {}, operator(name));

/** What came of the call. */
export const reports = async (
  scenario: Scenario,
  result: string,
  more: object = {},
  name = 'operator',
): Promise<Response> =>
  scenario.act(`/api/call-tasks/${await taskOf(scenario)}/outcome`, { result, ...more }, operator(name));

export const completes = (
  scenario: Scenario,
  pick: Choice | Choice[] = 'migrate',
  name = 'operator',
  identity: object[] = SAID,
): Promise<Response> => reports(scenario, 'completed', { choices: choicesFor(scenario, pick), identity }, name);

export async function holds(scenario: Scenario, reason = 'complaint'): Promise<number> {
  const body = { reason, source: 'desk', reviewOn: '2027-06-01' };
  const opened = await scenario.act(`/api/customers/${scenario.customerId}/holds`, body);
  expect(opened.status).toBe(201);
  return (opened.body as { id: number }).id;
}

export async function releases(scenario: Scenario, hold: number): Promise<void> {
  const done = await scenario.act(`/api/customers/${scenario.customerId}/holds/${hold}/release`, { note: 'resolved' });
  expect(done.status).toBe(200);
}

export async function refuses(scenario: Scenario, channel: Channel, undo = false): Promise<void> {
  const body = { channel, purpose: 'service_notice', source: 'desk', undo };
  expect((await scenario.act(`/api/customers/${scenario.customerId}/opt-outs`, body)).status).toBe(201);
}

export async function represented(scenario: Scenario, profile: object): Promise<void> {
  const body = { evidence: '登記事項証明書', validFrom: '2027-01-01', ...profile };
  expect((await scenario.act(`/api/customers/${scenario.customerId}/representatives`, body)).status).toBe(201);
}

/** A file of the client's system (異動データ) is uploaded and applied: rows without the contract's number. */
export async function clientSays(scenario: Scenario, row: string, contract = 0): Promise<void> {
  const key = await scenario.key('operator');
  const preview = await request(scenario.world.app)
    .post(`/api/client-data?campaign=${scenario.campaignId}`)
    .set('Authorization', `Bearer ${key}`)
    .set('Content-Type', 'text/csv')
    .send(changesFile([`${numberOf(0, contract)},${row}`]));
  const { fileId, totalsHash } = preview.body as { fileId: number; totalsHash: string };
  expect((await scenario.act(`/api/client-data/${fileId}/apply`, { totalsHash })).status).toBe(200);
}

interface Delivery {
  fileId: number;
  totals: { rows: number; controlTotal: number };
}

/** The results so far are delivered to the client's system. */
export async function delivers(scenario: Scenario): Promise<Delivery> {
  const made = await scenario.act(
    '/api/client-data/results',
    { campaign: scenario.campaignId },
    { role: 'client_approver' },
  );
  expect(made.status).toBe(201);
  return made.body as Delivery;
}

/** The client's system answers a delivery: it takes all of it, or none. */
export async function acknowledges(scenario: Scenario, { fileId, totals }: Delivery, takes: boolean): Promise<void> {
  const refusal = (_: number, n: number) => ({
    contractNumber: numberOf(0, n),
    code: 'E101',
    reason: '契約状態不一致',
  });
  const rejected = takes ? [] : scenario.contracts.slice(0, totals.rows).map(refusal);
  const body = { accepted: totals.rows - rejected.length, controlTotal: totals.controlTotal, rejected };
  const path = `/api/client-data/results/${fileId}/acknowledgement`;
  expect((await scenario.act(path, body, { role: 'client_approver' })).status).toBe(200);
}

/** The manager pauses, resumes or stops the campaign. */
export const steers = async (scenario: Scenario, act: 'pause' | 'resume' | 'stop'): Promise<Response> =>
  scenario.act(`/api/campaigns/${scenario.campaignId}/${act}`, { reason: 'test' }, { role: 'manager' });

/** What a caller says who they are; seeded so. */
const SAID = [
  { item: 'birthDate', said: '昭和45年1月2日' },
  { item: 'contractNumber', said: 'MN0-0' },
];

/** The customer calls the desk and says what to do, also for single contracts; an operator books it. */
export const callsIn = async (scenario: Scenario, asks: object, name = 'operator'): Promise<Response> => {
  const body = { campaignId: scenario.campaignId, identity: SAID, ...asks };
  return scenario.act(`/api/customers/${scenario.customerId}/answers`, body, operator(name));
};

/** The same choice for every contract, by such a call. */
export const answersByCall = async (scenario: Scenario, pick: Choice | Choice[] = 'migrate'): Promise<Response> => {
  const booked = await callsIn(scenario, { choices: choicesFor(scenario, pick) });
  expect(booked.status).toBe(201);
  return booked;
};

/** The customer calls and asks for the link again. */
export const asksForLink = async (scenario: Scenario, channel?: Channel): Promise<Response> => {
  const body = { campaignId: scenario.campaignId, identity: SAID, reason: '紛失', ...(channel && { channel }) };
  return scenario.act(`/api/customers/${scenario.customerId}/links`, body, operator('operator'));
};

/** The customer returns a missed call; the operator opens it and completes it. */
export async function returnsCall(scenario: Scenario, pick: Choice | Choice[] = 'migrate'): Promise<void> {
  const opened = await scenario.act(
    `/api/call-tasks/${await taskOf(scenario)}/lease`,
    { inbound: true },
    operator('operator'),
  );
  expect(opened.status).toBe(200);
  const choices = choicesFor(scenario, pick);
  expect((await reports(scenario, 'completed', { choices, identity: SAID })).status).toBe(200);
}
