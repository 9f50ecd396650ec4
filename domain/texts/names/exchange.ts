import { type Text } from '../../campaigns/campaign';
import { type NotifiedOutcome } from '../../exchange/client-data';
import { outcomeTexts } from './journeys';

/** How far a file of changes from the client has come. */
export const changeFileStatusTexts = {
  preview: { ja: '反映待ち', en: 'previewed' },
  applying: { ja: '反映中', en: 'being applied' },
  applied: { ja: '反映済', en: 'applied' },
  discarded: { ja: '破棄', en: 'discarded' },
} as const satisfies Record<string, Text>;

/** What a row of such a file does; they add up to its rows. */
export const changeVerdictTexts = {
  planned: { ja: '反映予定', en: 'to be applied' },
  done: { ja: '反映済', en: 'applied' },
  nothing_to_do: { ja: '変更なし', en: 'nothing to change' },
  refused: { ja: '取込不可', en: 'refused' },
  unknown_contract: { ja: '該当契約なし', en: 'unknown contract' },
} as const satisfies Record<string, Text>;

/** How far a delivery of results has come. */
export const deliveryStatusTexts = {
  sent: { ja: '受領通知待ち', en: 'awaiting acknowledgement' },
  acknowledged: { ja: '受領済', en: 'acknowledged' },
} as const satisfies Record<string, Text>;

/** An outcome as the client's system gets it. */
export const notifiedOutcomeTexts = {
  ...outcomeTexts,
  reopened: { ja: '取消・手続き再開', en: 'taken back, open again' },
  change_requested: { ja: '変更依頼', en: 'change requested' },
} as const satisfies Record<NotifiedOutcome, Text>;
