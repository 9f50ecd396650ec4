/** Text in both languages; Japanese is the source. */
export interface Text {
  ja: string;
  en: string;
}
export type Language = 'ja' | 'en';
export type Channel = 'mail' | 'sms' | 'post' | 'phone';
export type Purpose = 'service_notice' | 'offer';
export type ConsentValue = 'yes' | 'no' | 'unknown';
/** What the table says for (purpose, channel, consent). `override` contacts against a no, with a recorded reason. */
export type PolicyRule = 'contact' | 'dont' | 'override';

/** How long to wait after hand-over. Days are calendar days, minutes are for trials. */
export type Wait = { days: number } | { businessDays: number } | { minutes: number };

/** A part of the day for calls; `sat` is all of Saturday. */
export type Band = 'am' | 'pm' | 'evening' | 'sat';

/** Attempts of a call and the shortest wait between two of them; the next one falls into another part of the day. */
export interface CallRule {
  attempts: number;
  spacing: Wait;
  /** The parts that further attempts go round; absent: am, pm, evening, on whatever day. */
  bands?: Band[];
}

/**
 * One step of the plan. `first` lists channels in order: the first usable one is taken, and a failure falls through to
 * the next. `all` goes out on every usable one. Ids are stable over versions.
 */
export interface Step {
  id: string;
  kind: 'notice' | 'reminder' | 'call';
  purpose: Purpose;
  first?: Channel[];
  all?: Channel[];
  /** A key of `notices`, or one for each channel. */
  notice: string | Partial<Record<Channel, string>>;
  /** Segments the step is for; absent: everybody. */
  only?: string[];
  /** Segments the step is not for. */
  except?: string[];
  /** For the phone channel; default three attempts, a business day apart. */
  call?: CallRule;
  /** Does not wait after the step before; goes out as soon as it may. */
  atOnce?: true;
  /** Until the next step. After the last one the journey waits for the end of apply-by and grace instead. */
  wait: Wait;
}

/** What goes out when a returned form has a defect: a letter (or mail) of its own, so often at most. */
export interface DefectHandler {
  purpose: Purpose;
  first: Channel[];
  notice: string | Partial<Record<Channel, string>>;
  rounds: number;
  wait: Wait;
}

/**
 * What follows a contact that did not arrive: `next` the step's next channel, `call` a call before any of them, `again`
 * the same contact once more, `hold` nothing at all until somebody has looked for the address, `later` the next step.
 */
export type LossAction = 'next' | 'call' | 'again' | 'hold' | 'later';

/** Why a letter came back without having been received; a refused one was. */
export type ReturnReason = 'unknown' | 'moved' | 'incomplete' | 'unclaimed' | 'postage' | 'other';

/** What a letter that came back brings about, by the reason on it; absent: `next`. */
export interface UndeliverableHandler {
  reasons: Partial<Record<ReturnReason, LossAction>>;
  /** The script of a call. */
  notice?: string;
  /** After so many days somebody looks at a hold again. */
  reviewAfter: number;
}

/** What a mail or SMS that did not arrive brings about; absent: `next`. */
export interface BounceHandler {
  channels: Partial<Record<'mail' | 'sms', Exclude<LossAction, 'again'>>>;
  notice?: string;
  reviewAfter: number;
}

/** Whether the present step goes out again when an address has changed since, so often at most. */
export interface AddressChangeHandler {
  send: 'again' | 'later';
  rounds: number;
}

/** The steps, and what happens beside them; without a handler the plan goes by what is said of each. */
export interface Plan {
  steps: Step[];
  onDefect?: DefectHandler;
  onUndeliverable?: UndeliverableHandler;
  onBounce?: BounceHandler;
  /** Absent: `later`, only further steps go to the new address. */
  onAddressChange?: AddressChangeHandler;
}

/** A group of customers; every condition given must hold. Ages count on the day of the import. */
export interface Segment {
  kind?: 'person' | 'company';
  /** 0, 18, 20, 25, 30 … 100: at least that old, or younger than `ageBelow`; unknown age is in neither. */
  ageFrom?: number;
  ageBelow?: number;
  /** Channels without a usable address. */
  missing?: Channel[];
  products?: string[];
  /** JIS X 0401, 1 to 47. */
  prefectures?: number[];
  /** Whoever was sent a notice in that version of the campaign and did not have it come back. */
  holds?: { notice: string; version: number };
}

