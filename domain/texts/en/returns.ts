import { type defectsJa, type undeliverableJa, type returnNotesJa, type returnEventsJa } from '../ja/returns';

export const defectsEn: Record<keyof typeof defectsJa, string> = {
  no_signature: 'no signature',
  other_person: 'filled in by another person',
  illegible: 'illegible',
  both_ticked: 'both boxes are ticked',
  none_ticked: 'no box is ticked',
  no_date: 'no date',
};

export const undeliverableEn: Record<keyof typeof undeliverableJa, string> = {
  unknown: 'addressee unknown at this address',
  moved: 'moved, new address unknown',
  incomplete: 'incomplete address',
  refused: 'refused by the addressee',
  unclaimed: 'storage period expired',
  postage: 'postage due',
  other: 'returned for another reason',
};

export const returnNotesEn: Record<keyof typeof returnNotesJa, string> = {
  second_form: 'A form of this envelope has come before. Both are kept; the later will counts.',
  piece_withdrawn: 'This envelope had been withdrawn. What has come is taken as usual.',
  declared_elsewhere:
    'The customer has also answered in another way (web, phone, another form). The later will counts.',
  partly_counted: 'The clear choices were taken; only the rest is asked for.',
  in_favour: 'The postmark is illegible, so it is taken as posted in time.',
  in_grace: 'After apply-by; it counts in the grace period.',
  too_late: 'It came too late. It is recorded; the outcome does not change.',
  contract_excluded: 'A contract left the campaign after posting; its choice is not taken.',
  remark: 'There is handwriting beside the boxes. Check the image (death, move, complaint …).',
};

export const returnEventsEn: Record<keyof typeof returnEventsJa, string> = {
  return_received: 'A returned item came in',
  return_entered: 'A reading of the form was entered',
  return_accepted: 'The form was accepted',
  return_defect: 'The form has a defect',
};
