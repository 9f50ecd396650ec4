/** What may lie in an envelope besides the form. */
export const ENCLOSURES = ['money', 'passbook', 'card', 'stamps', 'hanko', 'original', 'id_copy', 'other'] as const;
export type EnclosureKind = (typeof ENCLOSURES)[number];

/** What has to be made illegible on a copy of an identity document (告知要求制限, 番号法): found and masked, or not there. */
export const MASKED = ['insurance_number', 'my_number', 'both', 'none_found'] as const;
export type Masked = (typeof MASKED)[number];

/** How the sender of a copy was notified that numbers on it were made illegible. */
export const NOTIFIED_AS = ['phone', 'letter'] as const;
export type NotifiedAs = (typeof NOTIFIED_AS)[number];

/** How an enclosure leaves the mail room. `returned`: by registered post to the customer. */
export const ENDINGS = ['returned', 'kept', 'destroyed', 'to_client'] as const;
export type Ending = (typeof ENDINGS)[number];

/** Kinds that need two persons. */
export const VALUABLES: readonly EnclosureKind[] = ['money', 'passbook', 'card', 'stamps', 'hanko'];

/** Whether a second person must confirm that it was found, and that it left. */
export const isValuable = (what: EnclosureKind): boolean => VALUABLES.includes(what);

export const mayHaveAmount = (what: EnclosureKind): boolean => what === 'money' || what === 'stamps';

/** What an enclosure waits for; `closed`: it has its end. */
export type EnclosureStep = 'witness' | 'mask' | 'notify' | 'end' | 'end_witness' | 'delivery' | 'closed';

/** What has been recorded of an enclosure so far. */
export interface EnclosureState {
  what: EnclosureKind;
  witnessed: boolean;
  masked: Masked | null;
  notified: boolean;
  ending: Ending | null;
  endWitnessed: boolean;
  delivered: boolean;
}

/**
 * What must happen next with an enclosure. None is closed without its end: a valuable needs its second person twice, a
 * copy of an identity document is masked first and its sender notified of it, and what went back by post is closed when it was delivered.
 */
export function nextStep({
  what,
  witnessed,
  masked,
  notified,
  ending,
  endWitnessed,
  delivered,
}: EnclosureState): EnclosureStep {
  if (isValuable(what) && !witnessed) return 'witness';
  if (what === 'id_copy' && masked === null) return 'mask';
  if (masked !== null && masked !== 'none_found' && !notified) return 'notify';
  if (ending === null) return 'end';
  if (isValuable(what) && !endWitnessed) return 'end_witness';
  return ending === 'returned' && !delivered ? 'delivery' : 'closed';
}

/** Whether something of this kind may end so: money is never destroyed, nor kept. */
export const mayEnd = (what: EnclosureKind, ending: Ending): boolean =>
  !isValuable(what) || ending === 'returned' || ending === 'to_client';

/** Days after which an enclosure without an end raises an alert, and valuables without their second person. A practice, agreed per contract. */
export const ENCLOSURE_DAYS = { open: 14, witness: 1 };
