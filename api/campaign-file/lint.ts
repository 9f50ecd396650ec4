import { type CampaignDoc, type Notice, type Step, type Text } from '../../domain/campaigns/campaign';
import { datesOf } from './date-rules';
import { type Draft, entriesOf, type FileDraft } from './draft';

const text = (given: Draft<Text> | undefined): Text => ({ ja: given?.ja ?? '-', en: given?.en ?? '-' });

/**
 * The readable notices of a file and the names that they may use, with stand-ins for what could not be read, so that a
 * wrong field keeps no notice from being checked.
 */
export function docForLint(file: FileDraft): CampaignDoc {
  const { sender } = file;
  const site = file.policy?.smsWithoutLinks?.site;
  return {
    name: file.name ?? '-',
    service: text(file.service),
    zone: 'Asia/Tokyo',
    sender: {
      name: text(sender?.name),
      hours: text(sender?.hours),
      address: sender?.address ?? '-',
      phone: sender?.phone ?? '-',
      mailFrom: sender?.mailFrom ?? '-',
      site: sender?.site ?? '-',
    },
    facts: Object.fromEntries(Object.entries(file.facts ?? {}).map(([key, fact]) => [key, text(fact)])),
    choices: (file.choices ?? []).map((choice) => ({
      id: choice?.id ?? 'migrate',
      label: text(choice?.label),
      detail: text(choice?.detail),
    })),
    faq: (file.faq ?? []).map((entry) => ({
      id: entry?.id ?? '-',
      reason: '-',
      question: text(entry?.question),
      answer: text(entry?.answer),
    })),
    dates: datesForLint(file),
    calendar: { weekend: true, holidays: 'none', closedDays: [] },
    quietHours: {},
    policy: {
      table: { service_notice: {}, offer: {} },
      overrides: [],
      ...(site && { smsWithoutLinks: { site: text(site) } }),
    },
    notices: Object.fromEntries(
      entriesOf(file.notices).flatMap(([id, { channel, subject, body }]): [string, Notice][] => {
        if (!channel || !body?.ja) return [];
        const own = ({ ja = '-', en = '' }: Draft<Text>): Text => ({ ja, en });
        return [[id, { channel, ...(subject && { subject: own(subject) }), body: own(body) }]];
      }),
    ),
    post: { runAt: '11:00', arrivesAfter: 3, mailClass: 'ordinary', returnTo: text(file.post?.returnTo) },
    plan: {
      steps: (file.plan?.steps ?? []).flatMap((step): Step[] => {
        if (!step?.notice) return [];
        const { first = [], all = [], notice, purpose = 'service_notice' } = step;
        const channels = [...first, ...all].filter((channel) => channel !== undefined);
        return [
          { id: '-', kind: 'notice', purpose, all: channels, notice: notice as Step['notice'], wait: { days: 0 } },
        ];
      }),
    },
    columns: {},
  };
}

/** A date that is given counts as known even if it cannot be read. */
function datesForLint(file: FileDraft): CampaignDoc['dates'] {
  const known = datesOf(file);
  const optional = (name: 'graceUntil' | 'claimsUntil') => {
    const isGiven = file.dates && name in file.dates && file.dates[name] !== null;
    return known[name] ?? (isGiven ? 0 : null);
  };
  return {
    firstDispatch: known.firstDispatch ?? 0,
    applyBy: known.applyBy ?? 0,
    applyByRule: 'arrival',
    lastDispatch: known.lastDispatch ?? 0,
    endOfService: known.endOfService ?? 0,
    graceUntil: optional('graceUntil'),
    claimsUntil: optional('claimsUntil'),
  };
}
