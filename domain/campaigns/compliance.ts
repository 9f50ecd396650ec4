import { nextAllowed } from './calendar';
import { type CampaignDoc, type Channel, type ConsentValue, type Purpose } from './campaign';
import { ruleFor } from '../customers/contact-policy';

/** What a contact of the day can be wrong in; texts in domain/texts/compliance.ts. */
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

/** Returns what a campaign's notice lacks on a channel, for a purpose; the renderer provides it. */
export type NoticeCheck = (
  contact: { notice: string; channel: Channel; purpose: Purpose },
  doc: CampaignDoc,
) => ComplianceFault[];

/** A notice as its customers get it, with links that stand for theirs. */
export interface ShownNotice {
  channel: Channel;
  purpose: Purpose;
  /** Everything it says, in all its languages. */
  text: string;
  link: string;
  optOutLink: string;
}

/**
 * What a notice lacks. The sender must be shown in every contact: a mail does so in From, a letter in its head. For
 * adverts by mail and SMS the Act on Regulation of Transmission of Specified Electronic Mail (art. 4, ordinance art. 9)
 * asks for a way to refuse, a postal address and a contact for complaints; the latter two may lie behind a link, which is
 * taken to be so for an SMS.
 */
export function noticeFaults(shown: ShownNotice, sender: CampaignDoc['sender']): ComplianceFault[] {
  const { channel, purpose } = shown;
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
  const behindLink = channel === 'sms' && says(shown.link, sender.site);
  const printed = channel === 'post' || behindLink;
  if (channel !== 'post' && !says(shown.optOutLink)) faults.push('opt_out_missing');
  if (!(printed ? given(sender.address) : says(sender.address))) faults.push('address_missing');
  const reachable = printed ? given(sender.phone) : says(sender.phone, sender.mailFrom, sender.site);
  if (!reachable) faults.push('complaints_missing');
  return faults;
}

/** A company as it names itself: without legal form and department. */
const spoken = (name: string): string => name.trim().split(/\s/)[0]!.replace(LEGAL_FORM, '');
const LEGAL_FORM = /(株式|有限|合同|合資|合名)会社|[(（]株[)）]|㈱/;

/** Without spaces and differences of width: a line may break anywhere. */
const plain = (value: string): string => value.normalize('NFKC').replace(/\s+/g, '');

/** One contact as it left, with what was known at that instant. */
export interface LeftContact {
  channel: Channel;
  purpose: Purpose;
  /** When it left our hands for good: nothing could stop it any more. */
  leftAt: number;
  notBefore: number;
  /** A slot of the clock stands for all instants since the last one; 0 on a continuous clock. */
  slotMs: number;
  /** Consents in force just before and at `leftAt`: on a stepped clock either may have been the one that counted. */
  consents: ConsentValue[];
  contractHashes: string[];
  /** Overrides that had been confirmed for this customer alone. */
  granted: { channel: Channel; reason: string }[];
  overrideReason: string | null;
  /** Reason of a hold that was open before it left and had not been released. */
  hold: string | null;
  /** Both gates had approved exactly this version's contents. */
  approved: boolean;
  /** What the ledger says: that it left, and the decision it came from, with the override it rests on. */
  ledger: { left: boolean; decision: { override: string | null } | null };
}

/**
 * What is wrong with a contact. `docs`: the version it was written from, and the one in force where that is another; its
 * hours are right when either allows it.
 */
export function contactFaults(
  contact: LeftContact,
  docs: CampaignDoc[],
): { fault: ComplianceFault; detail?: string }[] {
  const { hold, approved, ledger } = contact;
  const consent = contact.consents.map((value) => consentFault(contact, value, docs[0]!));
  const found: ({ fault: ComplianceFault; detail?: string } | null)[] = [
    consent.includes(null) ? null : { fault: consent[0]! },
    hold === null ? null : { fault: 'held', detail: hold },
    docs.some((doc) => inHours(contact, doc)) ? null : { fault: 'outside_hours' },
    docs.some((doc) => contact.leftAt <= doc.dates.lastDispatch) ? null : { fault: 'after_last_dispatch' },
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

/** Outside the quiet hours at some instant that its slot stands for. Letters have a print run instead of hours. */
function inHours({ channel, leftAt, notBefore, slotMs }: LeftContact, doc: CampaignDoc): boolean {
  if (channel === 'post') return true;
  const earliest = Math.min(leftAt, Math.max(notBefore, leftAt - slotMs));
  return nextAllowed(earliest, doc.quietHours[channel] ?? null, doc.zone) <= leftAt;
}
