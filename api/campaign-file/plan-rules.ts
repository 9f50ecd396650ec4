import { addDays, localDate } from '../../domain/campaigns/calendar';
import { datesOf } from './date-rules';
import { bandIsOpen, BANDS } from '../../domain/calls/call-rules';
import { type Channel, DEFECT_STEP, type QuietHours } from '../../domain/campaigns/campaign';
import { CALLBACK_STEP } from '../../domain/calls/callback';
import { ASK_STEP } from '../../domain/journeys/answers/ask-which-answer';
import { isReply } from '../../domain/journeys/answers/replies';
import { type Draft, type FileDraft, reportRepeated } from './draft';
import { type Path, pathOf, type Report, show } from './finding';
import { CHANNELS } from './parts';

type StepDraft = NonNullable<NonNullable<NonNullable<FileDraft['plan']>['steps']>[number]>;
type Sender = Pick<StepDraft, 'first' | 'all' | 'notice'>;

/** The known channels of a step or handler, each once. */
export const channelsOfDraft = ({ first = [], all = [] }: Pick<Sender, 'first' | 'all'>): Channel[] =>
  CHANNELS.filter((channel) => first.includes(channel) || all.includes(channel));

/** Steps that no plan has: what a customer's own words bring about. */
const RESERVED: readonly string[] = [DEFECT_STEP, ASK_STEP, CALLBACK_STEP];

/** Rules between the steps, and between them and the segments, notices and hours of the file. */
export function checkSteps(file: FileDraft, report: Report): void {
  const steps = file.plan?.steps ?? [];
  const ids = new Map<string, number>();
  for (const [i, step] of steps.entries()) {
    if (!step) continue;
    const path: PropertyKey[] = ['plan', 'steps', i];
    const { id, kind, call } = step;
    const channels = channelsOfDraft(step);
    if (id !== undefined && (RESERVED.includes(id) || isReply(id)))
      report([...path, 'id'], 'step_id_reserved', { detail: { value: id } });
    const first = ids.get(id ?? '');
    if (first !== undefined) {
      const detail = { value: show(id), first: pathOf(['plan', 'steps', first]) };
      report([...path, 'id'], 'step_id_twice', { detail });
    } else if (id !== undefined) ids.set(id, i);
    if (i === 0 && kind !== undefined && kind !== 'notice') {
      report([...path, 'kind'], 'first_step_not_notice', { detail: { value: kind } });
    } else if (channels.length > 0 && !channels.includes('phone')) {
      const key = kind === 'call' ? 'kind' : 'call';
      if (kind === 'call' || call) report([...path, key], 'call_without_phone');
    }
    checkPostal(step, path, report);
    checkTie(file, step, path, report);
    checkBands(file, step, path, report);
    checkSegments(file, step, path, report);
    checkChannelsAndNotice(file, step, path, report);
    if (i < steps.length - 1 && !('wait' in step)) report([...path, 'wait'], 'wait_missing');
  }
  const { onDefect } = file.plan ?? {};
  if (!onDefect) return;
  const path = ['plan', 'onDefect'];
  if (onDefect.call && !channelsOfDraft(onDefect).includes('phone')) report([...path, 'call'], 'call_without_phone');
  checkChannelsAndNotice(file, onDefect, path, report);
  checkPostal(onDefect, path, report);
}

/** A postal class is for what may go by post. */
function checkPostal(sender: Sender & { postal?: unknown }, path: PropertyKey[], report: Report): void {
  const channels = channelsOfDraft(sender);
  if (sender.postal && channels.length > 0 && !channels.includes('post'))
    report([...path, 'postal'], 'postal_without_post');
}

function checkChannelsAndNotice(file: FileDraft, sender: Sender, path: PropertyKey[], report: Report): void {
  for (const key of ['first', 'all'] as const) reportRepeated(sender[key] ?? [], (n) => [...path, key, n], report);
  const unread = [...(sender.first ?? []), ...(sender.all ?? [])].includes(undefined);
  checkNotice(file, sender.notice, { path: [...path, 'notice'], channels: channelsOfDraft(sender), unread }, report);
}

/**
 * A step or handler names a notice for each of its channels, and one of that channel. `unread`: it has further channels
 * that could not be read.
 */
