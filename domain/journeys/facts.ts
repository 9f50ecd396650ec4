import { type Channel, type ConsentValue, type Purpose, type Wait } from '../campaigns/campaign';

/** One message of the journey, over all its runs, oldest first. `at` is the hand-over, or not_before while queued. */
export interface SentFact {
  run: number;
  step: string;
  channel: Channel;
  status: 'queued' | 'claimed' | 'handing_over' | 'handed_over' | 'failed' | 'withdrawn' | 'doubtful' | 'recalled';
  at: number;
  bounced: boolean;
  failure: string | null;
  /** Absent: 0. */
  occurrence?: number;
  /** When its address was fixed; only where the plan asks whether it has changed since. */
  left?: number;
  /** A hold was opened because of it: for address research, or because it could not be printed. */
  researched?: true;
}

/** The newest valid choice for a contract; null while there is none. */
export interface ContractFact {
  id: number;
  choice: 'migrate' | 'cancel' | null;
  choiceAt: number | null;
  /** How it was declared; absent: on the web. */
  via?: 'form' | 'phone' | 'client' | 'correction';
  /** A form and another answer of its day differ, and which is the later is unknown: there is no choice yet. */
  unclear?: true;
  /** A minor or ward has answered since the choice that counts, and no legal representative has consented (practice R23). */
  awaitsConsent?: true;
  /** The same, and the answer was discarded because the legal representative did not consent. */
  consentRefused?: true;
  /** A newer answer, given in time, is kept for a person to decide, and why: a hold's reason, or `representative`. */
  kept?: string;
}

/** Everything about one journey that a decision may depend on. Plain JSON: the ledger keeps it for audits. */
export interface JourneyFacts {
  now: number;
  slotMs: number;
  campaign: 'running' | 'paused' | 'stopped' | 'completed';
  customerId: number;
  run: number;
  /** A later run than the first: what earlier ones sent can still turn out lost. */
  again?: true;
  /** This run continues the one before, whose workflow was gone; it was not reopened. */
  restarted?: true;
  turn: number;
  step: string | null;
  hold: string | null;
  /** The customer is under protection (支援措置): no one calls, and no address is searched for. Absent: not. */
  protected?: true;
  /** `ok`, `no_contact`, `protected`, or `contact_bad:<reason>`; a channel that is not named has no contact. */
  contact: Partial<Record<Channel, string>>;
  consent: Partial<Record<Channel, Partial<Record<Purpose, ConsentValue>>>>;
  contractHashes: string[];
  contracts: ContractFact[];
  sent: SentFact[];
  /** Only where the plan has segments. */
  traits?: Traits;
  /** Overrides of a refusal confirmed for this customer alone; absent: none. */
  overrides?: { channel: Channel; reason: string }[];
  /** Forms that came back with a defect; only where the plan has a handler for them. */
  defects?: number;
  /** Which of them, from 0, lacked what no call can mend; only where the plan calls about defects. */
  heavyDefects?: number[];
  /** Pauses by scope that concern this customer, over or in force; absent: none. */
  pauses?: PauseFact[];
  /** Texts (`<notice>@<version>`) the customer was sent; only where a segment asks for them. */
  holds?: string[];
  /** The wave it begins with; only where the campaign has waves. */
  wave?: string;
  /** The trial that its wave waits for; only while nothing has been sent. */
  trial?: TrialFact;
  /** When the customer's own address on a channel changed; only where the plan asks for it. */
  changes?: { channel: Channel; at: number }[];
  /** A representative in force may decide for a minor whose own answer waits; absent: none. */
  represented?: true;
  /** A representative in force may not decide for the customer: who may answer is open. Absent: there is none. */
  noScope?: true;
  /** A form waits on the desk and keeps contacts back until this instant; absent: none. */
  formUntil?: number;
  /** Only once the last date has passed; absent: nothing. */
  heard?: Heard;
  /** A hold keeps letters back, and nothing else: one could not be printed; absent: none. */
  unprintable?: true;
  /** A person was asked in this run because no way to the customer was left; absent: not yet. */
  searched?: true;
  /** A person has stopped this one customer's journey. */
  stopped?: true;
  /** Steps that do not come again, and waits of those that left the plan; only where a journey has changed versions. */
  planProgress?: { steps: string[]; waits: Record<string, Wait> };
}

/**
 * The first trial wave before the customer's own that no one has let go beyond, or else the one let go last. `go`: when a
 * person let the waves after it go, epoch ms; null: not yet.
 */
export interface TrialFact {
  wave: string;
  go: number | null;
}

/**
 * What a customer did besides a valid answer. `defect`: the last form had a defect that was not mended. `refused`: a letter
 * was not accepted by the addressee. `intent`: the customer announced a choice on the phone. `late`: an answer came after the
 * last date.
 */
export type Heard = Partial<Record<'defect' | 'refused' | 'intent' | 'late', true>>;

/**
 * A pause that concerns a customer, over or still in force. `until` null: until a person ends it. In force at `now`
 * when `until` is null or later.
 */
export interface PauseFact {
  id: number;
  from: number;
  until: number | null;
  /** Absent: all channels. */
  channel?: Channel;
  /** Key of a notice; absent: all of them. */
  notice?: string;
  /** Waits that were running go on for the length of the pause. */
  extend?: true;
  /** A step may use its next channel meanwhile. */
  fallThrough?: true;
}

/** Coarse traits of a customer, kept outside the vault. */
export interface Traits {
  kind: 'person' | 'company';
  ageFrom: number | null;
  prefecture: number | null;
  products: string[];
}
