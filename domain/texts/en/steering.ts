import { type steeringEventsJa, type steeringReasonsJa, type requestEventsJa } from '../ja/steering';

export const steeringEventsEn: Record<keyof typeof steeringEventsJa, string> = {
  pause_opened: 'Paused by scope',
  pause_ended: 'Ended the pause',
  wave_go: 'Let the waves after a trial begin',
  envelope_split: 'Asked for letters of one envelope to go in envelopes of their own',
  recall_asked: 'Asked the print shop to take letters out',
  recall_answered: 'The print shop answered what it took out',
  recall_differs: 'The print shop answered otherwise than asked',
  letter_recalled: 'The letter was taken out before it was posted',
  letter_given_back: 'Its envelope was taken out; the letter waits again',
  journey_paused: 'Paused this customer',
  journey_resumed: 'Resumed this customer',
  journey_stopped: 'Stopped this customer',
  'arrival.journey_resumed': 'Heard that the pause is over',
  'arrival.journey_stopped': 'Heard that it was stopped',
  'arrival.outcome_corrected': 'Heard of a confirmed correction',
  correction_proposed: 'Asked for the correction of an outcome',
  correction_confirmed: 'Confirmed the correction of an outcome',
  correction_declined: 'Declined the correction of an outcome',
};

export const steeringReasonsEn: Record<keyof typeof steeringReasonsJa, string> = {
  paused: 'paused',
  after_pause: 'waiting for its turn after a pause',
  recalled: 'taken out before it was posted',
  stopped_by_person: 'stopped by a person',
  correction: 'corrected by a person',
  correction_in_grace: 'corrected by a person, in the grace period',
  corrected: 'corrected by a person',
};

export const requestEventsEn: Record<keyof typeof requestEventsJa, string> = {
  request_asked: 'Asked for something that takes two persons',
  request_approved: 'Approved a request, which carried it out',
  request_refused: 'Refused a request',
};
