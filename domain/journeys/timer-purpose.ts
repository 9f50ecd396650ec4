import { type CampaignDoc } from '../campaigns/campaign';
import { closingInstant } from './outcome';
import { type Due } from './story';

/**
 * What a journey's timer waits for: the kind of its next step, the deadline once the timer runs to the end, or else a
 * review (something beside the plan's steps waits). `wakeAt`: epoch ms.
 */
export function timerPurpose(next: string | null, wakeAt: number, doc: CampaignDoc): Due {
  if (wakeAt > closingInstant(doc)) return 'deadline';
  const kind = doc.plan.steps.find(({ id }) => id === next)?.kind ?? 'customer';
  return kind === 'final' ? 'reminder' : kind;
}
