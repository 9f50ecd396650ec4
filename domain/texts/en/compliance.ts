import { type complianceFaultsJa, type complianceLinesJa } from '../ja/compliance';

export const complianceFaultsEn: Record<keyof typeof complianceFaultsJa, string> = {
  sender_missing: 'the sender is not shown',
  opt_out_missing: 'an advert without a way to refuse',
  address_missing: 'an advert without a postal address',
  complaints_missing: 'an advert without a contact for complaints',
  notice_invalid: 'the text cannot be made',
  refused: 'the customer had refused when it left',
  consent_missing: 'an advert without a recorded consent',
  consent_unknown_not_allowed: 'unknown consent does not allow this channel',
  not_in_policy: 'not in the contact policy',
  override_not_recorded: 'the override is not recorded',
  override_not_approved: 'relies on an override that was not approved',
  held: 'the customer was on hold',
  outside_hours: 'outside the hours',
  after_last_dispatch: 'after the last dispatch',
  not_approved: 'not of contents that both gates approved',
  not_in_ledger: 'the ledger lacks its decision or its hand-over',
};

export const complianceLinesEn: Record<keyof typeof complianceLinesJa, string> = {
  clean: '{day}: {contacts} contacts, no exception',
  exceptions: '{day}: {exceptions} of {contacts} contacts are exceptions',
  exception: '  message {message} (customer {customer}, {channel}, {step}): {why}',
};
