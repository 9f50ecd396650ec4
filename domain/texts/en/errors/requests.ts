import { type requestErrorsJa } from '../../ja/errors/requests';
import { type ErrorText } from '../../catalogue';

export const requestErrorsEn: Record<keyof typeof requestErrorsJa, ErrorText> = {
  own_request: {
    title: 'You cannot decide on your own request',
    advice: 'Nor with another key, role or session. A person other than the one who asked decides.',
  },
  request_decided: { title: 'This request has been decided', advice: 'Check it and submit a new request if needed.' },
  request_expired: { title: 'This request has expired', advice: 'It is older than 14 days. Ask anew.' },
};
