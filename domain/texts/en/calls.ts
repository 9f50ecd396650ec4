import { type deskReasonsJa, type callRefusalsJa } from '../ja/calls';

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
};
