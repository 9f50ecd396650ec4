import { type Text } from '../campaigns/campaign';
import { deskReasonTexts } from './call-results';
import { planVersionEventTexts } from './plan-versions';
import { steeringEventTexts, steeringReasonTexts } from './pauses';
import { consentEventTexts, consentReasonTexts } from './consents';
import { requestEventTexts } from './requests';
import { returnEventTexts } from './returns';

/** What an entry of the ledger says, for people. */
export const eventTexts: Record<string, Text> = {
  'decision.place': { ja: '連絡を出すことにした', en: 'Decided to contact' },
  'decision.wait': { ja: '待つことにした', en: 'Decided to wait' },
  'decision.held': { ja: '連絡を留保した', en: 'Held back' },
  'decision.close': { ja: '締めくくった', en: 'Closed' },
  handed_over: { ja: '送信した', en: 'Handed over' },
  doubtful: { ja: '送信できたか不明（人が確認する）', en: 'Nobody can say whether it left; a person looks at it' },
  not_sent: { ja: '送信しなかった', en: 'Not sent' },
  bounced: { ja: '不達', en: 'Bounced' },
  complained: { ja: '迷惑メールとして申告された', en: 'Complained about as unwanted' },
  delivered: { ja: '相手の端末に届いた', en: 'Delivered to the phone' },
  'arrival.answer': { ja: 'お客様の回答を受け付けた', en: 'The customer answered' },
  'arrival.answer_withdrawn': { ja: 'お客様が回答を取り消した', en: 'The customer took the answer back' },
  'arrival.bounce': { ja: '不達の知らせが届いた', en: 'A bounce came in' },
  'arrival.opt_out': { ja: '停止の申し出を受け付けた', en: 'The customer opted out' },
  'arrival.not_sent': { ja: '送信できなかったことが分かった', en: 'A contact turned out not to have gone out' },
  'arrival.undeliverable': { ja: '郵便物が戻ってきた（不着）', en: 'A letter came back' },
  'arrival.form_defect': { ja: '返送された用紙に不備があった', en: 'A returned form had a defect' },
  call_attempt: { ja: '電話をかけた', en: 'Called' },
  'arrival.call_ended': { ja: '架電が終わった', en: 'The call task ended' },
  'arrival.contracts_removed': {
    ja: '委託元の異動データにより対象から外れた',
    en: "Left the audience by the client's file of changes",
  },
  'arrival.result_rejected': {
    ja: '委託元のシステムが結果を受け付けなかった（反映エラー）',
    en: "The client's system rejected the result",
  },
  'arrival.contact_changed': { ja: '連絡先が変わった', en: 'The address changed' },
  'arrival.hold_opened': { ja: '連絡留保になった', en: 'A hold was opened' },
  'arrival.hold_released': { ja: '連絡留保が解かれた', en: 'A hold was released' },
  ...requestEventTexts,
  ...returnEventTexts,
  ...consentEventTexts,
  ...planVersionEventTexts,
  ...steeringEventTexts,
  outcome: { ja: '結果が変わった', en: 'The outcome changed' },
  restarted: { ja: '処理が失われていたため経過を再始動した', en: 'Started again, for its workflow was gone' },
  reopened: { ja: '経過を再開した', en: 'Reopened' },
};

