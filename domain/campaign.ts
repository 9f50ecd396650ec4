/** Text in both languages; Japanese is the source. */
export interface Text {
  ja: string;
  en: string;
}
export type Language = 'ja' | 'en';
export type Channel = 'mail';
export type Purpose = 'service_notice' | 'offer';
export type ConsentValue = 'yes' | 'no' | 'unknown';
/** What the table says for (purpose, channel, consent). `override` contacts against a no, with a recorded reason. */
export type PolicyRule = 'contact' | 'dont' | 'override';

/** How long to wait after hand-over. Days are calendar days, minutes are for trials. */
export type Wait = { days: number } | { businessDays: number } | { minutes: number };

/** One step of the plan. `first` lists channels in order; the first usable one is taken. Ids are stable over versions. */
export interface Step {
  id: string;
  kind: 'notice' | 'reminder';
  purpose: Purpose;
  first: Channel[];
  notice: string;
  /** Until the next step. After the last one the journey waits for the end of apply-by and grace instead. */
  wait: Wait;
}

/** Local times of day `HH:MM` between which nothing is sent; may span midnight. */
export interface QuietHours {
  from: string;
  until: string;
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
  table: Record<Purpose, Record<Channel, Record<ConsentValue, PolicyRule>>>;
  overrides: Override[];
}

export interface Choice {
  id: 'migrate' | 'cancel';
  label: Text;
  detail: Text;
}

export interface Notice {
  channel: Channel;
  subject: Text;
  /** Liquid template of the plain text; facts, sender, dates and links are its only variables. */
  body: Text;
}

/** A campaign as stored: checked at the edge (api/campaign-file.ts), plain data from there on. */
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
  quietHours: Record<Channel, QuietHours | null>;
  policy: ContactPolicy;
  notices: Record<string, Notice>;
  plan: { steps: Step[] };
  /** CSV header of the client's file, by our field. */
  columns: Record<string, string>;
}
