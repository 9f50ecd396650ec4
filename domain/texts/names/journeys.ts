import { type Text } from '../../campaigns/campaign';
import { type EventResult } from '../../journeys/timeline/event-result';
import { type JourneyState, type OutcomeName } from '../../journeys/states';

/** How far a customer's journey has come; the states add up to the customers of a campaign. */
export const journeyStateTexts = {
  scheduled: { ja: '予定', en: 'scheduled' },
  notified: { ja: '通知済', en: 'notified' },
  reminded: { ja: '再案内済', en: 'reminded' },
  awaiting_reply: { ja: '回答待ち', en: 'awaiting reply' },
  call_due: { ja: '架電対象', en: 'call due' },
  closed: { ja: '完了', en: 'closed' },
} as const satisfies Record<JourneyState, Text>;

/**
 * What became of a contract, before the client's system has taken it over; with `open` they add up to the contracts of a
 * campaign. A move is complete (移行完了) only in the statement, once that system has reported it.
 */
export const outcomeTexts = {
  migrated: { ja: '移行受付', en: 'move accepted' },
  cancelled: { ja: '解約受付', en: 'cancellation accepted' },
  lapsed: { ja: '期限経過・未手続', en: 'lapsed' },
  unreachable: { ja: '連絡不能', en: 'unreachable' },
  excluded: { ja: '対象外', en: 'excluded' },
  stopped: { ja: '中止', en: 'stopped' },
  pending: { ja: '保留・残務', en: 'pending with a person' },
  open: { ja: '手続き中', en: 'open' },
} as const satisfies Record<OutcomeName | 'open', Text>;

/** What a customer declares for a contract. */
export const choiceTexts = {
  migrate: { ja: '移行', en: 'move' },
  cancel: { ja: '解約', en: 'cancel' },
  withdrawn: { ja: '申出の取消', en: 'withdrawn' },
} as const satisfies Record<'migrate' | 'cancel' | 'withdrawn', Text>;

/** An answer that a person decides about. */
export const keptAnswerTexts = {
  kept: { ja: '確認待ち', en: 'kept' },
  counted: { ja: '有効と判断', en: 'counted' },
  discarded: { ja: '無効と判断', en: 'discarded' },
  replaced: { ja: '新しい申出に替わった', en: 'replaced by a later answer' },
} as const satisfies Record<'kept' | 'counted' | 'discarded' | 'replaced', Text>;

/** A correction of an outcome. */
export const correctionStatusTexts = {
  proposed: { ja: '確認待ち', en: 'proposed' },
  confirmed: { ja: '確認済', en: 'confirmed' },
  declined: { ja: '却下', en: 'declined' },
} as const satisfies Record<'proposed' | 'confirmed' | 'declined', Text>;

/** What an entry of a customer's timeline is. */
export const eventResultTexts = {
  done: { ja: '実施', en: 'done' },
  not_done: { ja: '見送り', en: 'not done' },
  came_in: { ja: '到着', en: 'came in' },
  person: { ja: '人の操作', en: 'by a person' },
  decision: { ja: '判断', en: 'decision' },
} as const satisfies Record<EventResult, Text>;
