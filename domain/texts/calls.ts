import { type Language, type Text } from '../campaigns/campaign';
import { reasonText, reasonTexts } from './timeline';

/** Why a call may not be made, or not now. */
const callReasonTexts: Record<string, Text> = {
  not_due: { ja: '次にかける時刻になっていない', en: 'the next attempt is not due yet' },
  leased: { ja: 'ほかの担当者が架電中', en: 'somebody else is making the call' },
  unread: { ja: '届いた連絡を処理している', en: 'something that came in is being taken first' },
  campaign_submitted: { ja: '案件が実行中でない', en: 'the campaign is not running' },
  campaign_completed: { ja: '案件が終了した', en: 'the campaign is over' },
  quiet_hours: { ja: '電話してよい時間の外', en: 'outside the hours for calls' },
  lane_hours: { ja: '架電の営業時間の外', en: 'outside the hours of the call desk' },
  capacity: { ja: '本日の架電枠がいっぱい', en: "today's calls are used up" },
  rate: { ja: '架電の速さの上限', en: 'too many calls within a minute' },
  breaker_open: { ja: '架電が止められている', en: 'calls have been switched off' },
  journey_over: { ja: '経過が締めくくられた', en: 'the journey was closed' },
  past: { ja: '過ぎた日時', en: 'a time that has passed' },
};

/** Such a reason in words of one language. */
export function callReasonText(reason: string, language: Language): string {
  return (callReasonTexts[reason] ?? reasonTexts[reason] ?? reasonText(reason))[language];
}
