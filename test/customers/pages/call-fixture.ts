import { ensureLane, SHARED_LANES } from '../../../db/delivery/lanes';
import { type CampaignDoc, type Channel } from '../../../domain/campaigns/campaign';
import { type TestDb } from '../../support/test-db';
import { doc, type TestCustomer } from '../page-fixture';

const contact = { yes: 'contact', no: 'dont', unknown: 'dont' } as const;

/** A plan that calls after the notice; calls are allowed from ten to seven, the desk is closed on Saturdays and Sundays. */
export const calls: CampaignDoc = {
  ...doc,
  quietHours: { mail: null, phone: { from: '19:00', until: '10:00' } },
  policy: { ...doc.policy, table: { ...doc.policy.table, service_notice: { mail: contact, phone: contact } } },
  plan: {
    steps: [
      ...doc.plan.steps,
      { id: 'c', kind: 'call', purpose: 'service_notice', first: ['phone'], notice: 'script', wait: { days: 3 } },
    ],
  },
};

/** The lanes of the installation. */
export async function openLanes({ db }: Pick<TestDb, 'db'>): Promise<void> {
  for (const lane of SHARED_LANES) await ensureLane(db, lane);
}

/** Gives a customer an address on each of these channels. */
export async function addContacts(
  { db }: Pick<TestDb, 'db'>,
  { customerId, clientId }: TestCustomer,
  channels: Channel[],
): Promise<void> {
  const own = { customer_id: customerId, client_id: clientId };
  const rows = channels.map((channel) => ({ ...own, channel, hash: Buffer.from(`${channel}${customerId}`) }));
  await db.insertInto('contact_points').values(rows).execute();
}
