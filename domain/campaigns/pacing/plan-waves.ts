import { type CampaignDoc, type Channel, channelsOf } from '../campaign';
import { Courses } from './courses';
import { divide, highestPart } from './divide';
import { enoughCapacity } from './enough';
import { type Help, type Pacing, type PacingInput, type PacingOption, type PacingProposal } from './pacing';

const DAY = 86_400_000;
/** Weeks by which dates are moved. */
const MOST_WEEKS = 26;

/** The division into waves with its forecast; where the dates cannot be kept, what would help, each planned again. */
export function planWaves(input: PacingInput, { options = true } = {}): PacingProposal {
  const courses = new Courses(input);
  const pacing = divide(input, courses);
  return { ...pacing, options: options && pacing.left > 0 ? optionsFor(input, pacing, courses) : [] };
}

function optionsFor(input: PacingInput, pacing: Pacing, courses: Courses): PacingOption[] {
  const tried: PacingOption[] = [];
  const attempt = (help: Help, changed: PacingInput, shared?: Courses) =>
    void tried.push(optionOf(help, divide(changed, shared), changed));
  for (const limits of enoughCapacity(input, pacing, courses)) {
    attempt({ kind: 'capacity', limits }, { ...input, limits: { ...input.limits, ...limits } }, courses);
  }
  const trial = smallerTrial(input, pacing, courses);
  if (trial) attempt({ kind: 'smaller_trial', size: trial.size }, { ...input, trial }, courses);
  if (input.deskDays.length > 0) attempt({ kind: 'any_weekday' }, { ...input, deskDays: [] }, courses);
  if (input.earliest < input.from) {
    attempt({ kind: 'earlier_start', from: input.earliest }, { ...input, from: input.earliest });
  }
  const fewer = remindersWithoutPost(input.doc);
  if (fewer) attempt({ kind: 'reminders_without_post' }, { ...input, doc: fewer });
  for (const channel of ['mail', 'sms'] as const) {
    const first = channelFirst(input.doc, channel);
    if (first) attempt({ kind: 'channel_first', channel }, { ...input, doc: first });
  }
  const later = laterDates(input);
  if (later) attempt({ kind: 'later_dates', days: later.days }, { ...input, doc: later.doc });
  const helps = tried.filter(({ kept, left }) => kept || left < pacing.left);
  return helps.sort((a, b) => Number(b.kept) - Number(a.kept) || a.left - b.left);
}

const optionOf = (help: Help, pacing: Pacing, { limits }: PacingInput): PacingOption => ({
  help,
  kept: pacing.left === 0,
  left: pacing.left,
  lastBegins: pacing.lastBegins,
  ends: pacing.ends,
  peak: highestPart(pacing, limits),
  cost: pacing.cost,
});

/** The largest trial that a day can take, or by halves a smaller one with which the dates are kept; undefined: none is too large. */
function smallerTrial(input: PacingInput, { trialRoom }: Pacing, courses: Courses): PacingInput['trial'] | undefined {
  const { trial } = input;
  if (!trial || !trialRoom) return undefined;
  for (let size = trialRoom; size > 0; size = Math.floor(size / 2)) {
    if (divide({ ...input, trial: { ...trial, size } }, courses).left === 0) return { ...trial, size };
  }
  return { ...trial, size: trialRoom };
}

/** The plan with no reminder by post where it has another channel; undefined: there is none. */
function remindersWithoutPost(doc: CampaignDoc): CampaignDoc | undefined {
  let changed = false;
  const steps = doc.plan.steps.map((step) => {
    const others = channelsOf(step).filter((channel) => channel !== 'post');
    if (step.kind !== 'reminder' || others.length === 0 || others.length === channelsOf(step).length) return step;
    changed = true;
    return step.all ? { ...step, all: others } : { ...step, first: others };
  });
  return changed ? { ...doc, plan: { ...doc.plan, steps } } : undefined;
}

/** The plan with this channel before the others in its notices; undefined: it is already, or is in none. */
function channelFirst(doc: CampaignDoc, channel: Channel): CampaignDoc | undefined {
  let changed = false;
  const steps = doc.plan.steps.map((step) => {
    if (step.kind !== 'notice' || !step.first?.includes(channel) || step.first[0] === channel) return step;
    changed = true;
    return { ...step, first: [channel, ...step.first.filter((one) => one !== channel)] };
  });
  return changed ? { ...doc, plan: { ...doc.plan, steps } } : undefined;
}

/**
 * All dates the least number of weeks later with which they are kept; undefined: half a year is not enough. With half a
 * year more it is seen when the last wave would begin, so only the weeks about that day are tried.
 */
function laterDates(input: PacingInput): { doc: CampaignDoc; days: number } | undefined {
  const after = (weeks: number) => divide({ ...input, doc: moved(input.doc, weeks * 7) });
  const most = after(MOST_WEEKS);
  if (most.left > 0 || most.lastBegins === null || most.lastStart === null) return undefined;
  const spare = Math.floor((Date.parse(most.lastStart) - Date.parse(most.lastBegins)) / (7 * DAY));
  let weeks = Math.max(1, MOST_WEEKS - spare);
  while (weeks < MOST_WEEKS && after(weeks).left > 0) weeks += 1;
  while (weeks > 1 && after(weeks - 1).left === 0) weeks -= 1;
  return { doc: moved(input.doc, weeks * 7), days: weeks * 7 };
}

function moved(doc: CampaignDoc, days: number): CampaignDoc {
  const later = (at: number) => at + days * DAY;
  const { applyBy, lastDispatch, endOfService, graceUntil, claimsUntil } = doc.dates;
  const dates = {
    ...doc.dates,
    applyBy: later(applyBy),
    lastDispatch: later(lastDispatch),
    endOfService: later(endOfService),
    graceUntil: graceUntil === null ? null : later(graceUntil),
    claimsUntil: claimsUntil === null ? null : later(claimsUntil),
  };
  return { ...doc, dates };
}
