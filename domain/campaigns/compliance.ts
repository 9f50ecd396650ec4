import { nextAllowed } from './calendar';
import { type CampaignDoc, type Channel, type ConsentValue, type Purpose } from './campaign';
import { ruleFor } from '../customers/contact-policy';

/** Compliance faults of a contact. Texts are in domain/texts/compliance.ts. */
export const COMPLIANCE_FAULTS = [
  'sender_missing',
  'opt_out_missing',
  'address_missing',
  'complaints_missing',
  'notice_invalid',
  'refused',
  'consent_missing',
  'consent_unknown_not_allowed',
  'not_in_policy',
  'override_not_recorded',
  'override_not_approved',
  'held',
  'outside_hours',
  'after_last_dispatch',
  'not_approved',
  'not_in_ledger',
] as const;
export type ComplianceFault = (typeof COMPLIANCE_FAULTS)[number];

/** Returns what a campaign's notice lacks on a channel, for a purpose. Implemented by rendering/. */
export type NoticeCheck = (
  contact: { notice: string; channel: Channel; purpose: Purpose },
  doc: CampaignDoc,
) => ComplianceFault[];

/** A notice as customers receive it, with sample links. */
export interface ShownNotice {
  channel: Channel;
  purpose: Purpose;
  /** The whole text in all languages. */
  text: string;
  link: string;
  optOutLink: string;
}

/**
 * What a notice lacks. Every contact must show its sender: mails in From, letters in their head. Offers by mail and SMS
 * need a way to refuse, a postal address and a contact for complaints (Act on Regulation of Transmission of Specified
 * Electronic Mail, art. 4, and ordinance, art. 9). Address and contact may be behind a link; for an SMS this is
 * assumed. An SMS without links names the number to call, and the site where both are.
 */
export function noticeFaults(
  shown: ShownNotice,
  { sender, policy }: Pick<CampaignDoc, 'sender' | 'policy'>,
): ComplianceFault[] {
  const { channel, purpose } = shown;
  const linkless = channel === 'sms' && policy.smsWithoutLinks !== undefined;
  const text = plain(shown.text);
  const says = (...values: string[]) => values.some((value) => plain(value) !== '' && text.includes(plain(value)));
  const given = (...values: string[]) => values.every((value) => plain(value) !== '');
  const named =
    channel === 'mail'
      ? given(sender.name.ja, sender.mailFrom)
      : channel === 'post'
        ? given(sender.name.ja)
        : says(sender.name.ja, spoken(sender.name.ja));
  const faults: ComplianceFault[] = named ? [] : ['sender_missing'];
  if (purpose !== 'offer' || channel === 'phone') return faults;
  const onLinkedPage = linkless || (channel === 'sms' && says(shown.link, sender.site));
  const printed = channel === 'post' || onLinkedPage;
  const stopsBy = linkless ? sender.phone : shown.optOutLink;
  if (channel !== 'post' && !says(stopsBy)) faults.push('opt_out_missing');
  if (!(printed ? given(sender.address) : says(sender.address))) faults.push('address_missing');
  const reachable = printed ? given(sender.phone) : says(sender.phone, sender.mailFrom, sender.site);
  if (!reachable) faults.push('complaints_missing');
  return faults;
}

/** A company's name without legal form and department. */
const spoken = (name: string): string => name.trim().split(/\s/)[0]!.replace(LEGAL_FORM, '');
const LEGAL_FORM = /(株式|有限|合同|合資|合名)会社|[(（]株[)）]|㈱/;

/** Without spaces and differences of width, since a line may break anywhere. */
const plain = (value: string): string => value.normalize('NFKC').replace(/\s+/g, '');

/** A contact that was sent, with the facts at that instant. */
export interface LeftContact {
  channel: Channel;
  purpose: Purpose;
  /** When the contact could no longer be stopped. */
  leftAt: number;
  notBefore: number;
  /** A slot of a stepped clock covers all instants since the previous one; 0 on a continuous clock. */
  slotMs: number;
  /** Consents in force just before and at `leftAt`. On a stepped clock either may have been the relevant one. */
  consents: ConsentValue[];
  contractHashes: string[];
  /** Overrides confirmed for this customer only. */
  granted: { channel: Channel; reason: string }[];
  overrideReason: string | null;
  /** A call that the customer asked for: not bound to the last dispatch, and allowed where no consent is known. */
  asked?: boolean;
  /** Reason of a hold that was open when the contact left. */
  hold: string | null;
  /** Both approvals were given for exactly this version's contents. */
  approved: boolean;
  /** Ledger entries: the hand-over, the decision it came from, and the override it relies on. */
  ledger: { left: boolean; decision: { override: string | null } | null };
}

/**
 * The faults of a contact. `docs`: the version it was created from, and the version in force if that differs; the hours
 * of either are accepted.
 */
export function contactFaults(
  contact: LeftContact,
  docs: CampaignDoc[],
): { fault: ComplianceFault; detail?: string }[] {
  const { hold, approved, ledger } = contact;
  const known = contact.consents.map((value) => (contact.asked && value === 'unknown' ? 'yes' : value));
  const consent = known.map((value) => consentFault(contact, value, docs[0]!));
  const found: ({ fault: ComplianceFault; detail?: string } | null)[] = [
    consent.includes(null) ? null : { fault: consent[0]! },
    hold === null ? null : { fault: 'held', detail: hold },
    docs.some((doc) => inHours(contact, doc)) ? null : { fault: 'outside_hours' },
    contact.asked || docs.some((doc) => contact.leftAt <= doc.dates.lastDispatch)
      ? null
      : { fault: 'after_last_dispatch' },
    approved ? null : { fault: 'not_approved' },
    ledger.left && ledger.decision ? null : { fault: 'not_in_ledger' },
  ];
  return found.filter((one) => one !== null);
}

function consentFault(contact: LeftContact, consent: ConsentValue, { policy }: CampaignDoc): ComplianceFault | null {
  const { purpose, channel, contractHashes, granted, overrideReason, ledger } = contact;
  const rule = ruleFor(policy, { purpose, channel, consent, contractHashes, granted });
  const overridden = rule.reason.startsWith('override:');
  if (overrideReason !== null) {
    if (ledger.decision && ledger.decision.override !== overrideReason) return 'override_not_recorded';
    if (rule.rule === 'contact') return null;
    return 'override_not_approved';
  }
  if (overridden) return 'override_not_recorded';
  if (rule.rule === 'contact') return purpose === 'offer' && consent !== 'yes' ? 'consent_missing' : null;
  if (consent === 'no') return 'refused';
  if (purpose === 'offer') return 'consent_missing';
  return rule.reason === 'consent_unknown_not_allowed' ? 'consent_unknown_not_allowed' : 'not_in_policy';
}

/** Whether some instant of the contact's slot lies outside quiet hours. Letters have a print run instead of hours. */
function inHours({ channel, leftAt, notBefore, slotMs }: LeftContact, doc: CampaignDoc): boolean {
  if (channel === 'post') return true;
  const earliest = Math.min(leftAt, Math.max(notBefore, leftAt - slotMs));
  return nextAllowed(earliest, doc.quietHours[channel] ?? null, doc.zone) <= leftAt;
}
