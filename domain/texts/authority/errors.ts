import { type ErrorText } from '../catalogue';

/** Errors of cases in which a person has to prove that he or she may act for a customer. */
export const authorityErrorsJa = {
  authority_wrong_state: {
    title: 'この相続・後見・清算の案件は、いまその操作ができる状態ではありません',
    advice: 'ほかの人が先に進めたことがあります。画面を読み直し、次にすることを確かめてください。',
  },
  authority_not_for_customer: {
    title: 'このお客様には使えない種類です',
    advice: '相続と後見は個人のお客様、清算・破産・承継は法人のお客様に使います。種類を選び直してください。',
  },
  authority_open: {
    title: '同じ種類の案件がすでに進んでいます',
    advice: 'お客様のページの「相続・後見・清算」で、進んでいる案件を続けてください。',
  },
  authority_no_address: {
    title: '書面をお送りする住所がありません',
    advice: 'お手続きをされる方がおっしゃった住所を登録してから、もう一度お試しください。',
  },
  authority_no_person: {
    title: 'お手続きをされる方が登録されていません',
    advice: 'お名前と連絡先を登録してから、もう一度お試しください。',
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
  authority_no_address: {
    title: 'There is no address for the letter',
    advice: 'Record the address that the person gave, then try again.',
  },
  authority_no_person: {
    title: 'Who wants to act is not recorded',
    advice: 'Record name and address, then try again.',
  },
};
