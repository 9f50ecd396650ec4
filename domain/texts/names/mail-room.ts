import { type Text } from '../../campaigns/campaign';
import {
  type RegisterGround,
  type ResearchFound,
  type ResearchNext,
  type ResearchWay,
} from '../../returns/address-research';

/** Where the address of a letter that came back was looked for. */
export const researchWayTexts = {
  client_file: { ja: '委託元の台帳', en: "the client's file" },
  phone: { ja: '登録の電話番号への架電', en: 'a call to the registered number' },
  representative: { ja: '代理人・連絡先', en: 'a representative' },
  post_office: { ja: '郵便局の返戻理由', en: "the post's slip" },
  residents_register: { ja: '住民票', en: 'the register of residents' },
} as const satisfies Record<ResearchWay, Text>;

/** Why the register of residents was looked up. */
export const registerGroundTexts = {
  client_instruction: { ja: '委託元の指示書', en: "the client's written instruction" },
  legal_duty: { ja: '法令にもとづく義務', en: 'a duty by law' },
} as const satisfies Record<RegisterGround, Text>;

export const researchFoundTexts = {
  forwarding_ended: { ja: '転送期間（届出から1年）が終わっていた', en: 'the year of forwarding is over' },
  not_forwarded: { ja: '転居届があり、転送不要のため戻った', en: 'moved, and the letter was not to be forwarded' },
  moved: { ja: '転居していた', en: 'moved' },
  wrong_in_file: { ja: '台帳の住所に誤りがあった', en: 'the address on file is wrong' },
  at_address: { ja: '登録の住所にお住まい', en: 'lives at the address on file' },
  nothing: { ja: '分からなかった', en: 'nothing was found' },
} as const satisfies Record<ResearchFound, Text>;

export const researchNextTexts = {
  ask_client: { ja: '委託元へ照会する', en: 'ask the client' },
  end: { ja: '郵送を打ち切る', en: 'send no letter any more' },
} as const satisfies Record<ResearchNext, Text>;

/** Where the original of a form is. */
export const originalStateTexts = {
  due: { ja: '同封待ち', en: 'to be put in' },
  put: { ja: '2人目の確認待ち', en: 'second person due' },
  witnessed: { ja: '同封済み', en: 'in its envelope' },
  kept: { ja: '返さずに保管', en: 'kept' },
} as const satisfies Record<'due' | 'put' | 'witnessed' | 'kept', Text>;
