import { type Text } from '../../campaigns/campaign';
import { type ProfileFault } from '../../print/envelope-profile';

/** Why letters cannot be printed for a print shop's envelopes, and what to change. */
export const profileFaultTexts = {
  window_off_sheet: {
    message: {
      ja: '窓が用紙の端に近すぎるか、用紙からはみ出しています。',
      en: 'The window is off the sheet or too near its edge.',
    },
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
    advice: {
      ja: 'ずれの小さい封筒か、窓の大きい封筒にしてください。',
      en: 'Use an envelope with less slip or a larger window.',
    },
  },
  no_room_beside_window: {
    message: { ja: '窓の右に差出人を置く余地がありません。', en: 'There is no room for the sender beside the window.' },
    advice: {
      ja: '窓の右端が134 mmより左になるようにしてください。',
      en: 'Keep the right edge of the window left of 134 mm.',
    },
  },
  marks_off_sheet: {
    message: {
      ja: '読み取りマークが用紙の下端に近すぎます。',
      en: 'The insert marks are too near the foot of the sheet.',
    },
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
