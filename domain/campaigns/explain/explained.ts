import { type CampaignDoc } from '../campaign';
import { explain } from './explain';
import { leftOutOf } from './left-out';
import { type ExplainCustomer, type LeftOut, type Scenario, type TimelineEntry } from './scenario';
import { type Words } from './words';

/** What one customer would get from a plan, and the steps that never come to them. */
export interface Explained {
  customer: ExplainCustomer;
  entries: TimelineEntry[];
  leftOut: LeftOut[];
}

/** Plays a scenario through; `start`: when the campaign is started, epoch ms. */
export function explained(
  scenario: Scenario,
  { doc, start }: { doc: CampaignDoc; start: number },
  words: Words,
): Explained {
  const played = explain({ ...scenario, doc, start }, words);
  return { customer: scenario.customer, entries: played.entries, leftOut: leftOutOf(played, doc, words) };
}
