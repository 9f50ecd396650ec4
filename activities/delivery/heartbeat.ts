import { CancelledFailure, Context } from '@temporalio/activity';
import { type DrainEnd } from './lane-drain';

/** Temporal hears of them less often; each is encoded all the same. */
const HEARTBEAT_MS = 3_000;
const DRAIN_MS = 600_000;

export interface DrainingOptions {
  /** Aborted when the worker is asked to stop: a drain then ends in moments instead of after ten minutes. */
  stopping?: AbortSignal;
  /** How long one call drains, real ms. */
  drainMs?: number;
}

/** Heartbeats every few seconds while `work` runs. */
export async function beating<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** Drains for about ten minutes, or until the worker stops or the activity is cancelled. */
export function draining(
  { stopping, drainMs = DRAIN_MS }: DrainingOptions,
  drain: (limits: { signal: AbortSignal; untilMs: number }) => Promise<DrainEnd>,
): Promise<{ ended: DrainEnd }> {
  const { cancellationSignal } = Context.current();
  const signal = AbortSignal.any(stopping ? [cancellationSignal, stopping] : [cancellationSignal]);
  return beating(async () => {
    const ended = await drain({ signal, untilMs: Date.now() + drainMs });
    if (cancellationSignal.aborted) throw new CancelledFailure('drain cancelled');
    return { ended };
  });
}
