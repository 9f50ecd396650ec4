import { type CampaignDoc, DEFECT_STEP } from '../campaigns/campaign';
import { higherOf, mayShare, type Postal, postalOf } from './postal-class';

/** Why letters share an envelope, or why a customer's letters do not. */
export const ENVELOPE_NOTES = [
  'merged_same_customer',
  'split_class_differs',
  'split_sheet_limit',
  'split_on_request',
] as const;
export type EnvelopeNote = (typeof ENVELOPE_NOTES)[number];

/** A letter that is due, in the piece made for it. */
export interface DueLetter {
  messageId: number;
  customerId: number;
  pieceId: number;
  postal: Postal;
  /** Never shares an envelope: it goes to another person. */
  alone?: boolean;
  /** A person has asked for an envelope of its own. */
  apart?: boolean;
}

/** An envelope of a run: the piece that is kept, and the letters in it. */
export interface Envelope {
  pieceId: number;
  customerId: number;
  messageIds: number[];
  postal: Postal;
  notes: EnvelopeNote[];
}

/** Class and options of a step's letters under a version of the campaign; replies go as the campaign's letters do. */
export function postalOfStep(doc: CampaignDoc, step: string): Postal {
  const wish = step === DEFECT_STEP ? doc.plan.onDefect?.postal : doc.plan.steps.find(({ id }) => id === step)?.postal;
  return postalOf(wish, doc.post?.mailClass);
}

/**
 * Puts letters into envelopes: those of one customer (one person or company, 名寄せ) together, whatever contracts and
 * campaigns they are about; never those of two. Letters that may not travel together get an envelope each; one with
 * letters of several classes takes the higher; what a person wants apart stays apart. The first piece is kept, so the same letters
 * give the same envelopes.
 */
export function intoEnvelopes(letters: DueLetter[]): Envelope[] {
  const envelopes: (Envelope & { alone: boolean; apart: boolean })[] = [];
  for (const { messageId, customerId, pieceId, postal, apart = false, ...letter } of [...letters].sort(
    (a, b) => a.pieceId - b.pieceId,
  )) {
    const alone = apart || letter.alone === true;
    const together = (one: Envelope & { alone: boolean }) => !alone && !one.alone && mayShare(one.postal, postal);
    const fits = envelopes.find((one) => one.customerId === customerId && together(one));
    if (fits) {
      fits.messageIds.push(messageId);
      fits.postal = higherOf(fits.postal, postal);
    } else envelopes.push({ pieceId, customerId, messageIds: [messageId], postal, notes: [], alone, apart });
  }
  const count = new Map<number, number>();
  for (const { customerId, alone } of envelopes) if (!alone) count.set(customerId, (count.get(customerId) ?? 0) + 1);
  return envelopes.map(({ alone, apart, ...one }) => ({
    ...one,
    notes: [
      ...(one.messageIds.length > 1 ? (['merged_same_customer'] as const) : []),
      ...(apart ? (['split_on_request'] as const) : []),
      ...(!alone && count.get(one.customerId)! > 1 ? (['split_class_differs'] as const) : []),
    ],
  }));
}
