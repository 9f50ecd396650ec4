import { type Actor } from '../../../db/access/api-keys';
import { CampaignDocs, getCampaign } from '../../../db/campaigns/campaigns';
import { deskAddress } from '../../../domain/delivery/return-path';
import { casesOfCustomer, getCase, type InquiryRow, listCases, touchesOf } from '../../../db/customers/inquiries/cases';
import { matchContact } from '../../../db/customers/inquiries/match';
import { receiveContact } from '../../../db/customers/inquiries/receive';
import { openAttachment, openTexts } from '../../../db/customers/inquiries/texts';
import { requireVisible } from '../../../db/customers/protection';
import { requireCustomer } from '../../../db/journeys/customer-arrivals';
import { readClock } from '../../../db/platform/clock';
import { type Scope } from '../../../db/platform/scope';
import { transact } from '../../../db/platform/transact';
import { type Queryable } from '../../../db/platform/types';
import { recordAccess } from '../../../db/privacy/access-log';
import { getSetAside } from '../../../db/returns/mail-room/set-asides';
import { getReturn } from '../../../db/returns/returns';
import { lookups } from '../../../db/audience/lookups';
import { AppError } from '../../../domain/errors';
import { numberIn } from '../../../domain/audience/phone';
import { inquiryNumber, rulesOf } from '../../../domain/customers/inquiries/inquiry';
import { reasonCodes, reasonText } from '../../../domain/customers/inquiries/reasons';
import { renderFaqs } from '../../../rendering/faq';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { single } from '../../http/wire';
import { aboutOf, requireReason } from './checks';
import { type inquiryRoutes } from './contract';
import { inquiriesOf, inquiryOf, touchesOnWire } from './wire';

