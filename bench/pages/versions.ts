import { sql } from 'kysely';
import { previewPlan } from '../../db/campaigns/plan-preview';
import { finishAdoptions } from '../../db/campaigns/finish-adoption';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { ensureLane } from '../../db/delivery/lanes';
import { type PlanRule } from '../../domain/campaigns/plan-rule';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { interleave, type Measurement } from '../measurement';
import { withScratchDatabase } from '../scratch';
import { type Db } from '../../db/platform/types';

const DAY = 86_400_000;
/** The small campaign that the large one is compared with. */
const SMALL = 2_000;
const RULE: PlanRule = { default: 'migrate', segments: [{ segment: 'elderly', rule: 'stay' }], recall: [] };

/** Previews and adopts a new version of campaigns whose journeys all wait for their reminder. */
export const versions: Measurement = {
  name: 'versions',
  what: 'preview and adoption of a further plan version, a journey of 20,000 against one of 2,000',
  async run({ quick, count = quick ? 5_000 : 20_000, rounds = quick ? 1 : 3 }, say) {
    return withScratchDatabase(async ({ db }) => {
      await measure(db, SMALL); // warms up caches and compiled code
      const each = { large: [] as Times[], small: [] as Times[] };
      await interleave(['small', 'large'] as const, rounds, async (kind) => {
        const journeys = kind === 'small' ? SMALL : count;
        const { preview, adopt } = await measure(db, journeys);
        say(`${journeys}: preview ${preview} ms, adoption ${adopt} ms`);
        each[kind].push({ preview: preview / journeys, adopt: adopt / journeys });
      });
      return (['preview', 'adopt'] as const).map((step) => ({
        name: `${step === 'preview' ? 'preview' : 'adoption'} of a plan version, a journey`,
        of: `among ${count.toLocaleString('en')} ÷ among ${SMALL.toLocaleString('en')}`,
        unit: '×' as const,
        values: each.large.map((times, round) => times[step] / each.small[round]![step]),
        detail: each,
      }));
    });
  },
};

type Times = Record<'preview' | 'adopt', number>;

async function measure(db: Db, journeys: number): Promise<Times> {
  const campaignId = await seed(db, journeys);
  const target = { version: 2, doc: docOf(7), rule: RULE };
  const started = performance.now();
  const view = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  const found = await view.execute((trx) => previewPlan(trx, new CampaignDocs(), { campaignId, target }));
  const preview = Math.round(performance.now() - started);
  if (found.open !== journeys || found.stay !== Math.floor(journeys / 10)) throw new Error(JSON.stringify(found));
  await db.updateTable('plan_versions').set({ status: 'adopting' }).where('campaign_id', '=', campaignId).execute();
  const begun = performance.now();
  await finishAdoptions(db, { forMs: Infinity });
  const adopt = Math.round(performance.now() - begun);
  const { adoption_finished_at: end } = await db
    .selectFrom('plan_versions')
    .select('adoption_finished_at')
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow();
  if (end === null) throw new Error('the version was not adopted');
  return { preview, adopt };
}

/** Notice, a reminder after `days`, segments by age: one customer in ten is elderly. */
function docOf(days: number): CampaignDoc {
  const now = Date.now();
  const text = (ja: string) => ({ ja, en: ja });
  const step = { purpose: 'service_notice', first: ['mail'], notice: 'n' } as const;
  const mail = { yes: 'contact', unknown: 'contact', no: 'dont' } as const;
  return {
    name: 'bench',
    service: text('bench'),
    zone: 'Asia/Tokyo',
    sender: {
      name: text('bench'),
      address: 'bench',
      phone: '0',
      hours: text('bench'),
      mailFrom: 'b@b.example',
      site: 'https://b.example',
    },
    facts: {},
    choices: [],
    dates: {
      firstDispatch: now - 5 * DAY,
      applyBy: now + 90 * DAY,
      applyByRule: 'arrival',
      lastDispatch: now + 80 * DAY,
      endOfService: now + 100 * DAY,
      graceUntil: null,
      claimsUntil: null,
    },
    calendar: { weekend: true, holidays: 'japan', closedDays: [] },
    quietHours: { mail: { from: '20:00', until: '09:00' } },
    policy: { table: { service_notice: { mail }, offer: {} }, overrides: [] },
    notices: { n: { channel: 'mail', subject: text('n'), body: text('n') } },
    segments: { elderly: { ageFrom: 65 } },
    plan: {
      steps: [
        { ...step, id: 'notice', kind: 'notice', wait: { days } },
        { ...step, id: 'reminder', kind: 'reminder', wait: { days: 10 } },
      ],
    },
    columns: { number: 'n', name: 'n' },
  } as unknown as CampaignDoc;
}

async function seed(db: Db, journeys: number): Promise<number> {
  const code = String(Math.random());
  const one = async (table: 'clients' | 'persons', values: object) =>
    (
      await db
        .insertInto(table)
        .values(values as never)
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
  const clientId = await one('clients', { code, name: 'bench' });
  const personId = await one('persons', { login: code, name: 'bench' });
  const campaign = await db
    .insertInto('campaigns')
    .values({ client_id: clientId, name: 'bench', status: 'running', epoch: 1, started_at: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow();
  const own = { campaign_id: campaign.id, client_id: clientId };
  for (const [version, days] of [
    [1, 14],
    [2, 7],
  ] as const) {
    await db
      .insertInto('campaign_versions')
      .values({ ...own, version, doc: JSON.stringify(docOf(days)) })
      .execute();
  }
  const draft = {
    version: 2,
    base_version: 1,
    created_at: new Date(),
    adopted_by: personId,
    rule: JSON.stringify(RULE),
  };
  await db
    .insertInto('plan_versions')
    .values({ ...own, ...draft, created_by: personId })
    .execute();
  const laneId = await ensureLane(db, { clientId, channel: 'mail', name: 'bench' });
  await sql`
    with c as (insert into customers (client_id, kind, party_hash, age_from)
        select ${clientId}, 'person', decode(lpad(to_hex(n), 32, '0'), 'hex'), case when n % 10 = 0 then 70 else 30 end
        from generate_series(1, ${journeys}::int) n returning id),
      a as (insert into contact_points (customer_id, channel, client_id, hash)
        select id, 'mail', ${clientId}, 'x' from c),
      k as (insert into contracts (client_id, customer_id, number_hash, row_hash)
        select ${clientId}, id, decode(lpad(to_hex(id), 32, '0'), 'hex'), 'x' from c returning id, customer_id),
      u as (insert into audience (campaign_id, contract_id, client_id, customer_id, line, state)
        select ${campaign.id}, id, ${clientId}, customer_id, 1, 'included' from k),
      p as (insert into pieces (client_id, campaign_id, customer_id, code)
        select ${clientId}, ${campaign.id}, id, 'P' || id from c returning id, customer_id),
      j as (insert into journeys (client_id, campaign_id, customer_id, started_run, turn, wake_at, step, state)
        select ${clientId}, ${campaign.id}, id, 1, 0, now() + interval '10 days', 'reminder', 'notified' from c
        returning id, customer_id)
    insert into messages (client_id, campaign_id, customer_id, journey_id, piece_id, lane_id, run, step, channel, purpose,
      notice, version, due_at, not_before, status, handed_over_at)
    select ${clientId}, ${campaign.id}, j.customer_id, j.id, p.id, ${laneId}, 1, 'notice', 'mail', 'service_notice', 'n',
      1, now(), now(), 'handed_over', now() - interval '4 days' from j join p using (customer_id)`.execute(db);
  return campaign.id;
}
