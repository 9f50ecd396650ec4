/** Shares above which a lane stops itself, in (0, 1]. Null: never for this cause. */
export interface LaneStops {
  /** Permanent refusals by the provider: of its last responses, and of those in the window. */
  errors: number | null;
  /** Hard bounces and refusals of us by the recipients' side (5.7.x), of the messages sent in the window. */
  bounces: number | null;
  /** Complaints (mail feedback reports), of the messages sent in the window. */
  complaints: number | null;
  /** Minimum number of messages in the window for a conclusion. */
  volume: number;
  /** Length of the window, in minutes of the installation's clock. */
  windowMinutes: number;
}

/** Figures of a lane in its window. */
export interface LaneCounts {
  sent: number;
  refused: number;
  bounced: number;
  complaints: number;
}

/** Reason of a breaker that closes automatically when the provider responds again. */
export const PROVIDER_UNREACHABLE = 'provider_unreachable';

/**
 * Reason of a breaker that only a person closes: the provider takes messages and does not say that it has them, so that
 * each one becomes doubtful.
 */
export const PROVIDER_UNCLEAR = 'provider_unclear';

/**
 * Messages in a row without a clear answer that stop a lane: more than a server that goes down cuts off at once, which
 * is one for each connection.
 */
export const unclearLimit = (connections: number): number => connections + 2;

export const STOP_CODES = ['too_many_refused', 'bounce_rate', 'complaint_rate'] as const;
export type StopCode = (typeof STOP_CODES)[number];

/** Fewer complaints than this come from single people and do not stop a lane, whatever their share. */
const FEWEST_COMPLAINTS = 3;

/** Why a lane must stop because of refusals, bounces or complaints; undefined when it need not. */
export function rateVerdict(counts: LaneCounts, stops: LaneStops): string | undefined {
  const { sent, refused, bounced, complaints } = counts;
  const answers = sent + refused;
  if (stops.errors !== null && answers >= stops.volume && refused > answers * stops.errors)
    return stopReason('too_many_refused', refused, answers, stops.errors);
  if (sent < stops.volume) return undefined;
  if (stops.complaints !== null && complaints >= FEWEST_COMPLAINTS && complaints > sent * stops.complaints)
    return stopReason('complaint_rate', complaints, sent, stops.complaints);
  if (stops.bounces !== null && bounced > sent * stops.bounces)
    return stopReason('bounce_rate', bounced, sent, stops.bounces);
  return undefined;
}

/** A reason with its figures: `bounce_rate:25/200:0.1` is 25 of 200 with a limit of 10 %. */
export const stopReason = (code: StopCode, count: number, of: number, limit: number): string =>
  `${code}:${count}/${of}:${limit}`;

/** The figures of such a reason; undefined for other reasons. */
export function stopFigures(reason: string): { code: StopCode; count: number; of: number; limit: number } | undefined {
  const match = /^([a-z_]+):(\d+)\/(\d+):([\d.]+)$/.exec(reason);
  const code = STOP_CODES.find((one) => one === match?.[1]);
  return code && { code, count: Number(match![2]), of: Number(match![3]), limit: Number(match![4]) };
}
