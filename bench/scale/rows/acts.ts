import { createHash, randomUUID } from 'node:crypto';
import { createApiKey, findActor } from '../../../db/access/api-keys';
import { findSession } from '../../../db/access/sessions';
import { leaseCallTask } from '../../../db/calls/lease';
import { countKinds } from '../../../db/campaigns/pacing/count-kinds';
import { nextCallAt, nextCandidates } from '../../../db/calls/next-task';
import { findLink, type Link } from '../../../db/customers/links';
import { loadDeclared, loadPageCampaign, loadPageCustomer, submitAnswer } from '../../../db/customers/page';
import { searchCustomers } from '../../../db/customers/search';
import { lockedUntil, tryFactor } from '../../../db/customers/second-factor';
import { laneLookup } from '../../../db/delivery/lanes';
import { recordBounce } from '../../../db/delivery/bounces';
import { recordReceipt } from '../../../db/delivery/sms-receipts';
import { takeSteps } from '../../../db/journeys/take-steps';
import { appendLedger, campaignChain } from '../../../db/platform/ledger';
import { claimIdempotencyKey, storeResponse } from '../../../db/platform/idempotency';
import { countAlerts } from '../../../db/platform/alerts/alerts';
import { readFigures } from '../../../db/platform/metrics';
import { openRateCounter } from '../../../db/platform/rate-counters';
import { wholeClient } from '../../../db/platform/scope';
import { bookReturn, findPostPiece } from '../../../db/returns/returns';
import { searchKana } from '../../../domain/audience/search';
import { nameOf, PROFILE } from '../fill';
import { type Bench, LIMIT_MS as limitMs, type Row } from '../row';
import { deskActs } from './desk-acts';

const laneOf = laneLookup();
const WHOLE = 'everyone is counted';
const HOUR = 3_600_000;

/** A step as a worker takes it, with what it cached. */
const stepOf = (count: number, limit: number): Row => ({
  name: `${count} step${count === 1 ? '' : 's'} of journeys`,
  poll: 'takeSteps',
  limitMs: limit,
  prepare: async ({ db, docs, samples }, turn) => {
    await docs.get(db, samples.running.campaignId, 1);
    await laneOf(db, samples.running.clientId, 'mail');
    return Array.from({ length: count }, (_, at) => ({
      ...{ journeyId: samples.customer(samples.running, 'waiting', turn) + at, run: 1, turn: 1 },
    }));
  },
  run: ({ db, docs, vault }, _, requests) =>
    takeSteps({ db, docs, vault, laneOf }, requests as { journeyId: number; run: number; turn: number }[]),
});

async function linkOf({ db, vault, samples }: Bench, turn: number) {
  const { campaignId, first } = samples.running;
  const token = vault.linkToken({ campaignId, customerId: first + (turn % 20), kind: 'page', version: 1 });
  const link = await findLink(db, vault, token, 'page');
  if (!link) throw new Error('the sample has no link');
  return link;
}

const codeOf = async ({ db }: Bench, piece: number): Promise<string> =>
  (await db.selectFrom('pieces').select('code').where('id', '=', piece).executeTakeFirstOrThrow()).code;

const search = (name: string, term: (turn: number) => Parameters<typeof searchCustomers>[3]['wanted']): Row => ({
  name: `customer search: ${name}`,
  route: 'searchCustomers',
  limitMs,
  run: ({ scoped, vault, samples }, turn) => {
    const scope = wholeClient(samples.large.clientId);
    const page = { campaigns: null, maySeeProtected: false, after: 0, limit: 50 };
    return searchCustomers(scoped.db(scope), vault, scope, { ...page, wanted: term(turn) });
  },
});

