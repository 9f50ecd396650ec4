import { type ChangeFindingCode } from '../exchange/change-findings';
import { type NotifiedOutcome } from '../exchange/client-data';
import { type FileProblemCode } from '../exchange/control-totals';
import { type Text } from '../campaigns/campaign';
import { bilingual, fill, type RowFinding } from './catalogue';
import { changeKindsEn, reopenedReasonsEn, stagesEn } from './en/exchange';
import { changeFindingsEn, fileProblemsEn } from './en/exchange-findings';
import { changeKindsJa, reopenedReasonsJa, stagesJa } from './ja/exchange';
import { changeFindingsJa, fileProblemsJa } from './ja/exchange-findings';

export const stageTexts = bilingual(stagesJa, stagesEn);
export const changeKindTexts = bilingual(changeKindsJa, changeKindsEn);
export const reopenedReasonTexts: Record<string, Text> = bilingual(reopenedReasonsJa, reopenedReasonsEn);

/**
 * Outcomes in the files for the client's system. They are part of that interface and exist in Japanese only. A move is
 * accepted here; it is complete (移行完了) once that system has reported it taken over.
 */
export const outcomeWords: Record<NotifiedOutcome, string> = {
  migrated: '移行受付',
  cancelled: '解約受付',
  lapsed: '期限経過・未手続',
  unreachable: '連絡不能',
  excluded: '対象外',
  stopped: '中止',
  reopened: '取消・手続き再開',
  change_requested: '変更依頼',
};

/** What the customer wants instead, as the reason of `change_requested`; part of that interface. */
export const requestedChangeWords: Record<'migrate' | 'cancel' | 'withdrawn', string> = {
  migrate: '移行への変更',
  cancel: '解約への変更',
  withdrawn: '申出の取消',
};

/** Header of the files with results for the client's system. */
export const RESULT_COLUMNS = ['連番', '契約番号', '結果', '理由', '申出日時', '受付番号'] as const;

interface FilledFinding {
  message: Text;
  advice: Text;
}

const filled = (ja: RowFinding, en: RowFinding, detail: Record<string, unknown>): FilledFinding => ({
  message: { ja: fill(ja[0], detail, '—'), en: fill(en[0], detail, '—') },
  advice: { ja: fill(ja[1], detail, '—'), en: fill(en[1], detail, '—') },
});

/** A finding in one row of a client's file of changes. */
export const changeFindingText = (code: ChangeFindingCode, detail: Record<string, unknown> = {}): FilledFinding =>
  filled(changeFindingsJa[code], changeFindingsEn[code], detail);

/** A problem for which a whole file or acknowledgement is refused. */
export const fileProblemText = (code: FileProblemCode, detail: Record<string, unknown> = {}): FilledFinding =>
  filled(fileProblemsJa[code], fileProblemsEn[code], detail);
