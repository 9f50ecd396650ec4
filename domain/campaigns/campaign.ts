import { type Brand } from '../brand/brand';
import { type Objection } from '../calls/objection';
import { type PostalClass, type PostalWish } from '../print/postal-class';
import { type AuthorityRules } from '../customers/authority-cases/rules';
import { type FaqEntry, type InquiryRules } from '../customers/inquiries/rules';
import { type PrepaidReply } from '../print/reply';
import { type FormRules } from '../returns/form-rules';

/** Text in both languages; Japanese is the source. */
export interface Text {
  ja: string;
  en: string;
}
export type Language = 'ja' | 'en';
export type Channel = 'mail' | 'sms' | 'post' | 'phone';
export type Purpose = 'service_notice' | 'offer';
export type ConsentValue = 'yes' | 'no' | 'unknown';
/** For (purpose, channel, consent). `override` contacts against a refusal, with a recorded reason. */
export type PolicyRule = 'contact' | 'dont' | 'override';

/** How long to wait after hand-over. Days are calendar days; minutes are for trials. */
export type Wait = { days: number } | { businessDays: number } | { minutes: number };

/** A part of the day for calls. `sat` is the whole Saturday. */
export type Band = 'am' | 'pm' | 'evening' | 'sat';

/** Attempts of a call and the shortest wait between them. The next attempt falls into another part of the day. */
export interface CallRule {
  attempts: number;
  spacing: Wait;
  /** Parts of the day for further attempts. Default: am, pm, evening, on any day. */
  bands?: Band[];
}

/** The dates of a campaign that steps can be tied to. */
export type TieDate = 'applyBy' | 'lastDispatch' | 'endOfService' | 'graceUntil' | 'claimsUntil';

/** So many calendar days before one of the campaign's dates. */
export interface DateTie {
  daysBefore: number;
  date: TieDate;
}

/**
 * One step of the plan. `first`: channels in order of preference; the first usable one is used, a failure falls back to
 * the next. `all`: sends on every usable channel. Step ids are stable across versions.
 */
export interface Step {
  id: string;
  /**
   * What it is to the customer. The first contact is a notice: while none has gone out, a reminder or final notice is
   * sent in the text of the notice step before it.
   */
  kind: 'notice' | 'reminder' | 'call' | 'final';
  purpose: Purpose;
  first?: Channel[];
  all?: Channel[];
  /** A key of `notices`, or one per channel. */
  notice: string | Partial<Record<Channel, string>>;
  /** Segments the step is for. Default: all customers. */
  only?: string[];
  /** Segments the step is not for. */
  except?: string[];
  /** For the phone channel. Default: three attempts, one business day apart. */
  call?: CallRule;
  /** For the post channel. Default: the class of the campaign's `post`, without options. */
  postal?: PostalWish;
  /** Does not wait for the previous step; goes out as soon as it may. */
  atOnce?: true;
  /** Not before this day, however early the previous step's wait is over. */
  at?: DateTie;
  /** Wait until the next step. After the last step the journey waits for the end of apply-by and grace. */
  wait: Wait;
}

/**
 * Reply to a returned form with a defect: a call, letter or mail of its own, with a maximum number. A first form that lacks
 * what only the customer's hand can add is not called about.
 */
export interface DefectHandler {
  purpose: Purpose;
  first: Channel[];
  /** For the phone channel. Default: three attempts, one business day apart. */
  call?: CallRule;
  notice: string | Partial<Record<Channel, string>>;
  rounds: number;
  wait: Wait;
  /** Class of the letter, as for a step. */
  postal?: PostalWish;
}

/**
 * What to do after a failed contact. `next`: the step's next channel. `call`: a call, before any other channel.
 * `again`: the same contact once more. `hold`: nothing until a person has researched the address. `later`: continue
 * with the next step.
 */
export type LossAction = 'next' | 'call' | 'again' | 'hold' | 'later';

/** Why a letter came back. Those refused by the addressee count as received. */
export type ReturnReason = 'unknown' | 'moved' | 'incomplete' | 'unclaimed' | 'postage' | 'other';

/** Reaction to a returned letter by its reason. Default: `next`. */
export interface UndeliverableHandler {
  reasons: Partial<Record<ReturnReason, LossAction>>;
  /** The script of a call. */
  notice?: string;
  /** Days until a person reviews a hold. */
  reviewAfter: number;
}

/** Reaction to a mail or SMS that was not delivered. Default: `next`. */
export interface BounceHandler {
  channels: Partial<Record<'mail' | 'sms', Exclude<LossAction, 'again'>>>;
  notice?: string;
  reviewAfter: number;
}

/** Whether the current step is sent again after a change of address, with a maximum number. */
export interface AddressChangeHandler {
  send: 'again' | 'later';
  rounds: number;
}

/** The steps, and the reactions to events. Each handler's comment gives its default. */
export interface Plan {
  steps: Step[];
  onDefect?: DefectHandler;
  onUndeliverable?: UndeliverableHandler;
  onBounce?: BounceHandler;
  /** Default: `later`, only further steps use the new address. */
  onAddressChange?: AddressChangeHandler;
}

/** A group of customers; all given conditions must hold. Ages are those on the day of the import. */
export interface Segment {
  kind?: 'person' | 'company';
  /** 0, 18, 20, 25, 30 … 100: at least this age, or younger than `ageBelow`. Unknown ages match neither. */
  ageFrom?: number;
  ageBelow?: number;
  /** Channels without a usable address. */
  missing?: Channel[];
  products?: string[];
  /** JIS X 0401, 1 to 47. */
  prefectures?: number[];
  /** Customers to whom a notice was sent in that version of the campaign and did not come back. */
  holds?: { notice: string; version: number };
}

