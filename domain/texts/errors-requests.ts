import { type ErrorText } from './errors-ja';

type RequestCode = 'own_request' | 'request_decided' | 'request_expired';

/** Errors of what takes two persons. */
export const requestErrorsJa: Record<RequestCode, ErrorText> = {
  own_request: {
    title: '自分の申請は承認も却下もできません',
    advice: '別のキー・別の役割・画面からでも同じです。申請した人とは別の人が判断してください。',
  },
  request_decided: { title: 'この申請は判断済みです', advice: '内容を確かめ、必要なら改めて申請してください。' },
  request_expired: { title: 'この申請は期限切れです', advice: '申請から14日が過ぎています。改めて申請してください。' },
};

export const requestErrorsEn: Record<RequestCode, ErrorText> = {
  own_request: {
    title: 'Nobody decides on their own request',
    advice: 'Nor with another key, role or session. A person other than the one who asked decides.',
  },
  request_decided: { title: 'This request has been decided', advice: 'Look at it and ask anew where needed.' },
  request_expired: { title: 'This request has expired', advice: 'It is older than 14 days. Ask anew.' },
};
