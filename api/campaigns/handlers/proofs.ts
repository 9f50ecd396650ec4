import { campaignDoc, type CampaignRow, getCampaign } from '../../../db/campaigns/campaigns';
import { askProofs, listProofCopies, listProofs, type ProofCopy, proofHash } from '../../../db/campaigns/proofs/proofs';
import { addProofRecipient, proofRecipients, removeProofRecipient } from '../../../db/campaigns/proofs/recipients';
import { lookups } from '../../../db/audience/lookups';
import { readClock } from '../../../db/platform/clock';
import { type LedgerEntry } from '../../../db/platform/ledger';
import { readMailAddress } from '../../../domain/audience/mail-address';
import { numberIn } from '../../../domain/audience/phone';
import { type CampaignDoc, type Language } from '../../../domain/campaigns/campaign';
import { proofChannelsOf, type ProofPerson, proofStateOf, provable } from '../../../domain/delivery/proof';
import { AppError } from '../../../domain/errors';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';
import { type proofRoutes } from '../contract/proofs';
import { byPerson } from '../rules';

/** Proofs and who gets them. The ledger has ids and digests, no names or addresses. */
export const proofHandlers: Handlers<typeof proofRoutes> = {
  async listProofs({ deps, scope, params, query }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const doc = await campaignDoc(deps.db, campaign.id, query.version ?? campaign.version);
    const people = await proofRecipients(deps.db, deps.vault, campaign);
    const proofs = await listProofs(deps.db, campaign);
    const copies = await listProofCopies(deps.db, campaign);
    const isOutdated = outdatedBy(doc);
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const proved = new Set(proofs.filter((one) => one.sent > 0 && !isOutdated(one)).map(({ notice }) => notice));
    return {
      body: {
        recipients: people.map((person) => ({ id: person.id, name: person.name, channels: proofChannelsOf(person) })),
        proofs: proofs.map(({ contentHash, askedAt, lastSentAt, ...proof }) => ({
          ...proof,
          contentHash: contentHash.toString('hex'),
          outdated: isOutdated({ notice: proof.notice, contentHash }),
          askedAt: iso(askedAt),
          lastSentAt: isoOrNull(lastSentAt),
        })),
        copies: copies.map((copy) => ({
          ...copyOf(copy),
          name: names.get(copy.recipientId) ?? null,
          outdated: isOutdated(copy),
        })),
        unproved: provable(doc).filter((notice) => !proved.has(notice)),
      },
    };
  },

  async sendProofs({ deps, trx, scope, actor, params, body }) {
    const campaign = await getCampaign(trx, scope, params.id);
    const { now } = await readClock(trx);
    const version = body.version ?? campaign.version;
    const doc = await campaignDoc(trx, campaign.id, version);
    const people = await proofRecipients(trx, deps.vault, campaign);
    const chosen = people.filter(({ id }) => body.recipients?.includes(id) ?? true);
    const unknown = body.recipients?.find((id) => !chosen.some((person) => person.id === id));
    if (unknown !== undefined) throw new AppError('not_found', { what: 'proof_recipient' });
    const notices = [...new Set(body.notices)];
    const own = { doc, version, notices, recipients: chosen, personId: actor.personId, now };
    const queued = await askProofs(trx, campaign, own);
    const contents = notices.map((notice) => ({ notice, contentHash: proofHash(doc, notice).toString('hex') }));
    const recipients = chosen.map(({ id }) => id);
    const entry = { kind: 'proofs_asked', by: byPerson(actor), version, contents, recipients, queued };
    return { ...acted(campaign, now, entry), body: { queued } };
  },

  async addProofRecipient({ deps, trx, scope, actor, params, body, language }) {
    const campaign = await getCampaign(trx, scope, params.id);
    const { now } = await readClock(trx);
    const person = personFrom(body, language);
    const id = await addProofRecipient(trx, deps.vault, campaign, { person, personId: actor.personId, now });
    const channels = proofChannelsOf(person);
    const entry = { kind: 'proof_recipient_added', by: byPerson(actor), recipient: id, channels };
    return { ...acted(campaign, now, entry), body: { id } };
  },

  async removeProofRecipient({ trx, scope, actor, params }) {
    const campaign = await getCampaign(trx, scope, params.id);
    const { now } = await readClock(trx);
    const { recipientId: id } = params;
    await removeProofRecipient(trx, campaign, id, now);
    const entry = { kind: 'proof_recipient_removed', by: byPerson(actor), recipient: id };
    return { ...acted(campaign, now, entry), body: { id } };
  },
};

/** Whether a proof shows something else than a document does; each notice's digest is computed once. */
function outdatedBy(doc: CampaignDoc): (proof: { notice: string; contentHash: Buffer }) => boolean {
  const hashes = new Map<string, Buffer>();
  return ({ notice, contentHash }) => {
    const hash = hashes.get(notice) ?? proofHash(doc, notice);
    hashes.set(notice, hash);
    return !contentHash.equals(hash);
  };
}

function copyOf({ id, recipientId, notice, channel, language, version, code, ...copy }: ProofCopy) {
  const { status, askedAt, doneAt, deliveredAt, bouncedAt } = copy;
  return {
    ...{ id, recipientId, notice, channel, language, version, code: deliveredAt === null ? code : null },
    state: proofStateOf({ status, delivered: deliveredAt !== null, bounced: bouncedAt !== null }),
    askedAt: iso(askedAt),
    sentAt: isoOrNull(status === 'sent' ? doneAt : null),
    reportedAt: isoOrNull(deliveredAt ?? bouncedAt),
  };
}

const acted = (campaign: CampaignRow, at: number, entry: LedgerEntry) => ({
  ledger: { campaignId: campaign.id, clientId: campaign.client_id, at, entries: [entry] },
});

interface Given {
  name: string;
  mail?: string | undefined;
  mobile?: string | undefined;
  postalCode?: string | undefined;
  address?: string | undefined;
}

/** Number and mail address normalised as customers' are, so that they can be compared. Throws invalid_request. */
function personFrom({ name, mail, mobile, postalCode, address }: Given, language: Language): ProofPerson {
  const number = mobile === undefined ? undefined : numberIn(lookups.phone(mobile));
  const readMail = mail === undefined ? undefined : readMailAddress(mail);
  const wrong = [
    ...(mobile !== undefined && !number?.mobile ? ['mobile'] : []),
    ...(readMail === null ? ['mail'] : []),
  ];
  const none = (address ?? mail ?? mobile) === undefined;
  if (none || wrong.length > 0) {
    const unusable = { ja: '読み取れません。書き方を確認してください', en: 'is not usable' };
    const missing = {
      ja: '住所・メール・携帯電話のどれかが必要です',
      en: 'a mail address, mobile number or postal address is required',
    };
    const message = (none ? missing : unusable)[language];
    const issues = (none ? ['mail'] : wrong).map((field) => ({
      path: `body.${field}`,
      code: `${field}_invalid`,
      message,
    }));
    throw new AppError('invalid_request', {}, issues);
  }
  return {
    name,
    ...(readMail && { mail: readMail }),
    ...(number && { mobile: number.number }),
    ...(address !== undefined && { address }),
    ...(address !== undefined && postalCode !== undefined && { postalCode: postalCode.replace('-', '') }),
  };
}
