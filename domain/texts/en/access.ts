import { type passwordsJa, type accessLinesJa, type decisionsJa } from '../ja/access';

export const passwordsEn: Record<keyof typeof passwordsJa, string> = {
  too_short: 'A password has at least {min} characters, of any kind.',
  too_long: 'A password has at most {max} characters.',
  too_common: 'This password is easy to guess. Choose another one, such as several words that do not belong together.',
  holds_login: 'A password must not contain the login.',
};

export const accessLinesEn: Record<keyof typeof accessLinesJa, string> = {
  created: 'Account {person} ({login}) is made.',
  code: 'One-time code to set a password: {code}\nIt holds until {expiresAt}. Tell it to the person apart from the login; it is shown this once.',
  granted: 'Account {person} has the role {role} now.',
  reset: 'All sessions of account {person} have ended.',
  keysEnded:
    'The authenticator of account {person} is removed and its API keys have ended ({keysEnded}). Programs that used one stop; make new ones where needed.',
  keysStay:
    'API keys still work. If they may be in wrong hands, use --second-factor or end them with tsunagi api-key revoke.',
  unlocked: 'Account {person} may try again.',
  keyCreated: 'API key {id}: {key}\nIt holds until {expiresAt} and is shown this once.',
  keyLine: '{id}  {prefix}…  {role}  {client}  {name}  until {expiresAt}  last used {lastUsedAt}',
  keyEnded: '{id}  {prefix}…  {role}  {client}  {name}  ended',
  keyRevoked: 'API key {id} is revoked.',
};

/** What waits for a decision. */
export const decisionsEn: Record<keyof typeof decisionsJa, string> = {
  campaign: 'Approve the start of the campaign',
  plan_version: 'Approve a new version of the plan',
  correction: 'Confirm the correction of an outcome',
  override: 'Approve an exception from a refusal',
  client_file: "Apply the client's change file",
  statement: 'Sign the completeness statement',
  question: 'Question to the client',
  authority: 'Decide on documents of who may act',
  'request.correction': 'Approve the correction of many outcomes',
  'request.erasure': 'Approve the erasure of personal data',
  'request.export': 'Approve a file with personal data',
  'request.protection_lift': 'Approve the end of a protection',
};
