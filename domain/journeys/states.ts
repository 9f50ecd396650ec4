/** How far a journey has come, as people see it. */
export type JourneyState = 'scheduled' | 'notified' | 'reminded' | 'awaiting_reply' | 'call_due' | 'closed';
export type MessageStatus =
  'queued' | 'claimed' | 'handing_over' | 'handed_over' | 'failed' | 'withdrawn' | 'doubtful' | 'recalled';
/** What became of a contract. `pending`: at the last date a person still had to decide something. */
export type OutcomeName = 'migrated' | 'cancelled' | 'lapsed' | 'unreachable' | 'excluded' | 'stopped' | 'pending';
