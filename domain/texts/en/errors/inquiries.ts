import { type ErrorText } from '../../catalogue';
import { type inquiryErrorsJa } from '../../ja/errors/inquiries';

export const inquiryErrorsEn: Record<keyof typeof inquiryErrorsJa, ErrorText> = {
  inquiry_wrong_state: {
    title: 'The inquiry is in a state in which this cannot be done',
    advice: 'Its state is {status}. A colleague may have been faster: open it again.',
  },
  inquiry_customer_unknown: {
    title: 'The inquiry belongs to no customer of the campaign yet, so nothing can be sent',
    advice: 'Search for the customer and connect them. An answer on the phone can be recorded as it is.',
  },
  inquiry_customer_known: {
    title: 'The inquiry belongs to another customer already',
    advice: 'One that was connected by a reply or a link cannot be changed. Record a new inquiry.',
  },
  inquiry_customer_held: {
    title: 'Contact with this customer is on hold, so nothing can be sent',
    advice: 'Reason: {why}. Hand the inquiry over to the owner of the hold, or record an answer given on the phone.',
  },
  inquiry_no_channel: {
    title: 'There is no channel on which the answer can be sent',
    advice:
      'The reason for each channel is below. Choose another one, or record an answer given on the phone. Nothing is sent to an address that a caller names.',
  },
  inquiry_sms_too_long: {
    title: 'The answer is too long for an SMS',
    advice: 'It takes {parts} parts of at most {maximum}. Send a mail or a letter.',
  },
  inquiry_free_text: {
    title: 'This campaign allows approved answers only',
    advice: 'Choose one of the approved answers, or hand the inquiry over to the client.',
  },
  inquiry_own_draft: {
    title: 'You cannot send an answer that you wrote yourself',
    advice: 'Have a colleague check and send it.',
  },
  inquiry_reason_missing: {
    title: 'The inquiry has no reason yet',
    advice: 'Choose the reason before you close it; the figures need it.',
  },
  complaint_not_notified: {
    title: 'The client has not been notified of this complaint yet',
    advice: 'The desk notifies the client first.',
  },
  complaint_not_completed: {
    title: 'The complaint is not completed',
    advice: 'Enter what was done and what prevents it in future, complete it, then close the inquiry.',
  },
};
