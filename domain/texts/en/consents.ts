import { type consentEventsJa, type consentReasonsJa } from '../ja/consents';

export const consentEventsEn: Record<keyof typeof consentEventsJa, string> = {
  override_asked: 'An override of a refusal was asked for',
  override_confirmed: 'An override of a refusal was confirmed',
  override_declined: 'An override of a refusal was declined',
  override_withdrawn: 'An override of a refusal was taken back',
};

export const consentReasonsEn: Record<keyof typeof consentReasonsJa, string> = {
  not_in_scope: 'the representative does not stand for this purpose',
};
