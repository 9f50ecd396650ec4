import { type planHandlersJa } from './plan-handlers-ja';
import { type PlanText } from './plan-text';

export const planHandlersEn: Record<keyof typeof planHandlersJa, PlanText> = {
  hours_malformed: {
    message: 'These are no hours of a weekday.',
    advice: 'Write sat: { from: 17:00, until: 10:00 } (when nothing is sent), or sun: closed (nothing on that day).',
  },
  days_all_closed: {
    message: 'Every weekday is closed, so nothing could ever be sent.',
    advice: 'Leave at least one weekday open.',
  },
  band_never_open: {
    message: 'In the part of the day "{band}" ({from} to {until}) quietHours.phone never allows a call.',
    advice: 'Remove it from bands, or change quietHours.phone.',
  },
};