/**
 * Customers who begin on a day of their own. `only`: everybody in one of these segments; `size`: so many of the others;
 * `share`: so many in a hundred of whom those two leave; none of the three: everybody who is left.
 */
export interface Wave {
  id: string;
  name: Text;
  /** Epoch ms; a day is its first millisecond. */
  begins: number;
  only?: string[];
  size?: number;
  share?: number;
}

/** How letters go out. */
export interface PostRules {
  /** Local time of the daily print run, business days only. */
  runAt: string;
  /** Business days from posting to expected arrival. */
  arrivesAfter: number;
  mailClass: 'ordinary' | 'recorded';
  /** Where forms come back to, as printed on the form. */
  returnTo: Text;
}

/** Local times of day `HH:MM` between which nothing is sent; may span midnight. */
export interface Hours {
  from: string;
  until: string;
}

export type Weekday = 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat';

/** Quiet hours, and weekdays that have others or on which nothing is sent at all. */
export interface QuietHours extends Hours {
  days?: Partial<Record<Weekday, Hours | 'closed'>>;
}

/**
 * The five dates, as instants (epoch ms): a day given as a date counts to its last millisecond.
 * Late is not lost: an answer up to `graceUntil` counts with the reason "grace".
 */
export interface CampaignDates {
  firstDispatch: number;
  applyBy: number;
  applyByRule: 'arrival' | 'postmark';
  lastDispatch: number;
  endOfService: number;
  graceUntil: number | null;
  claimsUntil: number | null;
}

/** A contract whose refusal is overridden; kept as the keyed hash (hex) of its number. */
export interface Override {
  channel: Channel;
  contractHashes: string[];
  reason: string;
}

export interface ContactPolicy {
  /** A channel that is not in the table is not used. */
  table: Record<Purpose, Partial<Record<Channel, Record<ConsentValue, PolicyRule>>>>;
  overrides: Override[];
}

export interface Choice {
  id: 'migrate' | 'cancel';
  label: Text;
  detail: Text;
}

/** The text of one contact on one channel: a mail, an SMS, a letter, or the script of a call. */
export interface Notice {
  channel: Channel;
  /** Subject of a mail, heading of a letter, title of a script; an SMS has none. */
  subject?: Text;
  /** Liquid template of the plain text; facts, sender, dates and links are its only variables. */
  body: Text;
}

/** Whole months after a campaign's end; a kind that is absent is kept until a person decides. */
export interface Retention {
  /** Everything that identifies a customer. */
  personal?: number;
  /** Images of returned paper. */
  images?: number;
  /** Letters as files in the folder shared with the print shop. */
  print?: number;
}

/** A campaign as stored: checked at the edge (api/campaign-file/), plain data from there on. */
export interface CampaignDoc {
  name: string;
  /** What closes, as customers know it; campaign files always give it. `name` stands in where it is absent. */
  service?: Text;
  zone: string;
  sender: { name: Text; address: string; phone: string; hours: Text; mailFrom: string; site: string };
  /** The approved statements; notices and pages use these and nothing else. Known keys: ending, keeps, todo, refund. */
  facts: Record<string, Text>;
  choices: Choice[];
  dates: CampaignDates;
  /** `weekend` true: Saturday and Sunday are no business days. */
  calendar: { weekend: boolean; holidays: 'japan' | 'none'; closedDays: string[] };
  quietHours: Partial<Record<Channel, QuietHours | null>>;
  policy: ContactPolicy;
  notices: Record<string, Notice>;
  segments?: Record<string, Segment>;
  /** Absent: everybody begins with the first dispatch. */
  waves?: Wave[];
  post?: PostRules;
  plan: Plan;
  /** Absent: everything is kept until somebody decides. */
  retention?: Retention;
  /** CSV header of the client's file, by our field. */
  columns: Record<string, string>;
}

/** The channels of a step or handler, in order. */
export const channelsOf = (step: { first?: Channel[]; all?: Channel[] }): Channel[] => step.first ?? step.all ?? [];

/** Which notice a step sends on a channel; undefined when the step has none for it. */
export const noticeFor = (step: { notice: Step['notice'] }, channel: Channel): string | undefined =>
  typeof step.notice === 'string' ? step.notice : step.notice[channel];

/** The step id of defect letters; no step of a plan may bear it. */
export const DEFECT_STEP = 'defect';
