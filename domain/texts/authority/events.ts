import { type Text } from '../../campaigns/campaign';

/** What happened to such a case, in the ledger and in the customer's timeline. */
export const authorityEventTexts: Record<string, Text> = {
  authority_opened: { ja: '相続・後見・清算の対応を始めた', en: 'Began to ask who acts for the customer' },
  authority_person_noted: { ja: 'お手続きをされる方を登録した', en: 'Noted who wants to act' },
  authority_asked: { ja: '必要な書類の案内を手配した', en: 'Queued the letter that asks for documents' },
  authority_received: { ja: '確認書類が届いた', en: 'Documents came in' },
  authority_unreceived: { ja: '確認書類の受付を取り消した', en: 'Took back the receipt of documents' },
  authority_checked: { ja: '確認書類を点検した', en: 'Checked the documents' },
  authority_decided: { ja: '確認書類を管理者が判断した', en: 'A manager decided on the documents' },
  authority_accepted: {
    ja: '書類を受理し、代理人として登録した',
    en: 'Accepted the documents and added the representative',
  },
  authority_closed: { ja: '相続・後見・清算の対応を終えた', en: 'Ended the case without a representative' },
};
