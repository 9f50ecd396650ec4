import { type CampaignDoc, type Step } from './campaign';
import { closingInstant } from '../journeys/outcome';
import { type PlanRule } from './plan-rule';
import { dividesAnew, type Goes, refusedWaves, type WaveRefusal } from './replan/replan';

/** How a step differs. `moved`: its position relative to the steps of both versions has changed. */
export interface StepChange {
  step: string;
  change: 'added' | 'removed' | 'moved' | 'changed';
  /** For `moved` and `changed`: which parts differ. */
  fields: StepField[];
}
/** Under which name each part of a step is compared. A new part does not compile until it has a name here. */
const STEP_FIELDS = {
  kind: 'kind',
  purpose: 'purpose',
  first: 'channels',
  all: 'channels',
  only: 'segments',
  except: 'segments',
  notice: 'notice',
  call: 'call',
  postal: 'postal',
  at: 'at',
  wait: 'wait',
  atOnce: 'wait',
} as const satisfies Record<Exclude<keyof Step, 'id'>, string>;
export type StepField = (typeof STEP_FIELDS)[keyof typeof STEP_FIELDS];
export interface NoticeChange {
  notice: string;
  change: 'added' | 'removed' | 'changed';
}
export interface DateChange {
  date: keyof CampaignDoc['dates'];
  before: number | string | null;
  after: number | string | null;
}

/** What a new version changes, by step id. */
export interface PlanDiff {
  steps: StepChange[];
  notices: NoticeChange[];
  dates: DateChange[];
  /** Other parts of the contents that differ. */
  parts: ContentPart[];
}
/** The keys of a record that must name all of them: a part that no approver would see change does not compile. */
const keysOf = <Key extends string>(record: Record<Key, true>): Key[] => Object.keys(record) as Key[];

export type ContentPart = Exclude<keyof CampaignDoc, 'plan' | 'notices' | 'dates'> | Handler;
type Handler = Exclude<keyof CampaignDoc['plan'], 'steps'>;
const PARTS = keysOf<Exclude<ContentPart, Handler>>({
  zone: true,
  columns: true,
  name: true,
  service: true,
  sender: true,
  facts: true,
  choices: true,
  faq: true,
  inquiries: true,
  authority: true,
  calendar: true,
  quietHours: true,
  policy: true,
  segments: true,
  waves: true,
  post: true,
  form: true,
  retention: true,
  brand: true,
});
const HANDLERS = keysOf<Handler>({ onDefect: true, onUndeliverable: true, onBounce: true, onAddressChange: true });
const DATES = keysOf<keyof CampaignDoc['dates']>({
  firstDispatch: true,
  lastDispatch: true,
  applyBy: true,
  applyByRule: true,
  endOfService: true,
  graceUntil: true,
  claimsUntil: true,
});

/** Compares the contents of two versions of a campaign. */
export function diffPlans(before: CampaignDoc, after: CampaignDoc): PlanDiff {
  const parts = PARTS.filter((part) => !same(before[part], after[part]));
  const handler = HANDLERS.filter((one) => !same(before.plan[one], after.plan[one]));
  return { steps: stepChanges(before, after), notices: noticeChanges(before, after), dates: dateChanges(before, after), parts: [...parts, ...handler] }; // prettier-ignore
}

/** Whether anything differs at all. */
export const isEmptyDiff = (diff: PlanDiff): boolean =>
  Object.values(diff).every((list: unknown[]) => list.length === 0);

function stepChanges(before: CampaignDoc, after: CampaignDoc): StepChange[] {
  const old = new Map(before.plan.steps.map((step) => [step.id, step]));
  const fresh = new Map(after.plan.steps.map((step) => [step.id, step]));
  const moved = movedSteps([...old.keys()], [...fresh.keys()]);
  const there = [...fresh.values()].flatMap((step): StepChange[] => {
    const was = old.get(step.id);
    if (!was) return [{ step: step.id, change: 'added', fields: [] }];
    const fields = fieldsOf(was, step);
    if (moved.has(step.id)) return [{ step: step.id, change: 'moved', fields }];
    return fields.length > 0 ? [{ step: step.id, change: 'changed', fields }] : [];
  });
  const gone = [...old.keys()].filter((id) => !fresh.has(id));
  return [...there, ...gone.map((step): StepChange => ({ step, change: 'removed', fields: [] }))];
}

/** The smallest set of steps that changed their position: all steps outside the longest common order. */
function movedSteps(old: string[], fresh: string[]): Set<string> {
  const places = fresh.filter((id) => old.includes(id)).map((id) => ({ id, at: old.indexOf(id) }));
  const best: string[][] = [];
  for (const [index, { id, at }] of places.entries()) {
    const before = best.filter((_, i) => places[i]!.at < at);
    const longest = before.reduce<string[]>((a, b) => (b.length > a.length ? b : a), []);
    best[index] = [...longest, id];
  }
  const kept = best.reduce((a, b) => (b.length > a.length ? b : a), []);
  return new Set(places.map(({ id }) => id).filter((id) => !kept.includes(id)));
}

