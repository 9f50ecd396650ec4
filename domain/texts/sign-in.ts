import { type Text } from '../campaigns/campaign';
import { PASSWORD_LENGTH, type PasswordProblem } from '../access/sign-in';

const passwords: Record<PasswordProblem, Text> = {
  too_short: {
    ja: `パスワードは${PASSWORD_LENGTH.min}文字以上にしてください。文字の種類は問いません。`,
    en: `A password has at least ${PASSWORD_LENGTH.min} characters, of any kind.`,
  },
  too_long: {
    ja: `パスワードは${PASSWORD_LENGTH.max}文字までにしてください。`,
    en: `A password has at most ${PASSWORD_LENGTH.max} characters.`,
  },
  too_common: {
    ja: '推測されやすいパスワードです。つながりのない言葉をいくつか並べるなど、別のものにしてください。',
    en: 'This password is easy to guess. Choose another one, such as several words that do not belong together.',
  },
  holds_login: {
    ja: 'パスワードにログイン名を含めないでください。',
    en: 'A password must not contain the login.',
  },
};

/** What is wrong with a new password. */
export const passwordText = (problem: PasswordProblem): Text => passwords[problem];
