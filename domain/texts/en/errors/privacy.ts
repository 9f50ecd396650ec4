import { type privacyErrorsJa } from '../../ja/errors/privacy';
import { type ErrorText } from '../../catalogue';

export const privacyErrorsEn: Record<keyof typeof privacyErrorsJa, ErrorText> = {
  protected_customer: {
    title: 'You may not see the data of this customer',
    advice: 'Hand it to a person with the right personal.protected.',
  },
  text_holds_personal_data: {
    title: 'The text contains personal data',
    advice: 'Leave out names, addresses, phone numbers, mail addresses and contract numbers; write a reference.',
  },
  erased: {
    title: 'The personal data of this customer has been erased',
    advice: 'What was done and what came of it is still there; names and addresses are gone for good.',
  },
  erasure_not_possible: {
    title: 'The personal data of this customer cannot be erased yet',
    advice: 'Reason: {why}. Ask again once it is gone.',
  },
  export_not_released: {
    title: 'The export of this file was not approved',
    advice: 'A manager asks for it ({what}); once another person agrees it may leave for so many days.',
    hint: 'POST /api/campaigns/…/exports',
  },
};