/** The desk's list of inquiries, one inquiry with what was said, and what it is answered with. */
export const inquiryHandlers: Handlers<typeof inquiryRoutes> = {
  async listInquiries({ deps, scope, query }) {
    const { customer, campaign, owner, status, grade } = query;
    const filter = { campaignId: campaign, ownerId: owner, status, grade };
    const after = decodeCursor(query.cursor);
    const rows =
      customer === undefined
        ? await listCases(deps.db, scope, { ...filter, after, limit: query.limit + 1 })
        : await casesOfCustomer(deps.db, scope, customer);
    const shown = new Map((await inquiriesOf(deps.db, rows)).map((one) => [one.id, one]));
    const limit = customer === undefined ? query.limit : rows.length;
    return { body: pageOfRows(rows, limit, (row) => row.id, (row) => shown.get(row.id)!) }; // prettier-ignore
  },

  async recordInquiry({ deps, trx, scope, actor, body }) {
    const campaign = await getCampaign(trx, scope, body.campaignId);
    const { now } = await readClock(trx);
    const { customerId, text, from, reason, about, apart, seconds } = body;
    const letter = await letterOf(trx, scope, body);
    if (reason !== undefined) await requireReason(trx, campaign, reason);
    if (customerId !== undefined) await requireCustomer(trx, scope, customerId);
    const phone = numberIn(from?.phone === undefined ? undefined : lookups.phone(from.phone))?.number;
    const clues = { texts: [text], mail: from?.mail, phone };
    const matched = await matchContact(trx, deps.vault, { clientId: scope.clientId, campaignId: campaign.id }, clues);
    const { inquiry, joined } = await receiveContact(
      trx,
      deps.vault,
      {
        ...{ clientId: scope.clientId, campaignId: campaign.id, said: { text }, apart },
        ...{ channel: letter ? 'post' : body.channel, returnId: letter?.returnId, setAsideId: letter?.setAsideId },
        customer:
          customerId !== undefined && customerId !== letter?.customerId
            ? { id: customerId, matchedBy: 'person' }
            : letter?.customerId !== undefined
              ? { id: letter.customerId, matchedBy: 'code' }
              : matched.customer,
        receivedAt: body.receivedAt === undefined ? now : Math.min(now, Date.parse(body.receivedAt)),
        reason: reason ?? null,
        about: about ? await aboutOf(trx, campaign, about) : null,
        named: matched.named,
        personId: actor.personId,
        ...(seconds !== undefined && { seconds }),
      },
      now,
    );
    return { body: { inquiry: await inquiryOf(trx, inquiry), joined } };
  },

  async getInquiry({ deps, scope, actor, params }) {
    const row = await visibleCase(deps.db, { scope, actor }, params.id);
    const touches = touchesOnWire(await touchesOf(deps.db, row.id));
    return { body: { ...(await inquiryOf(deps.db, row)), touches } };
  },

  async readInquiry({ deps, scope, actor, params }) {
    return transact(deps.db, async (trx) => {
      const row = await visibleCase(trx, { scope, actor }, params.id);
      await recordAccess(trx, accessTo({ scope, actor }, row));
      return { body: await openTexts(trx, deps.vault, row.id) };
    });
  },

  async getInquiryAttachment({ deps, scope, actor, params }) {
    const row = await visibleCase(deps.db, { scope, actor }, params.id);
    const { name, bytes } = await openAttachment(deps.db, deps.vault, { inquiryId: row.id, id: params.attachment });
    await transact(deps.db, (trx) => recordAccess(trx, accessTo({ scope, actor }, row)));
    return { stream: single(bytes), type: 'application/octet-stream', filename: nameFor(row, params.attachment, name) };
  },

  async getCampaignFaq({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const doc = await new CampaignDocs().get(deps.db, campaign.id, campaign.version);
    const { freeText, mailbox, reasons } = rulesOf(doc);
    const codes = reasonCodes(reasons).map((code) => {
      const [group, part] = reasonText(code, reasons)!;
      return { code, group, part };
    });
    const address = mailbox ? deskAddress(campaign.id, deps.config.BOUNCE_DOMAIN) : null;
    return { body: { version: campaign.version, freeText, mailbox: address, reasons: codes, items: renderFaqs(doc) } };
  },
};

/** The envelope that a letter came in; of a return, its customer too. Throws not_found. */
async function letterOf(
  trx: Queryable,
  scope: Scope,
  { campaignId, letter }: { campaignId: number; letter?: { returnId: number } | { setAsideId: number } | undefined },
): Promise<{ returnId?: number; setAsideId?: number; customerId?: number } | undefined> {
  if (!letter) return undefined;
  if ('setAsideId' in letter) return { setAsideId: (await getSetAside(trx, scope, letter.setAsideId)).id };
  const row = await getReturn(trx, scope, letter.returnId);
  if (row.campaign_id !== campaignId) throw new AppError('not_found', { what: 'return' });
  return { returnId: row.id, customerId: row.customer_id };
}

interface Viewer {
  scope: Scope;
  actor: Actor;
}

/** A case that the caller may see. Throws not_found, protected_customer. */
export async function visibleCase(db: Queryable, { scope, actor }: Viewer, id: number): Promise<InquiryRow> {
  const row = await getCase(db, scope, id);
  if (row.customer_id !== null) await requireVisible(db, actor, row.customer_id);
  return row;
}

function accessTo({ scope, actor }: Viewer, row: InquiryRow) {
  const purpose = actor.role === 'auditor' ? ('audit' as const) : ('inquiry' as const);
  const of = row.customer_id === null ? { count: 1 } : { customer: row.customer_id };
  const seen = { what: 'inquiry' as const, purpose, reference: inquiryNumber(row.id), fields: ['inquiry'] as const };
  return { scope, actor, ...seen, ...of, about: { campaign: row.campaign_id } };
}

/** A file name that tells nothing of the customer; the ending as it came. */
function nameFor(row: InquiryRow, attachment: number, name: string): string {
  const ending = /\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0].toLowerCase() ?? '';
  return `${inquiryNumber(row.id)}-${attachment}${ending}`;
}
