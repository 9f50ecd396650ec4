import { type Text } from '../campaigns/campaign';

/** What the ledger says of requests that take two persons. */
export const requestEventTexts: Record<string, Text> = {
  request_asked: { ja: '二人承認が必要な操作を申請した', en: 'Asked for something that takes two persons' },
  request_approved: { ja: '申請を承認し、実行した', en: 'Approved a request, which carried it out' },
  request_refused: { ja: '申請を却下した', en: 'Refused a request' },
};
