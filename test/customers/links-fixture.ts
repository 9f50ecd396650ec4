import { ensureLinks } from '../../db/customers/links';
import { ensureLane } from '../../db/delivery/lanes';
import { createJourneys } from '../../db/journeys/create-journeys';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type Api, type ApiClient } from '../support/api';
import { channelsDoc, type SeedCustomer, stepClock } from '../support/seed';

export const TEN = '2027-02-05T10:00:00+09:00';

/** A running campaign of one customer who has a link already, with a lane for each written channel. */
export interface LinkScene extends ApiClient {
  customerId: number;
  journeyId: number;
  lanes: Record<'mail' | 'sms' | 'post', number>;
  /** Asks for a new link, by default as the customer who says birth date and contract number. */
  ask(more?: object, key?: string): ReturnType<Api['act']>;
  /** `/m/<token>` of the n-th link. */
  page(version: number): string;
  /** New links so far: channel and status. */
  sent(): Promise<string[]>;
}

export const RIGHT = [
  { item: 'birthDate', said: '昭和45年1月2日' },
  { item: 'contractNumber', said: 'MN0-0' },
];
const expiresAt = Date.parse('2027-12-01T00:00:00+09:00');

export async function linkScene(
  api: Api,
  customer: SeedCustomer = { channels: ['sms', 'post'] },
  doc: CampaignDoc = channelsDoc(),
): Promise<LinkScene> {
  const { t } = api;
  await stepClock(t, TEN);
  const own = await api.client({ customers: [customer], status: 'running', doc });
  const { clientId, campaignId } = own;
  const customerId = own.customers[0]!.id;
  const lane = (channel: 'mail' | 'sms' | 'post') => ensureLane(t.db, { clientId, channel, name: 'own' });
  const lanes = { mail: await lane('mail'), sms: await lane('sms'), post: await lane('post') };
  await createJourneys(t.db, campaignId);
  const journey = t.db.selectFrom('journeys').select('id').where('campaign_id', '=', campaignId);
  const { id: journeyId } = await journey.executeTakeFirstOrThrow();
  const link = { clientId, campaignId, customerIds: [customerId], expiresAt };
  await t.db.transaction().execute((trx) => ensureLinks(trx, t.vault, link));
  return {
    ...own,
    customerId,
    journeyId,
    lanes,
    ask: (more = {}, key = own.keys.operator.key) =>
      api.act(`/api/customers/${customerId}/links`, key, {
        campaignId,
        identity: RIGHT,
        reason: 'メールを消してしまった',
        ...more,
      }),
    page: (version) => `/m/${t.vault.linkToken({ campaignId, customerId, kind: 'page', version })}`,
    sent: async () => {
      const rows = t.db.selectFrom('messages').select(['channel', 'status']).where('customer_id', '=', customerId);
      const found = await rows.where('step', '=', 'new-link').orderBy('id').execute();
      return found.map(({ channel, status }) => `${channel} ${status}`);
    },
  };
}
