import { type callResultsJa, type deskReasonsJa, type callRefusalsJa } from '../ja/calls';

export const callResultsEn: Record<keyof typeof callResultsJa, string> = {
  completed: 'declared on the phone',
  intent: 'intent only, guided to the page or form',
  callback: 'call back promised',
  no_answer: 'no answer',
  busy: 'busy',
  voicemail: 'voicemail',
  third_party: 'someone else answered',
  wrong_number: 'wrong number',
  invalid_number: 'number not in use',
  refused: 'refuses further calls',
  deceased: 'death reported',
};

export const deskReasonsEn: Record<keyof typeof deskReasonsJa, string> = {
  consent_missing: 'no consent of the legal representative in time',
  death_reported: 'death reported',
  'hold:antisocial': 'on hold (suspected organised crime)',
  'hold:vip': 'on hold (handled individually)',
  'hold:address_research': 'on hold (address being looked for)',
  'hold:consent_missing': 'on hold (consent of the legal representative)',
  'hold:other': 'on hold (other)',
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
};
