import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';

/** Errors of requests that a second person must approve. */
export const requestErrorsJa = {
  own_request: {
    title: '自分の申請は承認も却下もできません',
    advice: '別のキー・別の役割・画面からでも同じです。申請した人とは別の人が判断してください。',
  },
  request_decided: { title: 'この申請は判断済みです', advice: '内容を確かめ、必要なら改めて申請してください。' },
  request_expired: { title: 'この申請は期限切れです', advice: '申請から14日が過ぎています。改めて申請してください。' },
} satisfies Partial<Record<ErrorCode, ErrorText>>;
