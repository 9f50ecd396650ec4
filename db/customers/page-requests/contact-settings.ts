import { type CampaignDoc, type Channel, type Language } from '../../../domain/campaigns/campaign';
import { contactFor } from '../../../domain/customers/contact-policy';
import { planChannels } from '../../../domain/journeys/choose-channel';
import { REPLY_CHANNELS } from '../../../domain/journeys/answers/replies';
import { AppError } from '../../../domain/errors';
import { lockJourneysOf, requireCustomer } from '../../journeys/customer-arrivals';
import { type JourneyRow } from '../../journeys/facts/load-facts';
import { readClock } from '../../platform/clock';
import { appendLedger, campaignChain, INSTALLATION_CHAIN } from '../../platform/ledger';
import { type Scope } from '../../platform/scope';
import { transact } from '../../platform/transact';
import { type Db, type Queryable, type Trx } from '../../platform/types';
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
  setOnPage(db, link, { column: 'large_print', value: largePrint, entry: { kind: 'letter_type_set', largePrint } });

/**
 * Has the customer written to in a language, from the next notice that is composed; one that has left stays as it is.
 * Appends to the ledger, unless it was so before.
 */
export const setLanguage = (db: Db, link: Link, language: Language): Promise<void> =>
  setOnPage(db, link, languageSetting(language));

/**
 * The same at the customer's wish by a person of the desk, for every campaign of the client; it stands in the ledgers of
 * the campaigns that are running. Throws not_found, and erased.
 */
export async function setLanguageFor(
  trx: Trx,
  scope: Scope,
  set: { customerId: number; language: Language; personId: number },
): Promise<void> {
  const { customerId, language, personId } = set;
  await requireCustomer(trx, scope, customerId);
  const journeys = await lockJourneysOf(trx, scope, [customerId]);
  await trx.selectFrom('customers').select('id').where('id', '=', customerId).forNoKeyUpdate().execute();
  const key = trx.selectFrom('vault_keys').select('customer_id').where('customer_id', '=', customerId);
  if (!(await key.executeTakeFirst())) throw new AppError('erased', { customer: customerId });
  const about = { clientId: scope.clientId, customerId, by: `person:${personId}` };
  await setOf(trx, { ...about, journeys }, languageSetting(language));
}

const languageSetting = (language: Language): Setting => ({
  column: 'language',
  value: language,
  entry: { kind: 'language_set', language },
});

type Setting = ({ column: 'large_print'; value: boolean } | { column: 'language'; value: Language }) & {
  entry: { kind: string; largePrint?: boolean; language?: Language };
};

const setOnPage = (db: Db, link: Link, setting: Setting): Promise<void> =>
  transact(db, async (trx) => {
    const journey = await lockJourney(trx, link);
    const { clientId, customerId, representativeId } = link;
    const by = representativeId === undefined ? 'customer' : `representative:${representativeId}`;
    await setOf(trx, { clientId, customerId, by, journeys: [journey] }, setting);
  });

/** Sets it and appends to the ledger of each journey's campaign, whose locks the caller holds; or to the installation's. */
async function setOf(
  trx: Trx,
  { clientId, customerId, by, journeys }: { clientId: number; customerId: number; by: string; journeys: JourneyRow[] },
  { column, value, entry }: Setting,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('customers')
    .set({ [column]: value })
    .where('id', '=', customerId)
    .where(column, '<>', value)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  const { now } = await readClock(trx);
  const said = { ...entry, by, customer: customerId };
  for (const { id: journey, campaign_id } of [...journeys].sort((a, b) => a.campaign_id - b.campaign_id)) {
    await appendLedger(trx, campaignChain(campaign_id), clientId, now, [{ ...said, journey }]);
  }
  if (journeys.length === 0) await appendLedger(trx, INSTALLATION_CHAIN, null, now, [said]);
}