/**
 * Customers who begin on a later day. `only`: all customers in one of these segments, with `size` so many of them. `size`: a number of the remaining
 * ones. `share`: a percentage of those remaining after `only` and `size`. None of them: all remaining customers.
 * `trial`: the waves after it in the file wait until a person lets them go.
 */
export interface Wave {
  id: string;
  name: Text;
  /** Epoch ms; the first millisecond of a day. */
  begins: number;
  only?: string[];
  size?: number;
  share?: number;
  trial?: true;
}

/** How letters go out. */
export interface PostRules {
  /** Local time of the daily print run; business days only. */
  runAt: string;
  /** Business days from posting to expected arrival. */
  arrivesAfter: number;
  /** Days from posting to expected arrival abroad; default 14. */
  arrivesAfterOverseas?: number;
  /** Class of letters whose step names none. */
  mailClass: PostalClass;
  /** Letters that would make an envelope thicker than this many sheets go apart. Absent: no limit. */
  sheetsPerEnvelope?: number;
  /** Return address for forms, as printed on the form. */
  returnTo: Text;
  reply?: PrepaidReply;
}

/** Local times of day `HH:MM` between which nothing is sent; may span midnight. */
export interface Hours {
  from: string;
  until: string;
}

export type Weekday = 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat';

/** Quiet hours, and weekdays with other hours or without any sending. */
export interface QuietHours extends Hours {
  days?: Partial<Record<Weekday, Hours | 'closed'>>;
}

/** Dates as instants (epoch ms); a day ends with its last millisecond. Up to `graceUntil` answers count as "grace". */
export interface CampaignDates {
  firstDispatch: number;
  applyBy: number;
  applyByRule: 'arrival' | 'postmark';
  lastDispatch: number;
  endOfService: number;
  graceUntil: number | null;
  claimsUntil: number | null;
}

/** A contract whose refusal is overridden, as the keyed hash (hex) of its number. */
export interface Override {
  channel: Channel;
  contractHashes: string[];
  reason: string;
}

export interface ContactPolicy {
  /** Channels that are not listed are not used. */
  table: Record<Purpose, Partial<Record<Channel, Record<ConsentValue, PolicyRule>>>>;
  overrides: Override[];
  /**
   * SMS carry no link at all, only the number to call and the official site's name to search for: links in SMS are how
   * customers are defrauded. Absent: they carry the links of their notices.
   */
  smsWithoutLinks?: { site: Text };
}

export interface Choice {
  id: 'migrate' | 'cancel';
  label: Text;
  detail: Text;
}

/** The text of a contact on one channel: a mail, an SMS, a letter, or the script of a call. */
export interface Notice {
  channel: Channel;
  /** Subject of a mail, heading of a letter, title of a script. An SMS has none. */
  subject?: Text;
  /** Liquid template of the plain text. Variables: facts, sender, dates and links only. */
  body: Text;
  /** Of a call's script only. */
  objections?: Objection[];
  /** Of a call's script only: what is left on a voicemail. Default: who called, and the number to call. */
  voicemail?: Text;
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
  /** What closes, as customers know it. Optional in stored campaigns; defaults to `name`. */
  service?: Text;
  zone: string;
  sender: { name: Text; address: string; phone: string; hours: Text; mailFrom: string; site: string };
  /** The approved statements; the only ones used by notices and pages. Known keys: ending, keeps, todo, refund. */
  facts: Record<string, Text>;
  choices: Choice[];
  /** Absent: no question has an approved answer. */
  faq?: FaqEntry[];
  /** Inquiries, and proof of who may act for a customer. Absent: the product's own rules. */
  inquiries?: InquiryRules;
  authority?: AuthorityRules;
  dates: CampaignDates;
  /** `weekend` true: Saturday and Sunday are not business days. */
  calendar: { weekend: boolean; holidays: 'japan' | 'none'; closedDays: string[] };
  quietHours: Partial<Record<Channel, QuietHours | null>>;
  policy: ContactPolicy;
  notices: Record<string, Notice>;
  segments?: Record<string, Segment>;
  /** Absent: all customers begin with the first dispatch. */
  waves?: Wave[];
  post?: PostRules;
  /** Absent: the form asks for nothing besides the choice. */
  form?: FormRules;
  plan: Plan;
  /** The client's brand when the contents were stored; absent: the client had set none. */
  brand?: Brand;
  /** Absent: everything is kept until a person decides. */
  retention?: Retention;
  /** Header of the client's CSV, by field. */
  columns: Record<string, string>;
}

/** The channels of a step or handler, in order. */
export const channelsOf = (step: { first?: Channel[]; all?: Channel[] }): Channel[] => step.first ?? step.all ?? [];

/** The notice that a step sends on a channel; undefined when there is none. */
export const noticeFor = (step: { notice: Step['notice'] }, channel: Channel): string | undefined =>
  typeof step.notice === 'string' ? step.notice : step.notice[channel];

/** Step id of defect letters; reserved, no step of a plan may use it. */
export const DEFECT_STEP = 'defect';

/** Step id of the call that asks which of two answers holds; reserved likewise. */
export const ASK_STEP = 'ask-which-answer';
