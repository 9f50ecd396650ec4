import { stringify } from 'yaml';
import { endOfDay, instantOf, localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';

/**
 * The campaign file (YAML) of a stored document: reading it gives the same document but for the client's brand. Days are written as days, contract
 * numbers as `hash:…`; comments and order within a section are not kept.
 */
export function campaignFileOf(doc: CampaignDoc): string {
  return stringify(fileOf(doc), {
    lineWidth: 0,
    singleQuote: true,
    blockQuote: 'literal',
    aliasDuplicateObjects: false,
  });
}

function fileOf({ dates, policy, waves, plan, ...doc }: CampaignDoc): Record<string, unknown> {
  const first = (at: number) => written(at, doc.zone, 'first');
  const last = (at: number | null) => (at === null ? null : written(at, doc.zone, 'last'));
  const file = {
    ...doc,
    service: doc.service ?? { ja: doc.name, en: doc.name },
    dates: {
      firstDispatch: first(dates.firstDispatch),
      lastDispatch: last(dates.lastDispatch),
      applyBy: last(dates.applyBy),
      applyByRule: dates.applyByRule,
      endOfService: last(dates.endOfService),
      graceUntil: last(dates.graceUntil),
      claimsUntil: last(dates.claimsUntil),
    },
    policy: {
      table: policy.table,
      overrides: policy.overrides.map(({ channel, contractHashes, reason }) => ({
        channel,
        contracts: contractHashes.map((hash) => `hash:${hash}`),
        reason,
      })),
      ...(policy.smsWithoutLinks && { smsWithoutLinks: policy.smsWithoutLinks }),
    },
    waves: waves?.map((wave) => ({ ...wave, begins: first(wave.begins) })),
    // no step follows the last one, so it has nothing to wait for
    plan: {
      ...plan,
      steps: plan.steps.map(({ wait, ...step }) => ('days' in wait && wait.days === 0 ? step : { ...step, wait })),
    },
  };
  return Object.fromEntries(ORDER.flatMap((key) => (file[key] === undefined ? [] : [[key, file[key]]])));
}

/** The sections in the order in which people write them. */
const ORDER = [
  'name',
  'service',
  'zone',
  'sender',
  'facts',
  'choices',
  'faq',
  'inquiries',
  'authority',
  'dates',
  'calendar',
  'quietHours',
  'policy',
  'notices',
  'segments',
  'waves',
  'post',
  'form',
  'plan',
  'retention',
  'columns',
] as const satisfies readonly (keyof CampaignDoc)[];

/** The day, where the instant is its first or last millisecond in the zone; otherwise the instant in UTC. */
export function written(at: number, zone: string, edge: 'first' | 'last'): string {
  const day = localDate(at, zone);
  const ofDay = edge === 'first' ? instantOf(day, '00:00', zone) : endOfDay(day, zone);
  return ofDay === at ? day : new Date(at).toISOString();
}
