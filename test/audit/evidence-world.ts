import pg from 'pg';
import { verifyRows } from '../../audit/rows/verify-rows';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { claimMessages, type ClaimedMessage } from '../../db/delivery/claims';
import { markHandingOver, recordDelivered, recordFailed } from '../../db/delivery/handovers';
import { takeOverLane } from '../../db/delivery/lane-health';
import { ensureLane } from '../../db/delivery/lanes';
import { recordArrival } from '../../db/journeys/arrivals';
import { createJourneys } from '../../db/journeys/create-journeys';
import { takeSteps } from '../../db/journeys/take-steps';
import { recordPosted } from '../../db/print/posted';
import { type Channel } from '../../domain/campaigns/campaign';
import { another } from '../returns/returns-fixture';
import { type Api, type ApiClient, approveAll, openApi } from '../support/api';
import { channelsDoc, stepClock } from '../support/seed';
import { testBase } from '../support/test-db';

/** Customers of the campaign by what happens to them. */
export const [ONLINE, BY_LETTER, REFUSED, BY_PHONE, OPTED_OUT, HELD] = [0, 1, 2, 3, 4, 5] as const;

const docs = new CampaignDocs();

/** A campaign in which every kind of evidence came about through the product itself. */
export class EvidenceWorld {
  private readonly turns = new Map<string, number>();
  private readonly lanes = new Map<string, number>();

  private constructor(
    readonly api: Api,
    readonly own: ApiClient,
  ) {}

  static async play(): Promise<EvidenceWorld> {
    const api = await openApi();
    const post = { mail: null, channels: ['post' as const] };
    const phone = { mail: null, channels: ['phone' as const] };
    const doc = channelsDoc();
    // who can only be called hears of the end of service by that call
    doc.plan.steps = doc.plan.steps
      .filter(({ id }) => id !== 'notice-elderly')
      .map((step) => (step.id === 'call' ? { ...step, kind: 'notice' } : { ...step, except: [] }));
    const own = await api.client({ customers: [{}, post, {}, phone, {}, {}], doc });
    const world = new EvidenceWorld(api, own);
    await approveAll(api, own);
    await api.act(`/api/campaigns/${own.campaignId}/start`, own.keys.manager.key).expect(200);
    for (const channel of ['mail', 'sms', 'post', 'phone'] as Channel[])
      world.lanes.set(channel, await ensureLane(api.t.db, { clientId: own.clientId, channel, name: channel }));
    await world.at('2027-02-01T10:00:00+09:00');
    await createJourneys(api.t.db, own.campaignId);
    await world.decides();
    await world.sends();
    await world.hears();
    await world.calls();
    await world.at('2027-04-20T10:00:00+09:00');
    await world.decides();
    return world;
  }

  private async at(instant: string): Promise<void> {
    await stepClock(this.api.t, instant);
  }

  customer(index: number) {
    return this.own.customers[index]!;
  }

  /** The next step of every open journey. */
  private async decides(): Promise<void> {
    const { t } = this.api;
    const open = await t.db
      .selectFrom('journeys')
      .select(['id', 'run'])
      .where('campaign_id', '=', this.own.campaignId)
      .where('status', '=', 'open')
      .execute();
    const requests = open.map(({ id, run }) => {
      const turn = (this.turns.get(`${id}:${run}`) ?? -1) + 1;
      this.turns.set(`${id}:${run}`, turn);
      return { journeyId: id, run, turn };
    });
    const laneOf = async (_: unknown, __: number, channel: string) => this.lanes.get(channel)!;
    await takeSteps({ db: t.db, vault: t.vault, docs, laneOf }, requests);
  }

  private async claimed(channel: Channel): Promise<ClaimedMessage[]> {
    const laneId = this.lanes.get(channel)!;
    const { fence } = await takeOverLane(this.api.t.db, docs, laneId);
    return (await claimMessages(this.api.t.db, docs, { laneId, fence, limit: 50 })).messages;
  }

