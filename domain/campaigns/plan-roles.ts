import { chooseChannels } from '../journeys/choose-channel';
import { textFor } from '../journeys/notice-role';
import { type CampaignDoc, type Channel, channelsOf, type Step } from './campaign';
import { factsOf, type Group, groupsOf } from './plan-groups';
import { isFor } from './segments';

/** A step that would be the first to reach a group of customers, and is no notice. */
export interface RoleFault {
  /** Its place in the plan. */
  index: number;
  kind: Step['kind'];
  channel: Channel;
  group: Group;
}

/**
 * Steps that would come before any notice, for all segments and all channels on which customers may be reachable. A
 * reminder that can take over the text of a notice is none of them. One fault per step: its largest choice of channels.
 */
export function roleFaults(doc: CampaignDoc): RoleFault[] {
  const found = new Map<number, RoleFault>();
  for (const group of groupsOf(doc)) {
    const fault = firstFault(group, doc);
    if (!fault) continue;
    const known = found.get(fault.index);
    if (!known || known.group.channels.length < group.channels.length) found.set(fault.index, fault);
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}

function firstFault(group: Group, doc: CampaignDoc): RoleFault | null {
  const facts = factsOf(group);
  for (const [index, step] of doc.plan.steps.entries()) {
    if (!isFor(step, facts, doc)) continue;
    const text = (channel: Channel) => textFor(step, channel, { facts, doc });
    const { channels, refusals } = chooseChannels(step, { facts, doc }, undefined, undefined, text);
    const own = channels[0];
    if (own && (step.kind !== 'call' || own.notice !== textOf(step, own.channel))) return null;
    const early = own?.channel ?? refusals.find(({ reason }) => reason === 'no_notice_yet')?.channel;
    if (early) return { index, kind: step.kind, channel: early, group };
  }
  return null;
}

const textOf = (step: Step, channel: Channel): string | undefined =>
  channelsOf(step).includes(channel)
    ? typeof step.notice === 'string'
      ? step.notice
      : step.notice[channel]
    : undefined;
