/** Words in both languages. */
type Words = Record<'ja' | 'en', string>;

/** A reason of inquiries, with its parts. */
export interface ReasonGroup {
  name: Words;
  /** By code: the second level. */
  parts: Record<string, Words>;
}

/**
 * An approved answer to a question that customers ask. Both texts may use the campaign's variables; `{{ link }}` of an
 * answer is the customer's page, said in words on the phone.
 */
export interface FaqEntry {
  id: string;
  /** What the question is about: a code of two levels, as `money.refund`. */
  reason: string;
  question: Words;
  answer: Words;
  /** The notice that brings the question about, and its Japanese sentence as it stands there. */
  explains?: { notice: string; sentence?: string };
}

/** How a campaign's inquiries are dealt with, as agreed with the client. Terms are business days after the day it began. */
export interface InquiryRules {
  /** Absent: the product's own list. */
  reasons?: Record<string, ReasonGroup>;
  /** Until an inquiry is answered. */
  answerWithin: number;
  /** Until the client answers what was handed over. */
  clientWithin: number;
  /** Until the client is notified of a complaint. */
  complaintWithin: number;
  /** Mails to the desk's address become inquiries, and replies to our mails go there. */
  mailbox: boolean;
  /** Customers can write on their page, behind the second factor. */
  web: boolean;
  /** A customer who wrote gets a mail with the inquiry's number. */
  confirm: boolean;
  /** Answers in free words: none, marked as such, or sent once a second person has agreed. */
  freeText: 'no' | 'marked' | 'second_person';
  /** Days in which a further contact about the same reason is the same matter. */
  sameMatter: number;
}

/** The rules of a campaign whose file names none. */
export const DEFAULT_RULES: InquiryRules = {
  answerWithin: 2,
  clientWithin: 2,
  complaintWithin: 1,
  mailbox: false,
  web: false,
  confirm: false,
  freeText: 'no',
  sameMatter: 7,
};
