import { type Language, type Text } from '../campaigns/campaign';
import { type RefusalCode } from '../campaigns/plan-diff';

/** What a further version did to a journey. */
export const planVersionEventTexts: Record<string, Text> = {
  plan_changed: { ja: '新しい版の計画に移った', en: 'Went over to a new version of the plan' },
  notice_replaced: { ja: '送る前の文面を新しい版に差し替えた', en: 'The text was replaced before it left' },
  notice_recalled: {
    ja: '送る前の連絡を取り下げた（文面の撤回）',
    en: 'Taken back before it left: its text was recalled',
  },
};

/** Why a change is refused while people are in flight, and how to mend it. */
const refusals: Record<RefusalCode, { message: Text; advice: Text }> = {
  columns_fixed: {
    message: { ja: '取り込み列は開始後に変えられません', en: 'The columns of the audience file are fixed by now' },
    advice: { ja: '今の版と同じ列に戻してください。', en: 'Put back the columns of the present version.' },
  },
  zone_fixed: {
    message: { ja: '時間帯（zone）は開始後に変えられません', en: 'The time zone is fixed by now' },
    advice: { ja: '今の版と同じ値に戻してください。', en: 'Put back the zone of the present version.' },
  },
  choice_promised: {
    message: { ja: '案内済みの選択肢はなくせません', en: 'A choice that customers were given cannot be taken away' },
    advice: {
      ja: '選択肢を残してください。見出しと説明は変えられます。',
      en: 'Keep the choice. Its label and details may change.',
    },
  },
  date_promised: {
    message: { ja: '案内済みの日付は早められません', en: 'A date that customers were told cannot come sooner' },
    advice: {
      ja: '今の版と同じ日か、それより後の日にしてください。印刷済みの日付は動かせません。',
      en: 'Give the same day or a later one: what was printed cannot be moved.',
    },
  },
  rule_promised: {
    message: { ja: '消印有効は取り消せません', en: 'That the postmark counts cannot be taken back' },
    advice: { ja: 'applyByRule を postmark に戻してください。', en: 'Put applyByRule back to postmark.' },
  },
  first_dispatch_begun: {
    message: { ja: '初回発信日は過ぎています', en: 'The first dispatch date has passed' },
    advice: { ja: '今の版と同じ日に戻してください。', en: 'Put back the day of the present version.' },
  },
  waves_fixed: {
    message: { ja: '発送ロットの分け方は開始後に変えられません', en: 'Who is in which wave is fixed by now' },
    advice: {
      ja: '今の版と同じ発送ロットに戻してください。開始日と名前は変えられます。',
      en: 'Put back the waves of the present version. When they begin and what they are called may change.',
    },
  },
  segment_unknown: {
    message: { ja: 'この版にない区分です', en: 'This version has no such segment' },
    advice: {
      ja: '新しい版の segments にある名前を使ってください。',
      en: 'Use a name from `segments` of the new version.',
    },
  },
  recall_unknown: {
    message: { ja: '今の版にない文面です', en: 'The present version has no such notice' },
    advice: {
      ja: '今の版の notices にある名前を使ってください。',
      en: 'Use a name from `notices` of the present version.',
    },
  },
  reopen_closed_missing: {
    message: {
      ja: '期限が延びますが、期限切れで締めくくった経過の扱いが決まっていません',
      en: 'People have longer, but it is not said what becomes of journeys that were closed for lateness',
    },
    advice: {
      ja: 'reopenClosed に yes（遅れて届いた回答を有効とし、未回答の方は再開する）か no（締めくくったままとする）を指定してください。',
      en: 'Set reopenClosed to yes (late answers count, the silent are open again) or no (they stay closed).',
    },
  },
  on_removed_missing: {
    message: { ja: 'なくなる手順の扱いが決まっていません', en: 'It is not said what becomes of a removed step' },
    advice: {
      ja: 'onRemoved に next（次の手順へ進む）か end（以後は送らない）を指定してください。',
      en: 'Set onRemoved to next (go on with the next step) or end (nothing more is sent).',
    },
  },
};

/** A refused change in one language. */
export const refusalText = (code: RefusalCode, language: Language): { message: string; advice: string } => ({
  message: refusals[code].message[language],
  advice: refusals[code].advice[language],
});
