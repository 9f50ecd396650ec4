import { type Channel, type Text } from '../../campaigns/campaign';
import { type ProfileFault } from '../../print/envelope-profile';
import { type MessageStatus } from '../../journeys/states';

/** Why letters cannot be printed for a print shop's envelopes, and what to change. */
export const profileFaultTexts = {
  window_off_sheet: {
    message: { ja: '窓が用紙の端に近すぎるか、用紙からはみ出しています。', en: 'The window is off the sheet or too near its edge.' },
    advice: {
      ja: '宛名が用紙の端から10 mm以上離れるように、窓の位置を入れてください。',
      en: 'Give its place so that the address is 10 mm from the edges of the sheet.',
    },
  },
  window_below_fold: {
    message: { ja: '窓が最初の折り目より下にかかっています。', en: 'The window lies below the first fold.' },
    advice: { ja: '窓の上からの位置と高さを確かめてください。', en: 'Check its distance from the top and its height.' },
  },
  window_too_small: {
    message: {
      ja: 'ずれと余白2 mmを除くと、宛名とカスタマバーコードが窓に収まりません。',
      en: 'Less slip and 2 mm of margin, the address with its barcode does not fit in the window.',
    },
    advice: { ja: 'ずれの小さい封筒か、窓の大きい封筒にしてください。', en: 'Use an envelope with less slip or a larger window.' },
  },
  no_room_beside_window: {
    message: { ja: '窓の右に差出人を置く余地がありません。', en: 'There is no room for the sender beside the window.' },
    advice: { ja: '窓の右端が134 mmより左になるようにしてください。', en: 'Keep the right edge of the window left of 134 mm.' },
  },
  marks_off_sheet: {
    message: { ja: '読み取りマークが用紙の下端に近すぎます。', en: 'The insert marks are too near the foot of the sheet.' },
    advice: { ja: '上からの位置を小さくしてください。', en: 'Move them up.' },
  },
  marks_in_window: {
    message: { ja: '読み取りマークが窓に見えるおそれがあります。', en: 'The insert marks may show in the window.' },
    advice: { ja: '窓の下端から10 mm以上離してください。', en: 'Keep them 10 mm below the window.' },
  },
  marks_on_fold: {
    message: { ja: '読み取りマークが折り目にかかっています。', en: 'The insert marks lie on a fold.' },
    advice: { ja: '折り目（99 mmと198 mm）を避けてください。', en: 'Keep clear of the folds (99 and 198 mm).' },
  },
} as const satisfies Record<ProfileFault, { message: Text; advice: Text }>;

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
