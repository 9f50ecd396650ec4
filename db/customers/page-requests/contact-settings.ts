import { type CampaignDoc, type Channel, type Language } from '../../../domain/campaigns/campaign';
import { contactFor } from '../../../domain/customers/contact-policy';
import { planChannels } from '../../../domain/journeys/choose-channel';
import { REPLY_CHANNELS } from '../../../domain/journeys/answers/replies';
import { readClock } from '../../platform/clock';
import { appendLedger, campaignChain } from '../../platform/ledger';
import { transact } from '../../platform/transact';
import { type Db, type Queryable } from '../../platform/types';
import { contactOf, loadContacts } from '../contacts';
import { type Link } from '../links';
import { optOutState } from './opt-out-state';
import { lockJourney } from '../page';

/**
 * Whether a channel may be used. `stopped`: the customer does not want it; `none`: there is no address or number that works;
 * `unused`: the campaign does not use it, or no one may use it for this customer.
 */
export type ChannelSetting = 'on' | 'stopped' | 'none' | 'unused';

export interface ContactSettings {
  channels: Record<Channel, ChannelSetting>;
  /** Whether letters are printed in large type. */
  largePrint: boolean;
  /** In which notices go out; null where the campaign has them in Japanese only. */
  language: Language | null;
}

const CHANNELS: Channel[] = ['mail', 'sms', 'phone', 'post'];

/** How the customer, or the representative whose link it is, is contacted in this campaign. */
export async function loadContactSettings(db: Queryable, link: Link, doc: CampaignDoc): Promise<ContactSettings> {
  const { now } = await readClock(db);
  const contacts = (await loadContacts(db, [link.customerId], now)).get(link.customerId);
  const used = new Set<Channel>([...planChannels(doc), ...REPLY_CHANNELS]);
  if (!doc.post) used.delete('post');
  const states = contactOf(contacts, CHANNELS);
  const channels = {} as Record<Channel, ChannelSetting>;
  for (const channel of CHANNELS) {
    const contact = contactFor(states[channel]!, 'service_notice');
    const { stopped } = await optOutState(db, link, channel);
    const usable = contact === 'ok' ? (stopped ? 'stopped' : 'on') : 'none';
    channels[channel] = !used.has(channel) || contact === 'protected' ? 'unused' : usable;
  }
  const { large_print: largePrint, language } = await db
    .selectFrom('customers')
    .select(['large_print', 'language'])
    .where('id', '=', link.customerId)
    .executeTakeFirstOrThrow();
  const inEnglish = Object.values(doc.notices).some(({ body }) => body.en !== '');
  return { channels, largePrint, language: inEnglish ? (language as Language) : null };
}

/** Has letters printed in large or in normal type from now on. Appends to the ledger, unless it was so before. */
export const setLargePrint = (db: Db, link: Link, largePrint: boolean): Promise<void> =>
  setOf(db, link, { column: 'large_print', value: largePrint, entry: { kind: 'letter_type_set', largePrint } });

/**
 * Has the customer written to in a language, from the next notice that is composed; one that has left stays as it is.
 * Appends to the ledger, unless it was so before.
 */
export const setLanguage = (db: Db, link: Link, language: Language): Promise<void> =>
  setOf(db, link, { column: 'language', value: language, entry: { kind: 'language_set', language } });

type Setting = { column: 'large_print'; value: boolean } | { column: 'language'; value: Language };

async function setOf(
  db: Db,
  link: Link,
  { column, value, entry }: Setting & { entry: { kind: string; largePrint?: boolean; language?: Language } },
): Promise<void> {
  await transact(db, async (trx) => {
    const journey = await lockJourney(trx, link);
    const { numUpdatedRows } = await trx
      .updateTable('customers')
      .set({ [column]: value })
      .where('id', '=', link.customerId)
      .where(column, '<>', value)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    const { now } = await readClock(trx);
    const { representativeId } = link;
    const by = representativeId === undefined ? 'customer' : `representative:${representativeId}`;
    const about = { by, journey: journey.id, customer: link.customerId };
    await appendLedger(trx, campaignChain(link.campaignId), link.clientId, now, [{ ...entry, ...about }]);
  });
}
