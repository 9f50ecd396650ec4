import { type LossAction, type Plan, type ReturnReason } from '../campaigns/campaign';
import { type JourneyFacts, type SentFact } from './facts';

/** What the plan does about a contact that did not arrive. */
export interface LossRule {
  action: LossAction;
  /** Which handler says so; absent: none does. */
  handler?: 'onUndeliverable' | 'onBounce';
  cause: string;
}

/** The rule for a message that is lost: that of its handler, else the step's next channel. */
export function lossRule(plan: Plan, { channel, bounced, status, failure }: SentFact): LossRule {
  if (channel === 'post' && bounced) {
    const action = plan.onUndeliverable?.reasons[failure as ReturnReason];
    const cause = `returned:${failure ?? 'other'}`;
    return action ? { action, handler: 'onUndeliverable', cause } : { action: 'next', cause };
  }
  if ((channel === 'mail' || channel === 'sms') && (bounced || status === 'failed')) {
    const action = plan.onBounce?.channels[channel];
    const cause = `bounced:${channel}`;
    return action ? { action, handler: 'onBounce', cause } : { action: 'next', cause };
  }
  return { action: 'next', cause: `lost:${channel}` };
}

const actionsOf = ({ onUndeliverable, onBounce }: Plan): (LossAction | undefined)[] => [
  ...Object.values(onUndeliverable?.reasons ?? {}),
  ...Object.values(onBounce?.channels ?? {}),
];

/** Whether a loss can bring a call about. */
export const callsOnLoss = (plan: Plan): boolean => actionsOf(plan).includes('call');

/** The text of such a call. */
export const callNoticeOnLoss = ({ onUndeliverable, onBounce }: Plan): string | undefined =>
  onUndeliverable?.notice ?? onBounce?.notice;

/** Whether a loss can open a hold. */
export const holdsOnLoss = (plan: Plan): boolean => actionsOf(plan).includes('hold');

/** Whether the plan asks if an address has changed since a message left. */
export const asksForChanges = (plan: Plan): boolean => plan.onAddressChange?.send === 'again' || holdsOnLoss(plan);

/** Whether the address that a message went to has changed since. */
export const hasNewAddress = ({ left, channel }: SentFact, { changes = [] }: JourneyFacts): boolean =>
  left !== undefined && changes.some((change) => change.channel === channel && change.at > left);
