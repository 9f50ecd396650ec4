import { type CampaignDoc, type Channel } from '../campaigns/campaign';
import { planChannels, type Refusal } from '../journeys/choose-channel';
import { type ExplainCustomer, type LeftOut, type Timeline, type TimelineEntry } from '../campaigns/explain/explain';
import { closingInstant } from '../journeys/outcome';
import { spreadOf } from '../campaigns/calendar';
import { contactsAtStart } from '../campaigns/explain/facts';
import { handlerLines, outsideText } from './explain-handlers';
import { hoursLines } from './explain-hours';
import { dayText, type ExplainKey, instantText, reasonOfDate, say, type Telling } from './explain-say';
import { outcomeNames } from './terminal';
import { reasonText } from './timeline';

const reason = (code: string, { language }: Telling): string => reasonText(code)[language];
const channelName = (channel: Channel, telling: Telling): string => say(channel, telling);

/** The timeline of one customer for a terminal, line by line. */
export function explainLines(
  { doc, customer, timeline }: { doc: CampaignDoc; customer: ExplainCustomer; timeline: Timeline },
  telling: Telling,
): string[] {
  const spread = Math.round(spreadOf(customer.id) * 100);
  const place = spread === 0 ? say('beginning', telling) : `${spread} %`;
  return [
    say('title', telling, { name: doc.name }),
    ...headLines(doc, customer, telling),
    '',
    ...timeline.entries.flatMap((entry) => entryLines(entry, doc, telling)),
    '',
    ...leftOutLines(timeline.leftOut, telling),
    `${say('assumptions', telling, { place })} ${say('assumptionsCalls', telling)}`,
  ];
}

function headLines(doc: CampaignDoc, customer: ExplainCustomer, telling: Telling): string[] {
  const { traits, consent, contracts, hold, representative } = customer;
  const contact = contactsAtStart(customer);
  const { kind, ageFrom, prefecture, products } = traits;
  const who = [
    say(kind, telling),
    ...(kind === 'company'
      ? []
      : [ageFrom === null ? say('ageUnknown', telling) : say('age', telling, { age: ageFrom })]),
    ...(prefecture === null ? [] : [say('prefecture', telling, { code: prefecture })]),
    ...(products.length === 0 ? [] : [say('products', telling, { products: products.join(' ') })]),
    say('contracts', telling, { count: contracts }),
    ...(hold === null ? [] : [reason(`hold:${hold}`, telling)]),
    ...(representative === null ? [] : [say('representative', telling)]),
  ];
  const reach = planChannels(doc).map((channel) => {
    const state = contact[channel] ?? 'no_contact';
    const name = channelName(channel, telling);
    if (state !== 'ok') return say('unreachable', telling, { channel: name, reason: reason(state, telling) });
    return say('reachable', telling, {
      channel: name,
      consent: say(consent[channel]?.service_notice ?? 'unknown', telling),
    });
  });
  const { firstDispatch, lastDispatch, applyBy, graceUntil, endOfService } = doc.dates;
  const day = (at: number | null) => (at === null ? say('none', telling) : dayText(at, telling));
  return [
    say('customer', telling, { traits: who.join(comma(telling)) }),
    say('reach', telling, { channels: reach.join(comma(telling)) }),
    say('dates', telling, {
      firstDispatch: day(firstDispatch),
      lastDispatch: day(lastDispatch),
      applyBy: day(applyBy),
      graceUntil: day(graceUntil),
      endOfService: day(endOfService),
    }),
    ...hoursLines(doc, telling),
    ...handlerLines(doc.plan, telling),
  ];
}

const comma = ({ language }: Telling): string => (language === 'ja' ? '、' : ', ');
const semicolon = ({ language }: Telling): string => (language === 'ja' ? '。' : '; ');

