import { type callEffectsJa, type callRefusalsJa, type deskReasonsJa } from '../ja/calls';

export const deskReasonsEn: Record<keyof typeof deskReasonsJa, string> = {
  consent_missing: 'no consent of the legal representative in time',
  death_reported: 'death reported',
};

export const callRefusalsEn: Record<keyof typeof callRefusalsJa, string> = {
  not_due: 'the next attempt is not due yet',
  leased: 'another person is making the call',
  unread: 'something that came in is being taken first',
  campaign_submitted: 'the campaign is not running',
  campaign_completed: 'the campaign is over',
  quiet_hours: 'outside the hours for calls',
  lane_hours: 'outside the hours of the call desk',
  capacity: "today's calls are used up",
  rate: 'too many calls within a minute',
  breaker_open: 'calls have been switched off',
  inbound: 'answered by a call from the customer',
  journey_over: 'the journey was closed',
  past: 'a time that has passed',
  paused: 'calls are paused (none can be made until it ends)',
};

export const callEffectsEn: Record<keyof typeof callEffectsJa, string> = {
  receipt: 'Gives a receipt number. No further contacts in this campaign',
  may_not: 'This representative may not answer, so nothing can be booked',
  callback: 'This call comes first at the time promised (it is no attempt)',
  held: 'Holds every contact; a person looks into the succession',
  waits_next: 'Noted as an intention, the customer is waited for. Next contact from {from} ({channels})',
  waits_none: 'Noted as an intention, the customer is waited for. No further contact is planned',
  large_print_next: 'Letters in large type; one is to be sent at once. Next contact from {from} ({channels})',
  large_print_none: 'Letters in large type; one is to be sent at once. No other contact is planned',
  other_way: 'No more calls; a letter or another channel follows',
  language: 'No more calls; a letter or another channel follows, and a person answers in that language',
  complaint: 'Holds every contact and enters the register of complaints; a number to read out appears',
  no_calls_next: 'Stops calls in all campaigns. Next contact from {from} ({channels})',
  no_calls_none: 'Stops calls in all campaigns. No other contact is planned',
  again: 'Attempt {no} of {of}; the next one from {at}',
  last: 'Attempt {no} of {of}, the last call. Another channel or the next step follows',
  unchanged: 'The next call stays as planned (from {at})',
  no_number: 'Stops calls and SMS to this number for every customer who has it',
  no_number_represented: "Stops calls and SMS to the representative's number",
};
