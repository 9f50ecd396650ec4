import { sql } from 'kysely';
import { instantOf, localDate } from '../../../domain/campaigns/calendar';
import { CONFIRMED_A_DAY } from '../../../domain/customers/inquiries/mail';
import { campaignDoc, type CampaignRow } from '../../campaigns/campaigns';
import { ownVersion } from '../../campaigns/plan-versions';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import { queueReplies } from '../../journeys/replies/queue';
import { appendLedger, campaignChain } from '../../platform/ledger';
import { type Trx } from '../../platform/types';
import { type Vault } from '../../privacy/vault';
import { loadAuthority } from '../authority';
import { ensureLinks, linksExpireAt } from '../links';
import { addTouch, type InquiryRow } from './cases';

interface ToConfirm {
  inquiry: InquiryRow;
  journey: JourneyRow;
  campaign: CampaignRow;
  now: number;
}

/**
 * Queues the number of an inquiry by mail, after the journey was locked; not while contact is on hold, nor more often
 * than a few times a day. Appends to the ledger.
 */
export async function confirmInquiry(
  trx: Trx,
  vault: Vault,
  { inquiry, journey, campaign, now }: ToConfirm,
): Promise<void> {
  const { campaign_id: campaignId, customer_id: customerId, client_id: clientId } = journey;
  const version = ownVersion(journey, campaign);
  const doc = await campaignDoc(trx, campaignId, version);
  const authority = (await loadAuthority(trx, [customerId], now)).get(customerId);
  if (authority?.hold || (await confirmedToday(trx, journey.id, now, doc.zone)) >= CONFIRMED_A_DAY) return;
  await ensureLinks(trx, vault, { clientId, campaignId, customerIds: [customerId], expiresAt: linksExpireAt(doc) });
  const occurrence = await addTouch(trx, inquiry, { kind: 'confirmed', channel: 'mail', at: new Date(now) });
  const reply = { journey, doc, version, reply: 'inquiry-confirm' as const, occurrence, only: 'mail' as const };
  const [decided] = await queueReplies(trx, [reply], now);
  await appendLedger(trx, campaignChain(campaignId), clientId, now, [decided!.entry]);
  await sql`
    update inquiry_touches set message_id = (select m.id from messages m where m.journey_id = ${journey.id}
      and m.step = 'inquiry-confirm' and m.occurrence = ${occurrence})
    where id = ${occurrence}`.execute(trx);
}

async function confirmedToday(trx: Trx, journeyId: number, now: number, zone: string): Promise<number> {
  const { count } = await trx
    .selectFrom('messages')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('journey_id', '=', journeyId)
    .where('step', '=', 'inquiry-confirm')
    .where(sql<boolean>`due_at >= ${new Date(instantOf(localDate(now, zone), '00:00', zone))}`)
    .executeTakeFirstOrThrow();
  return count;
}
