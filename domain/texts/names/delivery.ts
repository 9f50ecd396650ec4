import { type Channel, type Text } from '../../campaigns/campaign';
import { type MessageStatus } from '../../journeys/states';

/** Ways to reach a customer. */
export const channelTexts = {
  mail: { ja: 'メール', en: 'mail' },
  sms: { ja: 'SMS', en: 'SMS' },
  post: { ja: '郵便', en: 'post' },
  phone: { ja: '電話', en: 'phone' },
} as const satisfies Record<Channel, Text>;

/** States of a message, as counted. */
const messageStatusTexts = {
  queued: { ja: '送信待ち', en: 'queued' },
  claimed: { ja: '送信準備中', en: 'being prepared' },
  handing_over: { ja: '送信中', en: 'being handed over' },
  handed_over: { ja: '送信済', en: 'sent' },
  failed: { ja: '送信できず', en: 'could not be sent' },
  withdrawn: { ja: '取りやめ', en: 'withdrawn' },
  doubtful: { ja: '送達不明（要確認）', en: 'unknown whether it left (to be checked)' },
  recalled: { ja: '差出前に抜き取り', en: 'removed before posting' },
} as const satisfies Record<MessageStatus, Text>;

/** The same where it reads otherwise: a letter is posted, a call is made. */
const channelStatusTexts: Partial<Record<string, Partial<Record<string, Text>>>> = {
  post: {
    queued: { ja: '差出待ち', en: 'waiting to be posted' },
    claimed: { ja: '印刷準備中', en: 'being prepared for print' },
    handing_over: { ja: '差出中', en: 'being posted' },
    handed_over: { ja: '差出済', en: 'posted' },
    failed: { ja: '差し出せず', en: 'could not be posted' },
  },
  phone: {
    queued: { ja: '架電待ち', en: 'to be called' },
    claimed: { ja: '架電中', en: 'being called' },
    handing_over: { ja: '架電中', en: 'being called' },
    handed_over: { ja: '通話済', en: 'spoken to' },
    failed: { ja: '通話に至らず', en: 'not spoken to' },
  },
};

/** The state of a message in words, as the channel has them. */
export const messageStatusText = (status: MessageStatus, channel: string): Text =>
  channelStatusTexts[channel]?.[status] ?? messageStatusTexts[status];

/** Why messages that are due have not left yet. */
export const deferredTexts = {
  quiet_hours: { ja: '連絡を控える時間帯', en: 'quiet hours' },
  lane_hours: { ja: 'レーンの営業時間の外', en: 'outside the hours of the lane' },
  capacity: { ja: 'レーンの日量に達した', en: "the lane's day is used up" },
} as const satisfies Record<'quiet_hours' | 'lane_hours' | 'capacity', Text>;

/** Whether a lane sends. `resting`: open again by itself, after its hours or a used-up day. */
export const laneStateTexts = {
  running: { ja: '稼働中', en: 'running' },
  resting: { ja: '休止中（自動で再開）', en: 'resting' },
  stopped: { ja: '停止中', en: 'stopped' },
} as const satisfies Record<'running' | 'resting' | 'stopped', Text>;

/** What a person decides about a bounce that could not be read automatically. */
export const bounceVerdictTexts = {
  bad_address: { ja: '宛先なし', en: 'bad address' },
  not_delivered: { ja: '届いていない', en: 'not delivered' },
  no_bounce: { ja: '不達ではない', en: 'no bounce' },
} as const satisfies Record<'bad_address' | 'not_delivered' | 'no_bounce', Text>;
