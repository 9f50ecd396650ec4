import { type Text } from '../campaigns/campaign';
import { type ChangeKind, type NotifiedOutcome } from '../exchange/client-data';

/** How far a result has come on its way into the client's system. */
export const STAGES = ['open', 'accepted', 'sent', 'reflected', 'rejected', 'reported_by_client'] as const;
export type Stage = (typeof STAGES)[number];

export const stageTexts: Record<Stage, Text> = {
  open: { ja: '手続き中', en: 'under way' },
  accepted: { ja: '受付済', en: 'accepted, not sent yet' },
  sent: { ja: '連携済', en: 'sent to the client' },
  reflected: { ja: '反映済', en: 'reflected' },
  rejected: { ja: '反映エラー', en: 'rejected by the client' },
  reported_by_client: { ja: '委託元の申し出により対象外', en: 'excluded at the word of the client' },
};

export const changeKindTexts: Record<ChangeKind, Text> = {
  cancelled: { ja: '解約済', en: 'cancelled' },
  moved: { ja: '転居', en: 'moved' },
  deceased: { ja: '逝去', en: 'deceased' },
  number: { ja: '番号変更', en: 'number changed' },
  mail: { ja: 'メール変更', en: 'e-mail changed' },
  hold: { ja: '連絡留保', en: 'contact on hold' },
};

/** The client's system reads these words: they are part of the interface. */
export const outcomeWords: Record<NotifiedOutcome, string> = {
  migrated: '移行完了',
  cancelled: '解約受付',
  lapsed: '期限経過・未手続',
  unreachable: '連絡不能',
  excluded: '対象外',
  stopped: '中止',
  reopened: '取消・手続き再開',
};

export const RESULT_COLUMNS = ['連番', '契約番号', '結果', '理由', '申出日時', '受付番号'] as const;

/** Reasons of `reopened`. */
export const reopenedReasonTexts: Record<string, Text> = {
  taken_back: { ja: 'お渡しした結果は取り消されました', en: 'The result that was sent holds no longer' },
};