/** Reasons of decisions, refusals and outcomes. What follows a colon in a reason is shown as it is. */
export const reasonTexts: Record<string, Text> = {
  ...deskReasonTexts,
  ...consentReasonTexts,
  ...steeringReasonTexts,
  consent_yes: { ja: '同意あり', en: 'consent given' },
  consent_unknown_allowed: { ja: '同意不明だが、規則により可', en: 'consent unknown, allowed by the table' },
  consent_unknown_not_allowed: { ja: '同意不明のため不可', en: 'consent unknown, not allowed by the table' },
  refused: { ja: '本人が拒否', en: 'the customer refuses this channel' },
  override: { ja: '拒否だが、承認された例外により可', en: 'refused, but overridden by an approved exception' },
  no_contact: { ja: '連絡先がない', en: 'no address for this channel' },
  contact_bad: { ja: '連絡先が使えない', en: 'the address does not work' },
  no_usable_channel: { ja: '使える手段がない', en: 'no usable channel' },
  no_channel_left: { ja: '残る手段がない', en: 'no channel is left' },
  last_dispatch_passed: { ja: '最終発信日を過ぎた', en: 'after the last dispatch date' },
  before_first_dispatch: { ja: '初回発信日の前', en: 'before the first dispatch date' },
  before_wave: { ja: '発送ロットの開始日の前', en: 'before the day on which its wave begins' },
  waiting_for_reply: { ja: '回答を待っている', en: 'waiting for a reply' },
  predecessor_not_handed_over: { ja: '前の連絡がまだ出ていない', en: 'the contact before it has not left yet' },
  being_asked: { ja: 'どちらの回答が有効かを電話で確かめている', en: 'being asked by phone which answer holds' },
  all_steps_done: { ja: '予定した連絡はすべて済み', en: 'every planned contact is done' },
  answered: { ja: '回答済み', en: 'answered' },
  deadline_passed: { ja: '期限を過ぎた', en: 'the deadline has passed' },
  campaign_paused: { ja: '案件が一時停止中', en: 'the campaign is paused' },
  campaign_stopped: { ja: '案件が中止された', en: 'the campaign was stopped' },
  hold: { ja: '連絡留保中', en: 'on hold' },
  'hold:death': { ja: '連絡留保中（ご逝去・相続）', en: 'on hold (death, inheritance)' },
  'hold:lawyer': { ja: '連絡留保中（弁護士・破産）', en: 'on hold (lawyer, bankruptcy)' },
  'hold:guardian': { ja: '連絡留保中（後見など）', en: 'on hold (guardian)' },
  'hold:protection': { ja: '連絡留保中（支援措置）', en: 'on hold (protected address)' },
  'hold:dispute': { ja: '連絡留保中（係争）', en: 'on hold (dispute)' },
  'hold:complaint': { ja: '連絡留保中（苦情）', en: 'on hold (complaint)' },
  web: { ja: 'Webで手続き', en: 'declared on the web page' },
  web_in_grace: { ja: 'Webで手続き（救済期限内）', en: 'declared on the web page, in the grace period' },
  form: { ja: '返送用紙で手続き', en: 'declared on the returned form' },
  form_in_grace: { ja: '返送用紙で手続き（救済期限内）', en: 'declared on the returned form, in the grace period' },
  phone: { ja: '電話で手続き', en: 'declared on the phone' },
  phone_in_grace: { ja: '電話で手続き（救済期限内）', en: 'declared on the phone, in the grace period' },
  cancelled_at_client: { ja: '対象外（解約済）', en: 'excluded: already cancelled at the client' },
  deceased: { ja: '対象外（逝去）', en: 'excluded: deceased' },
  nothing_left: { ja: '対象の契約がなくなった', en: 'no contract is left' },
  not_in_policy: { ja: '連絡規則にない手段', en: 'not in the contact policy' },
  no_notice: { ja: 'この手段の文面がない', en: 'no text for this channel' },
  no_answer: { ja: '電話に出なかった', en: 'nobody answered the calls' },
  wrong_number: { ja: '番号違い', en: 'wrong number' },
  invalid_number: { ja: '使われていない番号', en: 'number not in use' },
  unknown: { ja: 'あて所に尋ねあたりません', en: 'unknown at this address' },
  moved: { ja: '転居先不明', en: 'moved' },
  incomplete: { ja: 'あて名不完全', en: 'address incomplete' },
  unclaimed: { ja: '保管期間経過', en: 'not collected' },
  postage: { ja: '料金不足', en: 'postage' },
  'hold:client_request': { ja: '連絡留保中（委託元の申し出）', en: 'on hold (asked for by the client)' },
  'hold:death_reported': { ja: '連絡留保中（ご逝去の申し出・相続対応）', en: 'on hold (death reported, inheritance)' },
  notified_and_silent: { ja: '通知は届いたが回答なし', en: 'notified, no answer' },
  answer_taken_back: { ja: '回答が取り消されたまま期限', en: 'the answer was taken back, none followed' },
  bounced_no_other_channel: { ja: '不達、ほかの手段なし', en: 'bounced, no other channel' },
  refused_no_other_channel: { ja: '拒否、ほかの手段なし', en: 'refused, no other channel' },
  never_handed_over: { ja: '一度も送れなかった', en: 'nothing was ever handed over' },
  journey_over: { ja: '経過が締めくくられた', en: 'the journey was over' },
  glyph_missing: { ja: '印字できない文字がある', en: 'a character that no font can print' },
  key_lost: { ja: '個人情報の鍵が見つからない', en: 'the key of the personal data is lost' },
  notice_invalid: { ja: '文面をつくれない', en: 'the text could not be written' },
  notice_recalled: { ja: '文面が撤回された', en: 'its text was recalled' },
  journey_closed: { ja: '経過が締めくくられた', en: 'the journey was closed' },
};

/** A reason code as text; the code itself when it is one of a provider, such as an SMTP reply. */
export function reasonText(reason: string): Text {
  const whole = reasonTexts[reason];
  if (whole) return whole;
  const [code = '', ...rest] = reason.split(':');
  const text = reasonTexts[code];
  if (!text) return { ja: reason, en: reason };
  const detail = rest.join(':');
  return detail ? { ja: `${text.ja}（${detail}）`, en: `${text.en} (${detail})` } : text;
}
