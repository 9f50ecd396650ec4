import { type defectQuestionsJa, type defectSentencesJa, type returnNotesJa, type returnEventsJa } from '../ja/returns';

export const defectSentencesEn: Record<keyof typeof defectSentencesJa, string> = {
  original: 'We return your original form with this letter. Please fill in the new form and send it to us.',
  about: 'Contracts concerned: {contracts}',
  contract: 'contract {no} ({what})',
  ending: 'number ending in {number}',
  no_signature:
    'The return form was not signed. Please sign it yourself as the contract holder; for a company, with its name and yours.',
  other_person:
    'The return form was signed by another person. Please sign it yourself as the contract holder. If another person acts for you, please call us.',
  illegible:
    'Something on the return form could not be read. Please fill in the new return form clearly with a black pen.',
  no_hanko: 'The box for the registered hanko was empty. Please stamp the hanko that is registered with us.',
  hanko_differs:
    'The hanko on the form is not the one registered with us, or is not clear. Please stamp the registered hanko clearly inside the box.',
  no_account: 'The bank account was missing, incomplete or not legible in a part. Please fill in every field.',
  other_holder:
    'The bank account is not in the name of the contract holder. Please give an account of your own, with its holder in kana as in the passbook.',
  both_ticked: 'For {contract} both boxes were ticked. Please tick only the box of your choice.',
  none_ticked: 'For {contract} no box was ticked. Please tick the box of your choice.',
  remark: 'We have a question about what you wrote on the return form. Please call us.',
  no_date: 'The return form had no date. Please write the day on which you fill it in.',
};

export const defectQuestionsEn: Record<keyof typeof defectQuestionsJa, string> = {
  about: 'About the return form: {contracts}',
  no_signature: 'It was not signed. No call can mend that: ask for a new form with the signature.',
  other_person:
    'It was signed by another person. No call can mend that: explain how the holder signs, or a representative acts.',
  illegible: 'Something could not be read. No call can mend that: ask for a new form.',
  no_hanko: 'There was no hanko. No call can mend that: ask for a new form with the registered hanko.',
  hanko_differs:
    'The hanko is not the registered one, or not clear. No call can mend that: ask for a new form with the registered hanko.',
  no_account: 'The account lacks a part. Never take its number on the phone: ask for a new form.',
  other_holder: 'The account is of another holder. Never take its number on the phone: ask for a new form.',
  both_ticked: 'For {contract} both boxes were ticked. “Would you like to move, or to cancel?”',
  none_ticked: 'For {contract} no box was ticked. “Would you like to move, or to cancel?”',
  remark: 'Something was written beside the boxes. “May I ask what you meant by it?”',
  no_date: 'There was no date. “When did you fill it in?”',
};

export const returnNotesEn: Record<keyof typeof returnNotesJa, string> = {
  second_form: 'A form of this envelope has come before. Both are kept; the later will counts.',
  piece_withdrawn: 'This envelope had been withdrawn. What has come is taken as usual.',
  declared_elsewhere:
    'The customer has also answered in another way (web, phone, another form). The later will counts.',
  partly_counted: 'The clear choices were taken; only the rest is asked for.',
  in_favour: 'The postmark is illegible, so it is taken as posted in time.',
  in_grace: 'After apply-by; it counts in the grace period.',
  too_late:
    'It arrived after the time limit. The customer is notified of it, and of what happens now. The outcome does not change.',
  contract_excluded: 'A contract left the campaign after posting; its choice is not taken.',
  remark: 'There is handwriting beside the boxes. Check the image (death, move, complaint …).',
  withdrawn: 'This booking was withdrawn. The item is taken as not having come.',
  withdrawn_followed:
    'Before it was withdrawn, another contact had already left in its place. It cannot be called back: see the journey.',
  corrected_by_phone: 'The customer has mended it on the phone. The readings stay as the form came.',
  holder_unproven:
    'The client gave no kana of the name, so the holder of the account is not proven. The client checks it before it pays.',
  remark_unread: 'On hold until a person has read the handwriting and decided: nothing is accepted or confirmed.',
};

export const returnEventsEn: Record<keyof typeof returnEventsJa, string> = {
  return_received: 'A returned item came in',
  return_image_added: 'The image of a returned form was added',
  return_pages_added: 'Pages of a scanned stack were added to a returned item',
  return_intake_named: 'The intake with which a returned item came was named',
  return_entered: 'A reading of the form was entered',
  return_remark_decided: 'Handwriting on a returned form decided',
  return_accepted: 'The form was accepted',
  return_late: 'The form arrived after the time limit and was not accepted',
  return_withdrawn: 'The booking of a returned item was withdrawn',
  return_defect: 'The form has a defect',
  form_corrected: 'A defect of a form was mended on the phone',
  address_proposed: 'A new address that the customer gave was proposed to the client',
  address_researched: 'The address of a letter that came back was researched',
  original_put: 'The original of a form was put into the letter about its defect',
  original_witnessed: 'A second person saw the original in its envelope',
  original_kept: 'The original of a form was kept and not sent back',
  enclosure_noted: 'An enclosure was noted',
  enclosure_witnessed: 'A second person confirmed a valuable',
  enclosure_masked: 'Numbers on a copy of an identity document were made illegible',
  enclosure_notified: 'The sender was notified that numbers were masked',
  enclosure_ended: 'The return, keeping, destruction or handing over of an enclosure was recorded',
  enclosure_delivered: 'An enclosure sent back has reached the customer',
};
