import { type RefusalCode } from '../../../campaigns/plan-diff';
import { type FindingText } from '../../catalogue';

/** What a further version of a plan did to a journey. */
export const versionEventsJa = {
  plan_changed: '新しい版の計画に移った',
  notice_replaced: '送る前の文面を新しい版に差し替えた',
  notice_recalled: '送る前の連絡を取り下げた（文面の撤回）',
} as const;

/** Why a change is refused while journeys are open, and how to correct it. */
export const versionRefusalsJa: Record<RefusalCode, FindingText> = {
  columns_fixed: { message: '取り込み列は開始後に変えられません', advice: '今の版と同じ列に戻してください。' },
  zone_fixed: { message: '時間帯（zone）は開始後に変えられません', advice: '今の版と同じ値に戻してください。' },
  choice_promised: {
    message: '案内済みの選択肢はなくせません',
    advice: '選択肢を残してください。見出しと説明は変えられます。',
  },
  date_promised: {
    message: '案内済みの日付は早められません',
    advice: '今の版と同じ日か、それより後の日にしてください。印刷済みの日付は動かせません。',
  },
  rule_promised: { message: '消印有効は取り消せません', advice: 'applyByRule を postmark に戻してください。' },
  first_dispatch_begun: { message: '初回発信日は過ぎています', advice: '今の版と同じ日に戻してください。' },
  wave_begun: {
    message: '始まった発送ロットの対象者と開始日は変えられません',
    advice: '今の版と同じ内容に戻してください。名前は変えられます。まだ始まっていないロットは、分け直せます。',
  },
  wave_after_trial: {
    message: '始まった発送ロットの前に、待つべき試行ロットは置けません',
    advice: '試行ロットを、始まったロットより後に置いてください。',
  },
  waves_reordered: {
    message: '始まった発送ロットの順番は変えられません',
    advice: '始まったロットを今の版と同じ順に並べてください。',
  },
  waves_none_left: {
    message: 'まだ始まっていないお客様を受け持つ発送ロットがありません',
    advice: '始まっていない発送ロットを1つ以上残してください。',
  },
  dispatch_begun: {
    message: '初回発信日を過ぎてから発送ロットには分けられません',
    advice: '発送ロットを外してください。',
  },
  waves_for_all: {
    message: '発送ロットを分け直す版では、お客様を今の版に残せません',
    advice:
      'すべて migrate にしてください。始まったロットの方は、そのままです。文面や計画を一部の方だけ変えたいときは、先にロットだけを分け直す版を採用し、次の版で stay を指定してください。',
  },
  segment_unknown: { message: 'この版にない区分です', advice: '新しい版の segments にある名前を使ってください。' },
  recall_unknown: { message: '今の版にない文面です', advice: '今の版の notices にある名前を使ってください。' },
  reopen_closed_missing: {
    message: '期限が延びますが、期限切れで連絡を終了したお客様の扱いが決まっていません',
    advice:
      'reopenClosed に yes（遅れて届いた回答を有効とし、未回答の方は再開する）か no（終了したままとする）を指定してください。',
  },
  on_removed_missing: {
    message: 'なくなる手順の扱いが決まっていません',
    advice: 'onRemoved に next（次の手順へ進む）か end（以後は送らない）を指定してください。',
  },
};
