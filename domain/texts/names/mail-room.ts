import { type Text } from '../../campaigns/campaign';
import { type ACCOUNT_TYPES } from '../../returns/bank-account';
import { type BoxEnd } from '../../returns/boxes';
import {
  type EnclosureKind,
  type EnclosureStep,
  type Ending,
  type Masked,
  type NotifiedAs,
} from '../../returns/enclosures';
import { type AccountOf, type Hanko } from '../../returns/form-rules';
import { type Carrier, type HandedTo, type SetAsideReason } from '../../returns/mail-room';
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

/** A stamped hanko against the client's record of it. */
export const hankoTexts = {
  matches: { ja: '一致', en: 'the registered one' },
  differs: { ja: '相違・不鮮明', en: 'another, or not clear' },
  none: { ja: 'なし', en: 'none' },
} as const satisfies Record<Hanko, Text>;

export const accountTypeTexts = {
  ordinary: { ja: '普通', en: 'ordinary' },
  current: { ja: '当座', en: 'current' },
  savings: { ja: '貯蓄', en: 'savings' },
} as const satisfies Record<(typeof ACCOUNT_TYPES)[number], Text>;

/** Whose account is written on a form. */
export const accountOfTexts = {
  customer: { ja: 'ご本人名義', en: "the customer's" },
  other: { ja: '名義が異なる', en: 'of another holder' },
  unproven: { ja: '名義を照合できない', en: 'holder not proven' },
  none: { ja: '記入なし・不足', en: 'missing or incomplete' },
} as const satisfies Record<AccountOf, Text>;

/** How the sender was notified of what was masked. */
export const notifiedAsTexts = {
  phone: { ja: '電話で伝えた', en: 'in a call' },
  letter: { ja: '書面を同封した', en: 'by a letter' },
} as const satisfies Record<NotifiedAs, Text>;

/** Who hands post over to the return desk. */
export const carrierTexts = {
  post: { ja: '郵便局', en: 'post office' },
  courier: { ja: '宅配・信書便', en: 'courier' },
  by_hand: { ja: '持参・社内便', en: 'by hand' },
} as const satisfies Record<Carrier, Text>;

/** Why an envelope was set aside. */
export const setAsideTexts = {
  not_ours: { ja: '当社あてではない（誤配）', en: 'not addressed to us' },
  other_client: { ja: '別の委託元のもの', en: "another client's" },
  no_code: { ja: '封書番号がない・読めない', en: 'no code, or illegible' },
  empty: { ja: '中身がない', en: 'empty' },
  other: { ja: 'その他、確認中', en: 'other, to be found out' },
} as const satisfies Record<SetAsideReason, Text>;

/** To whom an envelope that was set aside has gone. */
export const handedToTexts = {
  post: { ja: '郵便局へ返した', en: 'back to the post office' },
  client: { ja: '委託元へ引き渡した', en: 'to its client' },
  sender: { ja: '差出人へ返した', en: 'back to the sender' },
  box: { ja: '箱に保管した', en: 'kept in a box' },
} as const satisfies Record<HandedTo, Text>;

/** What lay in an envelope besides the form. */
export const enclosureTexts = {
  money: { ja: '現金', en: 'money' },
  passbook: { ja: '通帳', en: 'passbook' },
  card: { ja: 'カード', en: 'card' },
  stamps: { ja: '切手・印紙・金券', en: 'stamps, vouchers' },
  hanko: { ja: '印鑑', en: 'hanko' },
  original: { ja: '原本（証書・証明書）', en: 'original document' },
  id_copy: { ja: '本人確認書類の写し', en: 'copy of an identity document' },
  other: { ja: 'その他', en: 'other' },
} as const satisfies Record<EnclosureKind, Text>;

/** What was made illegible on a copy of an identity document. */
export const maskedTexts = {
  insurance_number: { ja: '健康保険の記号・番号を塗りつぶした', en: 'health insurance number masked' },
  my_number: { ja: 'マイナンバーを塗りつぶした', en: 'My Number masked' },
  both: { ja: '両方を塗りつぶした', en: 'both masked' },
  none_found: { ja: '塗りつぶす番号はなかった', en: 'no such number on it' },
} as const satisfies Record<Masked, Text>;

/** How an enclosure leaves. */
export const endingTexts = {
  returned: { ja: '書留でお客様へ返却', en: 'returned to the customer by registered post' },
  kept: { ja: '箱に保管', en: 'kept in a box' },
  destroyed: { ja: '廃棄', en: 'destroyed' },
  to_client: { ja: '委託元へ引渡し', en: 'handed to the client' },
} as const satisfies Record<Ending, Text>;

/** How a box of paper ends. */
export const boxEndTexts = {
  dissolved: { ja: '溶解', en: 'dissolved' },
  shredded: { ja: '細断', en: 'shredded' },
  to_client: { ja: '委託元へ引渡し', en: 'handed to the client' },
} as const satisfies Record<BoxEnd, Text>;

/** What an enclosure waits for. */
export const enclosureStepTexts = {
  witness: { ja: '2人目の確認待ち', en: 'second person due' },
  mask: { ja: '番号の塗りつぶし待ち', en: 'to be masked' },
  notify: { ja: '差出人への連絡待ち', en: 'sender to be notified' },
  end: { ja: '扱いの記録待ち', en: 'end due' },
  end_witness: { ja: '引渡しの2人目待ち', en: 'second person due, at its end' },
  delivery: { ja: '配達の確認待ち', en: 'delivery to be confirmed' },
  closed: { ja: '完了', en: 'closed' },
} as const satisfies Record<EnclosureStep, Text>;
