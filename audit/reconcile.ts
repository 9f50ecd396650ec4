import { type Db } from '../db/connect';
import { type MessageStatus } from '../db/schema';
import { contactKey } from '../domain/ids';

/** A provider's own record: how often it accepted each contact key. */
export interface ProviderRecord {
  accepted: Record<string, number>;
}

export interface Reconciled {
  /** Contacts by channel: handed over for sure, or perhaps. */
  messages: Record<string, number>;
  /** Keys the provider accepted more than once. */
  doubled: string[];
  /** Keys handed over by our record and unknown to the provider. */
  missing: string[];
  /** Keys of which nobody can be sure; the provider may know them or not. */
  doubtful: string[];
  /** Keys the provider accepted although by our record they are nobody's, or never left. */
  unknown: string[];
}

const PAGE = 5_000;

/** Compares a campaign's messages with what the provider says it accepted. Keys of other campaigns are left aside. */
export async function reconcile(options: { db: Db; campaignId: number; record: ProviderRecord }): Promise<Reconciled> {
  const { db, campaignId, record } = options;
  const accepted = new Map(Object.entries(record.accepted).filter(([key]) => key.startsWith(`${campaignId}/`)));
  const found: Reconciled = {
    messages: {},
    doubled: [...accepted].filter(([, count]) => count > 1).map(([key]) => key),
    missing: [],
    doubtful: [],
    unknown: [],
  };
  for await (const { key, status, channel } of contacts(db, campaignId)) {
    const known = accepted.delete(key);
    if (status === 'handed_over' || status === 'doubtful') {
      found.messages[channel] = (found.messages[channel] ?? 0) + 1;
    }
    if (status === 'doubtful') found.doubtful.push(key);
    else if (status === 'handed_over' && !known) found.missing.push(key);
    else if (known && !mayHaveLeft(status)) found.unknown.push(key);
  }
  found.unknown.push(...accepted.keys());
  return found;
}

/** While a message is being handed over the provider may have it already. */
const mayHaveLeft = (status: MessageStatus): boolean => status === 'handed_over' || status === 'handing_over';

async function* contacts(
  db: Db,
  campaignId: number,
): AsyncGenerator<{ key: string; status: MessageStatus; channel: string }> {
  for (let after = 0; ;) {
    const page = await db
      .selectFrom('messages')
      .select(['id', 'customer_id', 'run', 'step', 'occurrence', 'channel', 'status'])
      .where('campaign_id', '=', campaignId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { customer_id: customerId, ...row } of page) {
      yield { key: contactKey({ campaignId, customerId, ...row }), status: row.status, channel: row.channel };
    }
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}