export function checkNotice(
  file: FileDraft,
  given: Sender['notice'],
  { path, channels, unread }: { path: Path; channels: Channel[]; unread: boolean },
  report: Report,
): void {
  const { notices } = file;
  if (given === undefined || !notices) return;
  const isKnown = (notice: string, at: Path): boolean => {
    if (Object.hasOwn(notices, notice)) return true;
    const detail = { value: show(notice) };
    report(at, 'notice_unknown', { detail, available: Object.keys(notices), written: notice });
    return false;
  };
  const checkOwn = (notice: string, channel: Channel, at: Path): void => {
    const own = notices[notice]?.channel;
    if (own !== undefined && own !== channel) {
      report(at, 'notice_of_other_channel', { detail: { value: show(notice), own, channel } });
    }
  };
  if (typeof given === 'string') {
    if (!isKnown(given, path) || channels.length === 0) return;
    if (channels.length === 1) return checkOwn(given, channels[0]!, path);
    return report(path, 'notice_per_channel', { detail: { channels: channels.join(', ') } });
  }
  for (const channel of channels) {
    if (!(channel in given)) report(path, 'notice_channel_missing', { detail: { channel } });
  }
  for (const channel of CHANNELS) {
    const notice = given[channel];
    const at = [...path, channel];
    if (notice === undefined || !isKnown(notice, at)) continue;
    if (unread || channels.length === 0 || channels.includes(channel)) checkOwn(notice, channel, at);
    else report(at, 'notice_channel_unused', { detail: { channel } });
  }
}

/** A step with a day of its own: the campaign has the date, and the day is not after the last dispatch. */
function checkTie(file: FileDraft, { at }: StepDraft, path: PropertyKey[], report: Report): void {
  if (at?.date === undefined || at.daysBefore === undefined) return;
  const { lastDispatch, [at.date]: date } = datesOf(file);
  const given = file.dates?.[at.date];
  if (given === undefined || given === null)
    report([...path, 'at', 'date'], 'tie_date_missing', { detail: { date: at.date } });
  if (date === undefined || lastDispatch === undefined) return;
  const zone = file.zone ?? 'Asia/Tokyo';
  const day = addDays(localDate(date, zone), -at.daysBefore);
  const last = localDate(lastDispatch, zone);
  if (day > last) report([...path, 'at'], 'tie_after_last_dispatch', { detail: { day, lastDispatch: last } });
}

/** Calls fall into parts of the day in which calling is allowed. */
function checkBands(file: FileDraft, { call }: StepDraft, path: PropertyKey[], report: Report): void {
  const bands = call?.bands ?? [];
  const at = (n: number) => [...path, 'call', 'bands', n];
  reportRepeated(bands, at, report);
  const hours = file.quietHours?.phone;
  if (!isWhole(hours)) return;
  for (const [n, given] of bands.entries()) {
    const band = BANDS.find((one) => one.band === given);
    if (band && !bandIsOpen(band.band, hours)) report(at(n), 'band_never_open', { detail: { ...band } });
  }
}

/** Whether quiet hours could be read in every part. */
const isWhole = (hours: Draft<QuietHours> | null | undefined): hours is QuietHours =>
  !!hours?.from &&
  !!hours.until &&
  !('days' in hours && !hours.days) &&
  Object.values(hours.days ?? {}).every((day) => day === 'closed' || (day?.from && day.until));

function checkSegments(file: FileDraft, step: StepDraft, path: PropertyKey[], report: Report): void {
  for (const key of ['only', 'except'] as const) {
    const names = step[key] ?? [];
    const at = (n: number) => [...path, key, n];
    for (const [n, name] of names.entries()) {
      if (name === undefined || !isSegment(file, name, at(n), report)) continue;
      if (key === 'except' && step.only?.includes(name)) {
        report(at(n), 'segment_both', { detail: { value: show(name) } });
      }
    }
    reportRepeated(names, at, report);
  }
}

/** Whether the file has the segment; reports it otherwise. */
export function isSegment({ segments = {} }: FileDraft, name: string, path: Path, report: Report): boolean {
  if (Object.hasOwn(segments, name)) return true;
  const detail = { value: show(name) };
  report(path, 'segment_unknown', { detail, available: Object.keys(segments), written: name });
  return false;
}
