import { type accessErrorsJa } from '../../ja/errors/access';
import { type ErrorText } from '../../catalogue';

export const accessErrorsEn: Record<keyof typeof accessErrorsJa, ErrorText> = {
  sign_in_failed: {
    title: 'Signing in did not work',
    advice:
      'Check what you entered. After several wrong tries even the right one is refused for a while. If you are stuck, ask an administrator.',
  },
  sign_in_unfinished: {
    title: 'You have not finished signing in',
    advice: 'Next: {stage}.',
    hint: 'GET /api/session tells the stage',
  },
  second_factor_wrong: {
    title: 'The code is wrong',
    advice: 'Enter the code that is shown now. Each code works once.',
  },
  password_wrong: { title: 'The present password is wrong', advice: 'Enter the password you use now.' },
  fresh_code_needed: {
    title: 'This needs your code once more',
    advice: 'Give the code that your authenticator shows now, then try again.',
    hint: 'POST /api/session/second-factor',
  },
  session_needed: {
    title: 'No API key can do this',
    advice: 'A person must sign in, give a code of the authenticator, and do it then. Nothing was changed.',
  },
  csrf_refused: {
    title: 'This does not come from our own pages',
    advice: 'Open the page again, then try again.',
    hint: 'Send the csrf value of GET /api/session as X-CSRF-Token',
  },
  login_taken: { title: 'This login is taken', advice: 'Choose another one.' },
  grant_exists: {
    title: 'This role has been given already',
    advice: 'End the present one first to change its limits.',
  },
  own_account: { title: 'Not on your own account', advice: 'Ask another administrator.' },
  key_too_wide: {
    title: 'A key cannot do more than you can',
    advice: 'Stay within your own role, campaigns and actions ({what}).',
  },
  oidc_refused: {
    title: 'Signing in through the identity provider did not work',
    advice:
      'The first time, sign in with your password before and set up an authenticator. If you have, start again. If it goes on, ask an administrator.',
  },
};
