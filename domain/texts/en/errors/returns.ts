import { type returnErrorsJa } from '../../ja/errors/returns';
import { type ErrorText } from '../../catalogue';

export const returnErrorsEn: Record<keyof typeof returnErrorsJa, ErrorText> = {
  code_unreadable: {
    title: 'No envelope code can be read from the image',
    advice: 'Type the 12 characters printed on the form.',
    hint: 'Send them as code; the image can go with it (?code=…)',
  },
  code_wrong: {
    title: 'The envelope code is wrong',
    advice: 'It has 12 letters and digits, and the last one does not fit. Check the form again.',
  },
  codes_differ: {
    title: 'There is more than one envelope code',
    advice: 'Send one envelope at a time. If the typed code is not that of the image, check which one is right.',
  },
  scan_unreadable: {
    title: 'The image cannot be opened',
    advice: 'Scan again as PNG, JPEG, TIFF or PDF (no password, at most 20 pages).',
  },
  scan_batch_full: {
    title: 'All files of this stack are here',
    advice: '{files} files were received. Book the file as a new stack.',
  },
  scan_page_decided: {
    title: 'This page has been dealt with',
    advice: 'Another person has booked it or put it aside. See the list.',
  },
  return_image_full: {
    title: 'The image of this item would have too many pages',
    advice: 'At most {most} pages are kept with an item. Book the rest as an item of its own.',
  },
  scan_batch_has_intake: {
    title: 'Another intake is named for this stack',
    advice: 'It came with intake {intake}. What did not come with it must be withdrawn and booked again.',
  },
  four_eyes: {
    title: 'The same person cannot enter it again',
    advice: 'A person who has not entered this form yet must do it.',
  },
  bounce_decided: {
    title: 'This bounce has been decided',
    advice: 'It was decided otherwise. Check the list of bounces.',
    hint: 'GET /api/bounces',
  },
  return_awaits_remark: {
    title: 'This form has been entered',
    advice: 'Its handwriting awaits a decision.',
    hint: 'POST /api/returns/…/remark',
  },
  return_without_remark: {
    title: 'This item has no handwriting that awaits a decision',
    advice: 'Check where it stands.',
    hint: 'GET /api/returns/…',
  },
  enclosure_wrong_state: {
    title: 'That cannot be recorded of this enclosure now',
    advice: 'Check in the list of enclosures what comes next.',
    hint: 'GET /api/enclosures',
  },
  enclosure_end_unfit: {
    title: 'Valuables cannot end so',
    advice: 'Money, passbooks, cards, stamps and hanko go back to the customer by registered post, or to the client.',
  },
  original_wrong_state: {
    title: 'That cannot be recorded of this original now',
    advice: 'Check on the print run, under originals, where it is.',
    hint: 'GET /api/print-runs/…/originals',
  },
  original_wrong_envelope: {
    title: 'This original does not go into this envelope',
    advice: 'Do not put it in. Compare the code and the receipt number with the list of originals.',
    hint: 'GET /api/print-runs/…/originals',
  },
  original_not_scanned: {
    title: 'An original that was not scanned cannot go back',
    advice: 'Scan the form and book the image first.',
    hint: 'POST /api/returns',
  },
  research_not_here: {
    title: 'There is no address to research',
    advice: 'Only letters that came back for their address are researched. Check the reason of the return.',
    hint: 'GET /api/address-research',
  },
  box_exists: {
    title: 'There is a box {no} already',
    advice: 'Check the list of boxes, or give it another number.',
    hint: 'GET /api/boxes',
  },
  box_ended: {
    title: 'That cannot be recorded of this box now',
    advice: 'Check in the list of boxes what was recorded of its end.',
    hint: 'GET /api/boxes?state=all',
  },
  box_kept: {
    title: 'This box is kept until {until}',
    advice: 'Destroy it when that day is over. It can be handed to the client at any time.',
  },
  set_aside_closed: {
    title: 'This envelope is no longer set aside',
    advice: 'Check the list of envelopes set aside.',
    hint: 'GET /api/set-asides?state=all',
  },
  return_not_withdrawable: {
    title: 'This booking can no longer be withdrawn',
    advice:
      'A form can be withdrawn only while nothing is decided, an undeliverable letter only on the day it was booked (it is {status}). Ask a manager to correct the outcome if it is wrong.',
  },
  return_decided: {
    title: 'This item has been decided',
    advice: 'It is {status}. No further entry is needed.',
  },
};
