import { type CampaignDoc, type Channel, channelsOf, type DefectHandler, noticeFor } from '../campaigns/campaign';
import { callsOnLoss } from './failure-rules';
import { contactFor, ruleFor } from '../customers/contact-policy';
import { type JourneyFacts, type PauseFact } from './facts';
import { type SendableStep } from './notice-role';
import { lastToEnd, pauseOn } from '../campaigns/pauses';

/** Why a step did not go out on a channel. */
export interface Refusal {
  step: string;
  channel: Channel;
  reason: string;
}

export type { SendableStep } from './notice-role';

export interface ChannelChoice {
  /** Usable channels: one for `first`, all of them for `all`; empty when there is none. */
  channels: { channel: Channel; reason: string; notice: string }[];
  refusals: Refusal[];
  /** One of the channels is paused: the step waits. */
  paused?: PauseFact;
}

/** What the choice of channels depends on. */
export type ChannelFacts = Pick<
  JourneyFacts,
  'now' | 'contact' | 'consent' | 'contractHashes' | 'overrides' | 'pauses' | 'unprintable'
>;

/**
 * The channels of a step that have a usable address and that policy and consent allow. Those in `tried` are skipped;
 * every other channel that is not chosen is refused with its reason. A paused channel is waited for; where the pause
 * lets steps fall through, only if no other is left. `text`: the text of the step on a channel, where it is not its own.
 */
export function chooseChannels(
  step: SendableStep,
  { facts, doc }: { facts: ChannelFacts; doc: CampaignDoc },
  tried: ReadonlySet<Channel> = new Set(),
  inTime: (channel: Channel) => boolean = () => true,
  text: (channel: Channel) => string | undefined = (channel) => noticeFor(step, channel),
): ChannelChoice {
  const choice: ChannelChoice = { channels: [], refusals: [] };
  const passed: { usable: ChannelChoice['channels'][number]; pause: PauseFact }[] = [];
  const pauses: PauseFact[] = [];
  for (const channel of channelsOf(step)) {
    if (tried.has(channel)) continue;
    const contact = contactFor(facts.contact[channel] ?? 'no_contact', step.purpose);
    const consent = facts.consent[channel]?.[step.purpose] ?? 'unknown';
    const { contractHashes, overrides: granted } = facts;
    const asked = { purpose: step.purpose, channel, consent, contractHashes, ...(granted && { granted }) };
    const rule = ruleFor(doc.policy, asked);
    const notice = text(channel);
    if (contact !== 'ok') choice.refusals.push({ step: step.id, channel, reason: contact });
    else if (rule.rule === 'dont') choice.refusals.push({ step: step.id, channel, reason: rule.reason });
    else if (notice === undefined) choice.refusals.push({ step: step.id, channel, reason: noTextOn(step, channel) });
    else if (channel === 'post' && facts.unprintable)
      choice.refusals.push({ step: step.id, channel, reason: 'hold:unprintable' });
    else if (!inTime(channel)) choice.refusals.push({ step: step.id, channel, reason: 'last_dispatch_passed' });
    else {
      const pause = pauseOn({ channel, notice }, facts.pauses, facts.now);
      const usable = { channel, reason: rule.reason, notice };
      if (pause?.fallThrough) passed.push({ usable, pause });
      else choice.channels.push(usable);
      if (pause && !pause.fallThrough) pauses.push(pause);
    }
    if (step.first && choice.channels.length > 0) break;
  }
  if (choice.channels.length === 0) {
    const awaited = step.first ? passed.slice(0, 1) : passed;
    choice.channels.push(...awaited.map(({ usable }) => usable));
    pauses.push(...awaited.map(({ pause }) => pause));
  } else {
    const left = passed.map(({ usable, pause }) => ({
      step: step.id,
      channel: usable.channel,
      reason: reasonOf(pause),
    }));
    choice.refusals.push(...left);
  }
  const paused = lastToEnd(pauses);
  return { ...choice, ...(paused && { paused }) };
}

/** The step has no text on the channel, or only one that may not be the first that a customer hears. */
const noTextOn = (step: SendableStep, channel: Channel): string =>
  noticeFor(step, channel) === undefined ? 'no_notice' : 'no_notice_yet';

/** How a pause is named in decisions. */
export const reasonOf = (pause: PauseFact): string => `paused:${pause.id}`;

/** The defect handler as a step that can be sent. */
export const defectStep = (handler: DefectHandler, id: string): SendableStep => ({ id, ...handler });

/** Every channel that a campaign's plan can use. */
export function planChannels(doc: CampaignDoc): Channel[] {
  const { steps, onDefect } = doc.plan;
  const used = [...steps, ...(onDefect ? [onDefect] : [])].flatMap(channelsOf);
  return [...new Set([...used, ...(callsOnLoss(doc.plan) ? (['phone'] as const) : [])])];
}