/** One happening; waits that change nothing and hand-overs at the announced instant are not told again. */
function entryLines(entry: TimelineEntry, doc: CampaignDoc, telling: Telling): string[] {
  const at = instantText(entry.at, telling);
  const told = (text: string, ...below: string[]) => [`${at}  ${text}`, ...below.map((line) => `    ${line}`)];
  const name = (channel: Channel) => channelName(channel, telling);
  switch (entry.kind) {
    case 'placed':
      return told(placedHead(entry, telling), ...placedLines(entry, doc, telling));
    case 'left': {
      const { step, channel, arrives } = entry;
      if (!arrives) return [];
      const why = reasonOfDate(arrives.reason, arrives.at, telling);
      return told(say('posted', telling, { step, channel, at: instantText(arrives.at, telling), reason: why }));
    }
    case 'attempt': {
      const { attempt, of, next } = entry;
      const after = next
        ? [
            say('attemptNext', telling, {
              at: instantText(next.at, telling),
              reason: reasonOfDate(next.reason, next.at, telling),
              band: say(`band_${next.band}`, telling),
            }),
          ]
        : [];
      return told([say('attempt', telling, { attempt, of }), ...after].join(semicolon(telling)));
    }
    case 'not_sent':
      return told(
        say('notSent', telling, { ...entry, channel: name(entry.channel), reason: reason(entry.reason, telling) }),
      );
    case 'came_back':
      return told(
        say('cameBack', telling, {
          step: entry.step,
          channel: name(entry.channel),
          reason: entry.reason === 'bounced' ? say('bounced', telling) : reason(entry.reason, telling),
        }),
      );
    case 'outside':
      return told(outsideText(entry.event, telling));
    case 'held':
      return told(sentText(entry, telling));
    case 'waiting':
      return waitingLines(entry, doc, telling).flatMap((line) => told(line));
    case 'closed':
      return told(say('closed', telling, { reason: reason(entry.reason, telling) }), ...outcomeLines(entry, telling));
  }
}

function sentText({ reason: why, reviewAfter }: TimelineEntry & { kind: 'held' }, telling: Telling): string {
  const held = say('held', telling, { reason: reason(why, telling) });
  if (reviewAfter === undefined) return held;
  return [held, say('reviewAfter', telling, { days: reviewAfter })].join(semicolon(telling));
}

type Placed = TimelineEntry & { kind: 'placed' };

function placedHead({ step, stepKind, occurrence }: Placed, telling: Telling): string {
  const values = { kind: say(stepKind, telling), step, round: occurrence + 1 };
  return say(occurrence > 0 ? 'placedAgain' : 'placed', telling, values);
}

function placedLines(
  { at, step, due, contacts, refusals, last }: Placed,
  doc: CampaignDoc,
  telling: Telling,
): string[] {
  return [
    ...contacts.map(({ channel, notice, reason: why, leavesAt, leaves }) =>
      say('contact', telling, {
        channel: channelName(channel, telling),
        notice,
        reason: reason(why, telling),
        leaves: reasonOfDate(leaves, leavesAt, telling),
      }),
    ),
    ...refusals.map((refusal) => refusalLine(refusal, step, telling)),
    say('due', telling, { reason: reasonOfDate(due, at, telling) }),
    ...(last ? [deadlineLine(doc, telling)] : []),
  ];
}

function refusalLine(refusal: Refusal, step: string, telling: Telling): string {
  const key: ExplainKey = refusal.step === step ? 'refusal' : 'skipped';
  const channel = channelName(refusal.channel, telling);
  return say(key, telling, { step: refusal.step, channel, reason: reason(refusal.reason, telling) });
}

function waitingLines(entry: TimelineEntry & { kind: 'waiting' }, doc: CampaignDoc, telling: Telling): string[] {
  const skipped = entry.refusals.map((refusal) => refusalLine(refusal, '', telling));
  return entry.step === null ? [...skipped, deadlineLine(doc, telling)] : skipped;
}

const deadlineLine = (doc: CampaignDoc, telling: Telling): string =>
  say('toDeadline', telling, {
    applyBy: instantText(doc.dates.applyBy, telling),
    until: instantText(closingInstant(doc), telling),
  });

function outcomeLines({ outcomes }: TimelineEntry & { kind: 'closed' }, telling: Telling): string[] {
  const first = outcomes[0];
  if (!first) return [];
  const outcome = outcomeNames(telling.language)[first.outcome];
  return [say('outcome', telling, { count: outcomes.length, outcome, reason: reason(first.reason, telling) })];
}

function leftOutLines(leftOut: LeftOut[], telling: Telling): string[] {
  if (leftOut.length === 0) return [];
  const lines = leftOut.map(({ step, why, only, except, refusals }) => {
    const segments = [
      ...(only ? [say('only', telling, { segments: only.join(' ') })] : []),
      ...(except ? [say('except', telling, { segments: except.join(' ') })] : []),
    ].join(comma(telling));
    const told = refusals.map((one) => refusalLine(one, step, telling)).join(comma(telling));
    return `    ${say(`leftOut_${why}`, telling, { step, segments, refusals: told })}`;
  });
  return [say('leftOutHead', telling), ...lines, ''];
}
