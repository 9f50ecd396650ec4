import { type CallResult } from '../calls/call-rules';
import { type Text } from '../campaigns/campaign';

/** What came of a call, as the desk chooses it. */
export const callResultTexts: Record<CallResult, Text> = {
  completed: { ja: '受付完了（電話）', en: 'declared on the phone' },
  intent: { ja: '意向のみ・手続きを案内', en: 'intent only, guided to the page or form' },
  callback: { ja: '折り返しを約束', en: 'call back promised' },
  no_answer: { ja: '不在・呼出のみ', en: 'no answer' },
  busy: { ja: '話し中', en: 'busy' },
  voicemail: { ja: '留守番電話', en: 'voicemail' },
  third_party: { ja: '別の方が応答', en: 'someone else answered' },
  wrong_number: { ja: '番号違い', en: 'wrong number' },
  invalid_number: { ja: '番号が現在使われていない', en: 'number not in use' },
  refused: { ja: '電話を拒否', en: 'refuses further calls' },
  deceased: { ja: 'ご逝去の申し出', en: 'death reported' },
};

/** Reasons that come from the desks, as timelines show them. */
export const deskReasonTexts: Record<string, Text> = {
  consent_missing: { ja: '法定代理人の同意が得られないまま期限', en: 'no consent of the legal representative in time' },
  ...callResultTexts,
  death_reported: { ja: 'ご逝去の申し出', en: 'death reported' },
  'hold:antisocial': { ja: '連絡留保中（反社会的勢力の疑い）', en: 'on hold (suspected organised crime)' },
  'hold:vip': { ja: '連絡留保中（個別対応）', en: 'on hold (handled individually)' },
  'hold:address_research': { ja: '連絡留保中（住所調査）', en: 'on hold (address being looked for)' },
  'hold:consent_missing': {
    ja: '連絡留保中（法定代理人の同意待ち）',
    en: 'on hold (consent of the legal representative)',
  },
  'hold:other': { ja: '連絡留保中（その他）', en: 'on hold (other)' },
};
