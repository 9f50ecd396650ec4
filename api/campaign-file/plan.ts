import { bandIsOpen, BANDS } from '../../domain/calls/call-rules';
import { ASK_STEP } from '../../domain/journeys/ask-which-answer';
import { type Channel, DEFECT_STEP } from '../../domain/campaigns/campaign';
import { closest } from './names';
import { handlerProblems, usesOfHandlers } from './handlers';
import { noticeUseProblems, noticeProblems } from './notices';
import { CHANNELS, quietHours } from './parts';
import { isMapping, listAt, pathOf, type Problem, show, twice, valueAt } from './problems';
import { segmentProblems } from './segments';

type Path = (string | number)[];

/** A channel that the plan uses, and for what. */
export interface Use {
  channel: Channel;
  purpose: string;
}

/** Every channel of the plan's steps and of its handlers, however wrong the rest of the file is. */
export function usesOf(raw: unknown): Use[] {
  const steps = [...listAt(raw, ['plan', 'steps']), valueAt(raw, ['plan', 'onDefect'])];
  const ofSteps = steps.flatMap((step) => {
    const given = valueAt(step, ['purpose']);
    const purpose = typeof given === 'string' ? given : 'service_notice';
    return channelsAt(step).map((channel) => ({ channel, purpose }));
  });
  return [...ofSteps, ...usesOfHandlers(raw)];
}

/** The known channels of a step or handler, each once. */
function channelsAt(step: unknown): Channel[] {
  const given = [...listAt(step, ['first']), ...listAt(step, ['all'])];
  return CHANNELS.filter((channel) => given.includes(channel));
}

/** Whether a channel was mistyped, so that it cannot be told which ones are used. */
const hasUnknown = (step: unknown): boolean =>
  [...listAt(step, ['first']), ...listAt(step, ['all'])].some((one) => !CHANNELS.includes(one as Channel));

/** Rules of the plan that cross fields: steps, segments, notices, letters. */
export function planProblems(raw: unknown): Problem[] {
  const steps = listAt(raw, ['plan', 'steps']);
  const handler = valueAt(raw, ['plan', 'onDefect']);
  return [
    ...noticeProblems(raw),
    ...segmentProblems(raw),
    ...postProblems(raw),
    ...steps.flatMap((step, i) => stepProblems(raw, step, { i, steps })),
    ...(isMapping(handler) ? onDefectProblems(raw, handler) : []),
    ...handlerProblems(raw, new Set(steps.flatMap(channelsAt))),
  ];
}

function stepProblems(raw: unknown, step: unknown, { i, steps }: { i: number; steps: unknown[] }): Problem[] {
  if (!isMapping(step)) return [];
  const path: Path = ['plan', 'steps', i];
  return [
    ...idProblems(step, path, { i, steps }),
    ...kindProblems(step, path, i),
    ...channelProblems(step, path),
    ...bandProblems(raw, step, path),
    ...segmentUseProblems(raw, step, path),
    ...noticeUseProblems(raw, step, { path, channels: channelsAt(step), doubtful: hasUnknown(step) }),
    ...(i < steps.length - 1 && step['wait'] === undefined
      ? [{ path: [...path, 'wait'], code: 'wait_missing' } satisfies Problem]
      : []),
  ];
}

function idProblems(step: unknown, path: Path, { i, steps }: { i: number; steps: unknown[] }): Problem[] {
  const id = valueAt(step, ['id']);
  if (typeof id !== 'string' || id === '') return [];
  const at = [...path, 'id'];
  if (id === DEFECT_STEP || id === ASK_STEP) return [{ path: at, code: 'step_id_reserved', detail: { value: id } }];
  const first = steps.findIndex((other) => valueAt(other, ['id']) === id);
  if (first === i) return [];
  return [{ path: at, code: 'step_id_twice', detail: { value: show(id), first: pathOf(['plan', 'steps', first]) } }];
}

function kindProblems(step: unknown, path: Path, i: number): Problem[] {
  const kind = valueAt(step, ['kind']);
  const channels = channelsAt(step);
  const at = [...path, 'kind'];
  if (i === 0 && (kind === 'reminder' || kind === 'call')) {
    return [{ path: at, code: 'first_step_not_notice', detail: { value: kind } }];
  }
  if (channels.length === 0 || channels.includes('phone')) return [];
  if (kind === 'call') return [{ path: at, code: 'call_without_phone' }];
  return valueAt(step, ['call']) === undefined ? [] : [{ path: [...path, 'call'], code: 'call_without_phone' }];
}

function channelProblems(step: unknown, path: Path): Problem[] {
  const [first, all] = [valueAt(step, ['first']), valueAt(step, ['all'])];
  if (first === undefined && all === undefined) return [{ path: [...path, 'first'], code: 'channels_missing' }];
  if (first !== undefined && all !== undefined) return [{ path: [...path, 'all'], code: 'channels_both' }];
  const key = first === undefined ? 'all' : 'first';
  return twice(listAt(step, [key]).map((value, n) => ({ path: [...path, key, n], value })));
}

/** Parts of the day in which nobody may ever be called. */
function bandProblems(raw: unknown, step: unknown, path: Path): Problem[] {
  const at = [...path, 'call', 'bands'];
  const given = listAt(step, ['call', 'bands']).map((value, n) => ({ path: [...at, n], value }));
  const hours = quietHours.safeParse(valueAt(raw, ['quietHours', 'phone']));
  const never = given.flatMap(({ path: place, value }): Problem[] => {
    const band = BANDS.find((one) => one.band === value);
    if (!band || !hours.success || bandIsOpen(band.band, hours.data)) return [];
    return [{ path: place, code: 'band_never_open', detail: { ...band } }];
  });
  return [...twice(given), ...never];
}

function segmentUseProblems(raw: unknown, step: unknown, path: Path): Problem[] {
  const segments = valueAt(raw, ['segments']);
  const available = isMapping(segments) ? Object.keys(segments) : [];
  const only = listAt(step, ['only']);
  return (['only', 'except'] as const).flatMap((key) => {
    const names = listAt(step, [key]).map((value, n) => ({ path: [...path, key, n], value }));
    const problems = names.flatMap(({ path, value }): Problem[] => {
      if (typeof value !== 'string' || value.trim() === '') return [];
      const detail = { value: show(value) };
      if (!available.includes(value)) {
        return [{ path, code: 'segment_unknown', detail, available, suggestion: closest(value, available) }];
      }
      return key === 'except' && only.includes(value) ? [{ path, code: 'segment_both', detail }] : [];
    });
    return [...problems, ...twice(names)];
  });
}

function onDefectProblems(raw: unknown, handler: unknown): Problem[] {
  const path: Path = ['plan', 'onDefect'];
  return [
    ...twice(listAt(handler, ['first']).map((value, n) => ({ path: [...path, 'first', n], value }))),
    ...noticeUseProblems(raw, handler, { path, channels: channelsAt(handler), doubtful: hasUnknown(handler) }),
  ];
}

function postProblems(raw: unknown): Problem[] {
  const used = usesOf(raw).some(({ channel }) => channel === 'post');
  return used && valueAt(raw, ['post']) === undefined ? [{ path: ['post'], code: 'post_missing' }] : [];
}
