import { type Envelope } from './envelope-profile';
import { type PostalClass, type Postal } from './postal-class';

/** By weight: the last gram of each step and the price up to it, in yen. */
export type WeightSteps = { upTo: number; yen: number }[];

/** What contacts cost from one day to another. Yen, tax included as the carrier states it; null: no price is agreed. */
export interface PriceList {
  /** Where the prices are from. */
  source: string;
  /** ISO days, local; `validUntil` null: until further notice. */
  validFrom: string;
  validUntil: string | null;
  /** A client with prices of its own; null: all others. */
  clientId: number | null;
  /** Grams of a sheet of A4, of the envelope, of the reply envelope. */
  grams: { sheet: number; envelope: number; replyEnvelope: number };
  /** 定形 within 23.5 × 12 cm, then 定形外 (規格内). */
  standard: WeightSteps;
  large: WeightSteps;
  /** Added for the class, and for express by weight. 転送不要 costs nothing. */
  classes: Record<Exclude<PostalClass, 'ordinary'>, number>;
  express: WeightSteps;
  /** A mail, a part of an SMS, a minute of a call. */
  mail: number | null;
  smsPart: number | null;
  callMinute: number | null;
}

/** Envelopes by the post's own measures: 長形3号 is standard, 角形2号 large. */
export type EnvelopeSize = 'standard' | 'large';

/** The size that a print shop's envelopes are of. */
export const sizeOf = ({ envelope }: { envelope: Envelope }): EnvelopeSize =>
  envelope === 'kaku2' ? 'large' : 'standard';

/** What is in an envelope, for its weight. */
export interface Contents {
  sheets: number;
  /** With a form, and so with a reply envelope. */
  form: boolean;
}

/** The price list of a client on a day: its own before the common one. Undefined: none is valid. */
export const priceListOn = (lists: PriceList[], clientId: number, day: string): PriceList | undefined => {
  const valid = lists.filter(
    ({ validFrom, validUntil }) => validFrom <= day && (validUntil === null || day <= validUntil),
  );
  const newest = (own: number | null) =>
    valid.filter((list) => list.clientId === own).sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0];
  return newest(clientId) ?? newest(null);
};

/** What an envelope weighs, in grams. */
export const weightOf = ({ sheets, form }: Contents, { grams }: PriceList): number =>
  grams.envelope + sheets * grams.sheet + (form ? grams.replyEnvelope : 0);

const stepOf = (steps: WeightSteps, grams: number) => steps.find(({ upTo }) => grams <= upTo);

/** The weight step of an envelope: its last gram. What is too heavy for the standard sizes goes as a large one. */
export function weightStep(grams: number, list: PriceList, size: EnvelopeSize = 'standard'): number | null {
  const steps =
    size === 'standard' ? [stepOf(list.standard, grams), stepOf(list.large, grams)] : [stepOf(list.large, grams)];
  return steps.find((step) => step !== undefined)?.upTo ?? null;
}

/** Postage of an envelope within Japan, in yen; null: heavier than any step. */
export function postage(
  postal: Postal,
  grams: number,
  list: PriceList,
  size: EnvelopeSize = 'standard',
): number | null {
  const letter = (size === 'standard' ? stepOf(list.standard, grams) : undefined) ?? stepOf(list.large, grams);
  const express = postal.express ? stepOf(list.express, grams) : { yen: 0 };
  if (!letter || !express) return null;
  return letter.yen + (postal.class === 'ordinary' ? 0 : list.classes[postal.class]) + express.yen;
}
