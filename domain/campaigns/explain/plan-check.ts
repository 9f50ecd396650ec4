import { type CampaignDoc, type ConsentValue, noticeFor, type Purpose } from '../campaign';
import { noticeLanguage } from '../../customers/language';
import { calendarOf } from '../holidays';
import { type Group, groupsOf } from '../plan-groups';
import { yearEnd } from '../year-end';
import { explain } from './explain';
import { wordsFor } from './words';

/** What the check of a plan warns of: it may be meant, so nothing is refused. */
export type PlanWarning =
  | { code: 'step_never_goes'; index: number; step: string }
  | { code: 'silent_before_deadline'; days: number; group: Group }
  | { code: 'notice_without_english'; notice: string }
  | { code: 'year_end_open'; days: string[] }
  | { code: 'year_end_date'; date: string; day: string };

const DAY = 86_400_000;
/** A customer who hears nothing for longer than this before apply-by is likely to miss it. */
const SILENT_DAYS = 28;
/** So many groups of customers are played through at most. */
const MAX_GROUPS = 200;

/**
 * Plays the plan for a silent customer of every group (see groupsOf): steps that can never go out, and the longest
 * silence before apply-by. Also what falls into the days around New Year, and notices without an English text.
 */
export function planWarnings(doc: CampaignDoc): PlanWarning[] {
  const gone = new Set<string>();
  let silent: { days: number; group: Group } | undefined;
  for (const group of groupsOf(doc).slice(0, MAX_GROUPS)) {
    const { steps, last } = played(doc, group);
    for (const step of steps) gone.add(step);
    const days = last === null ? 0 : Math.floor((doc.dates.applyBy - last) / DAY);
    if (days > SILENT_DAYS && days > (silent?.days ?? 0)) silent = { days, group };
  }
  const never = doc.plan.steps.flatMap(({ id: step }, index): PlanWarning[] =>
    gone.has(step) ? [] : [{ code: 'step_never_goes', index, step }],
  );
  const { open, dates } = yearEnd(doc);
  return [
    ...withoutEnglish(doc),
    ...dates.map(({ name, day }): PlanWarning => ({ code: 'year_end_date', date: name, day })),
    ...(open.length > 0 ? [{ code: 'year_end_open' as const, days: open }] : []),
    ...never,
    ...(silent ? [{ code: 'silent_before_deadline' as const, ...silent }] : []),
  ];
}

/** These go to everyone in Japanese. A call's script is read by an operator. */
function withoutEnglish({ notices }: CampaignDoc): PlanWarning[] {
  const sent = Object.entries(notices).filter(([, { channel }]) => channel !== 'phone');
  return sent.flatMap(([notice, own]) =>
    noticeLanguage(own, 'en') === 'en' ? [] : [{ code: 'notice_without_english', notice }],
  );
}

/** The steps that a silent customer of the group gets, and when the last contact is made; null: there is none. */
function played(doc: CampaignDoc, { traits, channels }: Group): { steps: string[]; last: number | null } {
  const yes: Partial<Record<Purpose, ConsentValue>> = { service_notice: 'yes', offer: 'yes' };
  const customer = {
    id: 1,
    traits,
    contact: Object.fromEntries(channels.map((channel) => [channel, 'ok'])),
    consent: Object.fromEntries(channels.map((channel) => [channel, yes])),
    contracts: 1,
    contractHashes: [],
    hold: null,
    representative: null,
  };
  const input = { doc, start: doc.dates.firstDispatch, customer, events: [], failures: [] };
  const { entries } = explain(input, wordsFor(calendarOf(doc), 'ja'));
  const contacts = entries.filter(({ kind }) => kind === 'step' || kind === 'call_attempt');
  const times = contacts.flatMap(({ at, contacts: own }) => [at, ...(own ?? []).map(({ leavesAt }) => leavesAt)]);
  return {
    steps: contacts.flatMap(({ step: id, contacts: own = [] }) => {
      const step = doc.plan.steps.find((one) => one.id === id);
      // a step that only brings another one's notice does not go itself
      return step && own.some(({ channel, notice }) => noticeFor(step, channel) === notice) ? [step.id] : [];
    }),
    last: times.length === 0 ? null : Math.max(...times),
  };
}
