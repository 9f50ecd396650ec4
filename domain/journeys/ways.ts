import { type CampaignDoc, type Channel } from '../campaigns/campaign';
import { contactFor, ruleFor } from '../customers/contact-policy';
import { planChannels } from './choose-channel';
import { type JourneyFacts } from './facts';
import { isAside } from './sent';

/** How each way to a customer ended, by channel, as a reason code. */
export type Ways = Partial<Record<Channel, string>>;

/** Nothing was tried on a channel that could have been used. */
export const NOT_TRIED = 'not_tried';

/** What became of every channel of the plan: of its newest contact, else why there was none. */
export function waysOf(facts: JourneyFacts, doc: CampaignDoc): Ways {
  return Object.fromEntries(planChannels(doc).map((channel) => [channel, wayOf(channel, facts, doc)]));
}

function wayOf(channel: Channel, facts: JourneyFacts, doc: CampaignDoc): string {
  const last = facts.sent.findLast((sent) => sent.channel === channel && !isAside(sent) && wasTried(sent));
  if (last?.bounced) return channel === 'post' ? `returned:${last.failure ?? 'other'}` : 'bounced';
  if (last) return last.failure ?? 'failed';
  const contact = contactFor(facts.contact[channel] ?? 'no_contact', 'service_notice');
  if (contact !== 'ok') return contact;
  const consent = facts.consent[channel]?.service_notice ?? 'unknown';
  const { contractHashes, overrides: granted } = facts;
  const asked = { purpose: 'service_notice' as const, channel, consent, contractHashes, ...(granted && { granted }) };
  const { rule, reason } = ruleFor(doc.policy, asked);
  return rule === 'dont' ? reason : NOT_TRIED;
}

/** A message that was withdrawn or never came to its turn was no attempt. */
const wasTried = ({ status, bounced }: JourneyFacts['sent'][number]): boolean => bounced || status === 'failed';

/** Whether nothing more could have been done to reach the customer. */
export const allTried = (ways: Ways): boolean => Object.values(ways).every((result) => result !== NOT_TRIED);

/** The ways as one reason code: `tried:mail=bounced,phone=no_answer`. */
export const reasonOfWays = (ways: Ways): string =>
  `tried:${Object.entries(ways)
    .map(([channel, result]) => `${channel}=${result}`)
    .join(',')}`;
