/** Where a rehearsal is: what waits and what runs may be cancelled. */
export const REHEARSAL_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type RehearsalStatus = (typeof REHEARSAL_STATES)[number];

/** How far a rehearsal is: its journeys, those that have ended, and the local day that they have reached. */
export interface RehearsalProgress {
  journeys: number;
  ended: number;
  /** YYYY-MM-DD; null before the first. */
  day: string | null;
}

/** Why a rehearsal has no result: an error code with its values, neither about a customer. */
export interface RehearsalError {
  code: string;
  detail: Record<string, string | number>;
}

/** Customers of a sample that is not asked for. */
export const USUAL_SAMPLE = 1_000;
/** Most customers of a sample; above it the whole audience is rehearsed by name (`all`). */
export const LARGEST_SAMPLE = 100_000;
/** Seeds are whole numbers of 32 bits. */
export const LARGEST_SEED = 0xff_ff_ff_ff;
