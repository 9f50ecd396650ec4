import { type ChangeKind, type Stage } from '../../exchange/client-data';

/** How far a result is on its way into the client's system. */
export const stagesJa: Record<Stage, string> = {
  open: '手続き中',
  accepted: '受付済',
  sent: '連携済',
  reflected: '反映済',
  rejected: '反映エラー',
  reported_by_client: '委託元の申し出により対象外',
};

/** Kinds of change in the client's files. */
export const changeKindsJa: Record<ChangeKind, string> = {
  cancelled: '解約済',
  moved: '転居',
  deceased: '逝去',
  number: '番号変更',
  mail: 'メール変更',
  language: '言語変更',
  hold: '連絡留保',
};

/** Reasons of the outcome `reopened`. */
export const reopenedReasonsJa = { taken_back: 'お渡しした結果は取り消されました' };