  /** Mails leave, one is refused by the provider; the letter is posted. */
  private async sends(): Promise<void> {
    const { db } = this.api.t;
    for (const message of await this.claimed('mail')) {
      await markHandingOver(db, message);
      if (message.customerId === this.customer(REFUSED).id)
        await recordFailed(db, message, { hard: true, reason: 'mailbox_unknown' });
      else await recordDelivered(db, docs, [{ ...message, kind: 'handed_over', ref: 'ref' }]);
    }
    const letter = await db
      .updateTable('messages')
      .set({ status: 'claimed' })
      .where('channel', '=', 'post')
      .where('customer_id', '=', this.customer(BY_LETTER).id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const posted = { messageId: letter.id, journeyId: letter.journey_id, campaignId: this.own.campaignId };
    const at = Date.parse('2027-02-01T09:30:00+09:00');
    const details = { step: letter.step, notice: letter.notice, version: 1, reminder: false, expectedAt: at };
    await recordPosted(db, { key: 'run' }, at, [{ ...posted, ...details } as never]);
  }

  /** An answer online, one on paper, an opt-out, a consent and a hold. */
  private async hears(): Promise<void> {
    const { t } = this.api;
    await this.at('2027-02-10T10:00:00+09:00');
    const campaignId = this.own.campaignId;
    const record = (index: number, arrival: { kind: 'answer' | 'opt_out'; data: object; dedupe: string }) =>
      t.db.transaction().execute((trx) =>
        recordArrival(trx, {
          ...{ campaignId, customerId: this.customer(index).id, at: Date.parse('2027-02-09T12:00:00+09:00') },
          ...{ source: 'web', ...arrival, data: { ...arrival.data } },
        }),
      );
    const choices = { [this.customer(ONLINE).contracts[0]!]: 'migrate' };
    await record(ONLINE, { kind: 'answer', data: { choices }, dedupe: 'answer' });
    await record(OPTED_OUT, {
      kind: 'opt_out',
      data: { channel: 'mail', purpose: 'service_notice' },
      dedupe: 'opt_out',
    });
    await this.returnsForm();
    const { manager } = this.own.keys;
    const held = this.customer(HELD).id;
    const consent = { channel: 'sms', purpose: 'service_notice', value: false, source: 'phone', evidence: 'note-12' };
    await this.api.act(`/api/customers/${held}/consents`, manager.key, consent).expect(201);
    const hold = { reason: 'complaint', source: 'phone', reviewOn: '2027-03-01', note: '折り返し' };
    const { body } = await this.api.act(`/api/customers/${held}/holds`, manager.key, hold).expect(201);
    const release = { note: '解決済み' };
    await this.api.act(`/api/customers/${held}/holds/${body.id}/release`, manager.key, release).expect(200);
    await this.decides();
  }

  private async returnsForm(): Promise<void> {
    const { api, own } = this;
    const operator = own.keys.operator.key;
    const { code } = await api.t.db
      .selectFrom('messages as m')
      .innerJoin('pieces as p', 'p.id', 'm.piece_id')
      .select('p.code')
      .where('m.customer_id', '=', this.customer(BY_LETTER).id)
      .executeTakeFirstOrThrow();
    const booking = { kind: 'form', code, receivedOn: '2027-02-09' };
    const { body } = await api.act('/api/returns', operator, booking).expect(201);
    const reading = {
      choices: { [this.customer(BY_LETTER).contracts[0]!]: 'cancel' },
      writtenOn: '2027-02-08',
      signed: true,
    };
    await api.act(`/api/returns/${body.id}/entries`, operator, reading).expect(200);
    const second = await another(api, own);
    await api.act(`/api/returns/${body.id}/entries`, second.key, reading).expect(200);
  }

  /** The customer with a phone only is called in vain. */
  private async calls(): Promise<void> {
    await this.at('2027-02-16T10:00:00+09:00');
    await this.decides();
    const { id } = await this.api.t.db
      .selectFrom('call_tasks')
      .select('id')
      .where('customer_id', '=', this.customer(BY_PHONE).id)
      .executeTakeFirstOrThrow();
    const operator = this.own.keys.operator.key;
    await this.api.send('post', `/api/call-tasks/${id}/lease`, operator).expect(200);
    const outcome = { result: 'no_answer', recording: 'rec-1' };
    await this.api.act(`/api/call-tasks/${id}/outcome`, operator, outcome).expect(200);
  }

  verify() {
    return verifyRows(this.api.t.db, this.own.campaignId);
  }
}

/** Tables in which the edits are made. */
const EDITED = [
  ...['approvals', 'arrivals', 'call_attempts', 'campaign_versions', 'choices', 'consents', 'holds', 'journeys'],
  ...['messages', 'outcomes', 'return_entries', 'returns'],
];

/** A database administrator's session: no trigger, no foreign key and no right stands in its way. */
export class Administrator {
  private constructor(private readonly client: pg.Client) {}

  static async on(api: Api): Promise<Administrator> {
    const url = new URL(testBase().superUrl);
    url.pathname = new URL(api.t.ownerUrl).pathname;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    await client.query('set session_replication_role = replica');
    for (const table of EDITED) await client.query(`create table kept_${table} as table ${table}`);
    return new Administrator(client);
  }

  /** Resolves to the number of rows it has changed. */
  async edits(statement: string): Promise<number> {
    return (await this.client.query(statement)).rowCount ?? 0;
  }

  /** Puts the tables back as they were. */
  async undoes(): Promise<void> {
    for (const table of EDITED) {
      await this.client.query(`delete from ${table}`);
      await this.client.query(`insert into ${table} overriding system value select * from kept_${table}`);
    }
  }

  end(): Promise<void> {
    return this.client.end();
  }
}
