import { type CampaignDoc, type Language } from '../campaigns/campaign';

/** A channel on which a proof can be sent; scripts of calls are read, not sent. */
export const PROOF_CHANNELS = ['mail', 'sms', 'post'] as const;
export type ProofChannel = (typeof PROOF_CHANNELS)[number];

/** `doubtful`: it cannot be known whether it left. */
export const PROOF_STATUSES = ['queued', 'claimed', 'handing_over', 'sent', 'failed', 'doubtful'] as const;
export type ProofStatus = (typeof PROOF_STATUSES)[number];

/** What is known of one proof. `bounced`: it left and came back; `delivered`: the provider has said so. */
export const PROOF_STATES = ['waiting', 'sent', 'delivered', 'bounced', 'failed', 'doubtful'] as const;
export type ProofState = (typeof PROOF_STATES)[number];

/** The state of a proof as people see it. A delivery stands, whatever was reported before or after. */
export function proofStateOf(proof: { status: ProofStatus; delivered: boolean; bounced: boolean }): ProofState {
  const { status, delivered, bounced } = proof;
  if (delivered) return 'delivered';
  if (bounced) return 'bounced';
  return status === 'sent' || status === 'failed' || status === 'doubtful' ? status : 'waiting';
}

/** A person who gets proofs, as stored encrypted. Numbers are E.164. */
export interface ProofPerson {
  name: string;
  mail?: string;
  mobile?: string;
  postalCode?: string;
  address?: string;
}

/** What stands for the piece code in a mail that is a proof; no piece has such a code. */
export const proofCode = (proofId: number): string => `PROOF${proofId}`;

/** The proof that such a code names; undefined for the code of a piece. */
export function proofOfCode(code: string): number | undefined {
  const id = /^PROOF(\d{1,15})$/.exec(code)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** Whether a person has an address on a channel. */
export const takesProofs = (person: ProofPerson, channel: ProofChannel): boolean =>
  ({ mail: person.mail, sms: person.mobile, post: person.address })[channel] !== undefined;

/** A person's channels, in the order of PROOF_CHANNELS. */
export const proofChannelsOf = (person: ProofPerson): ProofChannel[] =>
  PROOF_CHANNELS.filter((channel) => takesProofs(person, channel));

/** Everything that a notice shows, so that a digest of it tells whether a proof still shows what will be sent. */
export function shownBy(doc: CampaignDoc, notice: string): object {
  const { service, sender, facts, choices, dates, zone, post, name, brand, policy } = doc;
  const noLinks = policy.smsWithoutLinks ? { smsWithoutLinks: true } : {};
  return { name, service, sender, facts, choices, dates, zone, post, brand, ...noLinks, notice: doc.notices[notice] };
}

/** The notices of a document that can be sent as proofs. */
export const provable = ({ notices }: CampaignDoc): string[] =>
  Object.keys(notices).filter((notice) => PROOF_CHANNELS.some((channel) => channel === notices[notice]?.channel));

/** The languages that a notice has, each of which is a proof of its own. */
export const languagesOf = ({ notices }: CampaignDoc, notice: string): Language[] =>
  (['ja', 'en'] as const).filter((language) => Boolean(notices[notice]?.body[language]));

/** Waits before a further attempt after a refusal for now; after the last one the proof has failed. */
export const PROOF_RETRY_MS = [60_000, 5 * 60_000, 15 * 60_000];
