import { sql } from 'kysely';
import { type CampaignStatus } from '../../../domain/campaigns/approval';
import { type CampaignDoc, type Channel, channelsOf } from '../../../domain/campaigns/campaign';
import { type NextEvent, nextEvent } from '../../../domain/journeys/timeline/next-event';
import { closingInstant } from '../../../domain/journeys/outcome';
import { type OutcomeName } from '../../../domain/journeys/states';
import { campaignById, campaignDoc } from '../../campaigns/campaigns';
import { ownVersion } from '../../campaigns/plan-versions';
import { inCampaigns, type Scope } from '../../platform/scope';
import { type Queryable } from '../../platform/types';
import { type JourneyRow } from '../facts/load-facts';

/** A journey's campaign as it is in force for it, and what comes next for its customer. */
export interface WhatComesNext {
  doc: CampaignDoc;
  status: CampaignStatus;
  next: NextEvent;
}

interface Row {
  hold: { reason: string; reviewOn: string | null } | null;
  call: { at: number; promised: boolean; leased: boolean; no: number; of: number } | null;
  queued: { channel: Channel; at: number } | null;
  held: string | null;
}

/** What comes next for the customer of a journey; `outcomes` are those of its contracts. */
export async function whatComesNext(
  db: Queryable,
  journey: JourneyRow,
  outcomes: (OutcomeName | null)[],
): Promise<WhatComesNext> {
  const campaign = await campaignById(db, journey.campaign_id);
  const doc = await campaignDoc(db, journey.campaign_id, ownVersion(journey, campaign));
  const { hold, call, queued, held } = await rowOf(db, journey);
  const step = doc.plan.steps.find(({ id }) => id === journey.step);
  const next = nextEvent({
    campaign: campaign.status,
    closed: journey.status === 'closed',
    ...{ outcomes, hold, call, queued },
    heldBy: journey.held_epoch === null ? null : held,
    step: step && journey.wake_at !== null ? { channels: channelsOf(step), at: journey.wake_at } : null,
    closesAt: closingInstant(doc),
  });
  return { doc, status: campaign.status, next };
}

const epoch = (column: string) => sql`(extract(epoch from ${sql.ref(column)}) * 1000)::double precision`;

async function rowOf(db: Queryable, journey: JourneyRow): Promise<Row> {
  const { rows } = await sql<Row>`select
    (select jsonb_build_object('reason', h.reason, 'reviewOn', h.review_on) from holds h
      where h.customer_id = ${journey.customer_id} and h.released_at is null and h.reason <> 'unprintable'
      order by h.review_on nulls last, h.id limit 1) as hold,
    (select jsonb_build_object('at', ${epoch('t.next_at')}, 'promised', t.promised, 'no', t.attempts + 1,
        'of', t.max_attempts, 'leased', t.status = 'leased' and t.lease_until > tsunagi_now())
      from call_tasks t join messages m on m.id = t.message_id where t.customer_id = ${journey.customer_id}
        and t.journey_id = ${journey.id} and t.status <> 'done' and m.status in ('queued', 'claimed')
      order by t.id desc limit 1) as call,
    (select jsonb_build_object('channel', m.channel, 'at', ${epoch('m.not_before')}) from messages m
      where m.journey_id = ${journey.id} and m.run = ${journey.run} and m.status in ('queued', 'claimed', 'handing_over')
        and not m.reply and m.channel <> 'phone' order by m.not_before, m.id limit 1) as queued,
    (select r.result ->> 'why' from step_results r where r.journey_id = ${journey.id} and r.run = ${journey.run}
      order by r.turn desc limit 1) as held`.execute(db);
  return rows[0]!;
}

/** A customer's journeys that a scope may see, the newest campaign first. */
export async function journeysOfCustomer(db: Queryable, scope: Scope, customerId: number): Promise<JourneyRow[]> {
  return db
    .selectFrom('journeys')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .orderBy('campaign_id', 'desc')
    .execute();
}