function fieldsOf(before: Step, after: Step): StepField[] {
  const parts = Object.entries(STEP_FIELDS) as [keyof typeof STEP_FIELDS, StepField][];
  const differing = parts.filter(([part]) => !same(before[part], after[part])).map(([, field]) => field);
  return [...new Set(differing)];
}

function noticeChanges(before: CampaignDoc, after: CampaignDoc): NoticeChange[] {
  const ids = [...new Set([...Object.keys(before.notices), ...Object.keys(after.notices)])];
  return ids.flatMap((notice): NoticeChange[] => {
    const [was, is] = [before.notices[notice], after.notices[notice]];
    if (same(was, is)) return [];
    return [{ notice, change: !was ? 'added' : !is ? 'removed' : 'changed' }];
  });
}

const dateChanges = (before: CampaignDoc, after: CampaignDoc): DateChange[] =>
  DATES.filter((date) => before.dates[date] !== after.dates[date]).map((date) => ({
    date,
    before: before.dates[date],
    after: after.dates[date],
  }));

export type RefusalCode =
  | 'columns_fixed'
  | 'zone_fixed'
  | 'choice_promised'
  | 'date_promised'
  | 'rule_promised'
  | 'first_dispatch_begun'
  | WaveRefusal
  | 'segment_unknown'
  | 'recall_unknown'
  | 'on_removed_missing'
  | 'reopen_closed_missing';

export interface RefusedChange {
  path: string;
  code: RefusalCode;
}

/**
 * What a running campaign cannot change: how its audience was read, what customers were notified of, and waves that have
 * begun. A printed date can only become later. `now`: epoch ms. `goes`: trial waves that have their go.
 */
export function refusedChanges(
  before: CampaignDoc,
  after: CampaignDoc,
  { now, goes }: { now: number; goes: Goes },
): RefusedChange[] {
  const refused: RefusedChange[] = [];
  const refuse = (path: string, code: RefusalCode) => void refused.push({ path, code });
  if (!same(before.columns, after.columns)) refuse('columns', 'columns_fixed');
  if (before.zone !== after.zone) refuse('zone', 'zone_fixed');
  if (before.choices.some(({ id }) => after.choices.every((choice) => choice.id !== id))) {
    refuse('choices', 'choice_promised');
  }
  for (const date of ['applyBy', 'endOfService', 'graceUntil', 'claimsUntil'] as const) {
    const promised = before.dates[date];
    if (promised !== null && (after.dates[date] ?? -Infinity) < promised) refuse(`dates.${date}`, 'date_promised');
  }
  if (before.dates.applyByRule === 'postmark' && after.dates.applyByRule === 'arrival') {
    refuse('dates.applyByRule', 'rule_promised');
  }
  const { firstDispatch } = before.dates;
  if (firstDispatch !== after.dates.firstDispatch && firstDispatch <= now) {
    refuse('dates.firstDispatch', 'first_dispatch_begun');
  }
  return [...refused, ...refusedWaves(before, after, { now, goes })];
}

/** Whether the new version extends the time to answer or to contact customers. */
export const extendsDates = (before: CampaignDoc, after: CampaignDoc): boolean =>
  closingInstant(after) > closingInstant(before) || after.dates.lastDispatch > before.dates.lastDispatch;

/** Parts of a rule that do not fit its two versions. */
export function refusedRules(before: CampaignDoc, after: CampaignDoc, rule: PlanRule): RefusedChange[] {
  const refused: RefusedChange[] = [];
  for (const [index, { segment }] of rule.segments.entries()) {
    if (after.segments?.[segment]) continue;
    refused.push({ path: `rule.segments.${index}.segment`, code: 'segment_unknown' });
  }
  for (const [index, notice] of rule.recall.entries()) {
    if (!before.notices[notice]) refused.push({ path: `rule.recall.${index}`, code: 'recall_unknown' });
  }
  if (dividesAnew(before, after)) {
    if (rule.default === 'stay') refused.push({ path: 'rule.default', code: 'waves_for_all' });
    for (const [index, { rule: own }] of rule.segments.entries()) {
      if (own === 'stay') refused.push({ path: `rule.segments.${index}.rule`, code: 'waves_for_all' });
    }
  }
  const removed = stepChanges(before, after).some(({ change }) => change === 'removed');
  if (removed && rule.onRemoved === undefined) refused.push({ path: 'rule.onRemoved', code: 'on_removed_missing' });
  if (extendsDates(before, after) && rule.reopenClosed === undefined) {
    refused.push({ path: 'rule.reopenClosed', code: 'reopen_closed_missing' });
  }
  return refused;
}

/** Equal as JSON, independent of key order. An absent field equals an undefined one. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [one, two] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(one), ...Object.keys(two)])].every((key) => same(one[key], two[key]));
}
