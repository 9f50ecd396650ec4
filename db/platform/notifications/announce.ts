import { sql, type Expression, type RawBuilder } from 'kysely';

/** Of PostgreSQL's NOTIFY, for all that the product announces. */
export const CHANNEL = 'tsunagi';

/** The topic of one lane: something was queued for it. */
export const laneTopic = (laneId: number): string => `lane:${laneId}`;
/** The topic of all lanes: the clock was stepped. */
export const ALL_LANES = 'lanes';

/**
 * A column of a statement that announces a topic to all processes that listen, once the transaction has committed; the
 * same topic only once.
 */
export const announced = (topic: Expression<string> | string): RawBuilder<unknown> =>
  sql`pg_notify(${CHANNEL}, ${topic}::text)`;

/** The same for the lane of each row that a statement queues, see `laneTopic`. */
export const laneAnnounced = (): RawBuilder<unknown> => announced(sql<string>`'lane:' || lane_id`);