/** What comes in from customers, providers, the desks and programs, and what every call of the API begins with. */
export const actRows: Row[] = [
  ...deskActs,
  stepOf(1, limitMs),
  stepOf(100, 100), // a hundred journeys decided and written in one transaction
  {
    name: 'page: opened by its link',
    poll: 'findLink',
    limitMs,
    run: async (bench, turn) => {
      const link = await linkOf(bench, turn);
      const { doc } = await loadPageCampaign(bench.db, link);
      await lockedUntil(bench.db, link);
      await loadPageCustomer(bench.db, bench.vault, link);
      await loadDeclared(bench.db, link, doc);
    },
  },
  {
    name: 'page: second factor',
    limitMs,
    prepare: linkOf,
    run: ({ db, vault }, _, link) =>
      tryFactor(db, vault, link as Link, { kind: 'birth', value: PROFILE.birth } as never),
  },
  {
    name: 'page: an answer',
    limitMs,
    prepare: async (bench, turn) => {
      const link = await linkOf(bench, turn);
      const { doc } = await loadPageCampaign(bench.db, link);
      return { link, basis: (await loadDeclared(bench.db, link, doc)).basis };
    },
    run: ({ db }, _, prepared) => {
      const { link, basis } = prepared as { link: Link; basis: number };
      const choices = new Map([[link.customerId, 'migrate' as const]]);
      return submitAnswer(db, link, { basis, dedupe: randomUUID(), choices });
    },
  },
  {
    name: 'bounce of a mail',
    limitMs,
    prepare: (bench, turn) => codeOf(bench, 8 * bench.samples.customer(bench.samples.running, 'waiting', turn) + 1),
    run: ({ db }, _, code) => recordBounce(db, { pieceCode: code as string, status: '5.1.1', hard: true }),
  },
  {
    name: 'receipt of an SMS',
    limitMs,
    run: ({ db, docs, samples }, turn) => {
      const id = 8 * samples.customer(samples.running, 'text', turn) + 1;
      return recordReceipt(db, docs, { messageId: id, sid: `ref-${id}`, status: 'delivered', code: null } as never);
    },
  },
  {
    name: 'returns desk: booked by code',
    route: 'bookReturn',
    limitMs,
    prepare: (bench, turn) => codeOf(bench, 8 * bench.samples.customer(bench.samples.running, 'letter', turn) + 1),
    run: ({ scoped, vault, samples }, _, code) => {
      const scope = wholeClient(samples.running.clientId);
      return scoped
        .db(scope)
        .transaction()
        .execute(async (trx) => {
          const piece = await findPostPiece(trx, scope, { code: code as string });
          await bookReturn(trx, vault, piece, {
            ...{ kind: 'undeliverable', receivedOn: '2027-03-01', postmarkOn: null, reason: 'unknown' },
            personId: samples.persons[0]!,
          });
        });
    },
  },
  {
    name: 'call desk: a task leased',
    route: 'leaseCallTask',
    limitMs,
    prepare: async ({ db, samples }, turn) => {
      const journey = samples.customer(samples.running, 'call', turn);
      const task = await db
        .selectFrom('call_tasks')
        .select('id')
        .where('message_id', '=', 8 * journey + 3)
        .executeTakeFirstOrThrow();
      await db
        .updateTable('messages')
        .set({ status: 'queued' })
        .where('id', '=', 8 * journey + 3)
        .execute();
      await db
        .updateTable('call_tasks')
        .set({ next_at: new Date(0), status: 'waiting' })
        .where('id', '=', task.id)
        .execute();
      return task.id;
    },
    run: ({ scoped, samples }, _, taskId) => {
      const scope = wholeClient(samples.running.clientId);
      return scoped
        .db(scope)
        .transaction()
        .execute((trx) => leaseCallTask(trx, scope, { taskId: taskId as number, personId: samples.persons[0]! }));
    },
  },
  {
    name: 'call desk: the next calls, best first',
    route: 'nextCallTask',
    limitMs,
    run: async ({ scoped, samples }) => {
      const scope = wholeClient(samples.large.clientId);
      const db = scoped.db(scope);
      for await (const _ of nextCandidates(db, scope, { personId: samples.persons[0]! })) break;
      await nextCallAt(db, scope);
    },
  },
  search('contract number', () => ({ by: 'contractNumber', value: 'SCALE-000000' })),
  search('reading, whole', (turn) => ({ by: 'kana', value: searchKana(nameOf(turn * 7).kana) })),
  search('reading, two signs', (turn) => ({ by: 'kana', value: searchKana(nameOf(turn).kana).slice(0, 2) })),
  search('name, two signs', (turn) => ({ by: 'name', value: nameOf(turn).name.slice(0, 2) })),
  search('customer id', (turn) => ({ by: 'customerId', value: turn + 1 })),
  search('code of a letter', (turn) => ({ by: 'code', value: `0000000000${turn}0`.slice(-12) })),
  {
    name: 'ledger: an entry appended',
    limitMs,
    run: ({ db, samples }) =>
      db.transaction().execute((trx) => {
        const { campaignId, clientId } = samples.large;
        return appendLedger(trx, campaignChain(campaignId), clientId, Date.now(), [{ kind: 'scale', journey: 1 }]);
      }),
  },
  {
    name: 'API: caller by key',
    limitMs,
    prepare: async ({ db, samples }) =>
      (await createApiKey(db, { personId: samples.persons[0]!, clientId: samples.large.clientId, role: 'manager' }))
        .key,
    run: ({ db }, _, key) => findActor(db, key as string),
  },
  {
    name: 'API: caller by session',
    limitMs,
    prepare: async ({ db, samples }, turn) => {
      const hash = createHash('sha256').update(`new${turn}`).digest();
      const at = new Date();
      const row = {
        token_hash: hash,
        person_id: samples.persons[0]!,
        via: 'password' as const,
        last_seen_at: at,
        second_at: at,
      };
      const rest = { expires_at: new Date(Date.now() + HOUR), address_hash: hash, agent_hash: hash };
      await db
        .insertInto('sessions')
        .values({ ...row, ...rest })
        .execute();
      return hash;
    },
    run: ({ db }, _, hash) => findSession(db, hash as Buffer, { idleMs: HOUR }),
  },
  {
    name: 'API: idempotency key',
    limitMs,
    run: ({ db }, turn) =>
      db.transaction().execute(async (trx) => {
        const request = { caller: 'key:1', key: `fresh-${turn}`, requestHash: Buffer.alloc(32) };
        await claimIdempotencyKey(trx, request);
        await storeResponse(trx, request, { status: 200, response: { id: 1 } });
      }),
  },
  {
    name: 'plan of waves: the audience counted',
    route: 'planWaves',
    limitMs: 10_000,
    report: 'groups the whole audience once a plan, before a campaign starts or when it is divided anew',
    small: { audience: WHOLE, customers: WHOLE, contact_points: WHOLE, consents: WHOLE, contracts: WHOLE },
    run: ({ db, samples: { large } }) =>
      countKinds(
        db,
        { id: large.campaignId, client_id: large.clientId },
        { asked: { kind: true, age: true, prefecture: true, products: false }, waves: null },
      ),
  },
  {
    name: 'metrics',
    route: 'getMetrics',
    limitMs,
    run: async ({ db }) => {
      await readFigures(db);
      await countAlerts(db);
    },
  },
  {
    name: 'API: rate counter',
    limitMs,
    run: ({ pool }, turn) =>
      openRateCounter(pool, { points: 100, duration: 60, removesExpired: false }).consume(`scale-${turn}`),
  },
];
