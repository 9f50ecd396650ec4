import { type ErrorText } from '../catalogue';

/** Errors of cases in which a person has to prove that he or she may act for a customer. */
export const authorityErrorsJa = {
  authority_wrong_state: {
    title: 'ほかの人が先に進めたため、その操作はできません',
    advice: '画面を読み直してください。',
  },
  authority_not_for_customer: {
    title: 'このお客様には使えない種類です',
    advice: '種類を選び直してください。',
  },
  authority_open: {
    title: '同じ種類の申し出について、すでに対応が進んでいます',
    advice: '進んでいる対応を続けてください。',
  },
  hold_of_case: {
    title: 'この連絡留保のもとで、相続などの対応が進んでいます',
    advice: 'お客様の画面の「相続・後見・清算」で、先に {case} の対応を終えてください。',
  },
  authority_no_address: {
    title: '書面をお送りする住所がありません',
    advice: '住所を登録してください。',
  },
  authority_no_person: {
    title: 'お手続きをされる方が登録されていません',
    advice: 'お名前と住所を登録してください。',
  },
} as const satisfies Record<string, ErrorText>;

export const authorityErrorsEn: Record<keyof typeof authorityErrorsJa, ErrorText> = {
  authority_wrong_state: {
    title: 'This case is not in a state for that',
    advice: 'Another person may have moved it on. Read the page again and see what comes next.',
  },
  authority_not_for_customer: {
    title: 'This kind is not for such a customer',
    advice: 'Heirs and guardians are for persons; liquidation, bankruptcy and take-over for companies. Choose again.',
  },
  authority_open: {
    title: 'A case of this kind is under way',
    advice: "Go on with that case on the customer's page.",
  },
  hold_of_case: {
    title: 'A case of who may act goes on under this hold',
    advice: "Bring case {case} to its end on the customer's page first.",
  },
  authority_no_address: {
    title: 'There is no address for the letter',
    advice: 'Record the address that the person gave, then try again.',
  },
  authority_no_person: {
    title: 'Who wants to act is not recorded',
    advice: 'Record name and address, then try again.',
  },
};
