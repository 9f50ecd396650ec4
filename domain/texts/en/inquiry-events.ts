import { type inquiryEventsJa } from '../ja/inquiry-events';

export const inquiryEventsEn: Record<keyof typeof inquiryEventsJa, string> = {
  inquiry_received: 'The customer asked something',
  inquiry_matched: 'An inquiry was connected with the customer',
  inquiry_answered: 'An inquiry was answered',
  inquiry_handed_over: 'An inquiry was handed over',
  inquiry_returned: 'An inquiry that was handed over came back to the desk',
  inquiry_closed: 'An inquiry was closed',
  inquiry_reopened: 'An inquiry was opened again',
  complaint_recorded: 'A complaint was recorded',
  complaint_notified: 'The client was notified of a complaint',
  complaint_acknowledged: 'The client said that it knows of a complaint',
  complaint_completed: 'A complaint was dealt with',
};
