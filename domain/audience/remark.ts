/** Why a remark stops every contact with the customer: a contact hold. */
export const CONTACT_HOLDS = ['death', 'lawyer', 'guardian', 'dispute', 'complaint'] as const;
export type ContactHoldReason = (typeof CONTACT_HOLDS)[number];

/**
 * What a remark asks for that a person decides before notices go out: it forbids, redirects or conditions them. No
 * contact hold: other campaigns go on.
 */
export const INSTRUCTIONS = [
  'protection',
  'redirect',
  'agent',
  'in_hospital',
  'overseas',
  'no_phone',
  'no_contact',
  'large_print',
] as const;

/** Why a row is held for a person's decision. */
export type HoldReason = ContactHoldReason | (typeof INSTRUCTIONS)[number];

const PROTECTION =
  /支援措置|(?<![A-Z])DV(?![A-Z])|ストーカー|虐待|住所(?:は|を)?(?:秘匿|非開示|秘密)|居所(?:秘匿|非開示)|閲覧制限|接近禁止|保護命令|シェルター/i;

/** A wish that something be left undone, within a few characters of what it is about. */
const NOT = '(?:不可|禁止|厳禁|拒否|辞退|お断り|断る|NG|不要|無用|控え|しない|せず|止め|停止|希望(?:しない|せず))';

/** By priority: a remark with several reasons gets the first. */
const WORDS: [HoldReason, RegExp][] = [
  ['death', /逝去|死亡|死去|故人|他界|亡くな|物故|相続/],
  ['lawyer', /弁護士|受任|債務整理|破産|管財人|民事再生/],
  ['guardian', /後見|保佐|補助(?!金)|法定代理人/],
  ['dispute', /係争|訴訟|調停|裁判/],
  ['complaint', /苦情|クレーム/],
  ['protection', PROTECTION],
  [
    'redirect',
    /(?:送付|郵送|発送|送り|配送|郵便物|書類|案内|通知|請求書?|連絡)(?:の)?(?:先|宛先?|あて先?)|転送(?!届|不要)|別送|別(?:の)?(?:住所|宛|途)|宛先(?:変更|指定)|気付|実家(?:へ|に|宛)|(?:勤務先|職場|会社|施設|息子|娘|長男|長女|次男|次女|家族|妻|夫|親|子|姉|兄|弟|妹)(?:様|さん|さま)?(?:へ|に|宛)/,
  ],
  [
    'agent',
    /代理(?!店|販売)|委任|名代|(?:窓口|対応|連絡|手続き?)(?:は|が|を)?(?:家族|ご家族|息子|娘|長男|長女|妻|夫|親|子)/,
  ],
  ['in_hospital', /入院|入所|入居中|施設|療養|老人ホーム|介護/],
  ['overseas', /海外|国外|渡航|在外|外国(?!籍|人)|赴任|駐在|留学|帰国/],
  ['no_phone', new RegExp(`(?:電話|架電|TEL|通話|携帯|コール).{0,8}${NOT}|${NOT}.{0,4}(?:電話|架電|TEL)`, 'i')],
  [
    'no_contact',
    new RegExp(
      `(?:連絡|郵送|郵便|送付|発送|案内|通知|メール|SMS|ショートメッセージ|DM|手紙|書面|訪問).{0,8}${NOT}`,
      'i',
    ),
  ],
  ['large_print', /大(?:きな|きい)?(?:活字|文字|字)|拡大|点字|弱視|視覚|全盲|失明|老眼|音訳|読み上げ/],
];
/** Words that are never part of a name. 弁護士, for example, is part of company names such as 弁護士法人. */
const NAME_WORDS: [HoldReason, RegExp][] = [
  ['death', /故人|相続人|遺族|^故[ 　]/],
  ['guardian', /後見人|保佐人|補助人/],
  ['lawyer', /破産管財人/],
];

/** The reason to hold a row, derived from its remark and name; null if there is none. */
export function holdReason(remark: string, name: string): HoldReason | null {
  const text = plain(remark);
  const found =
    WORDS.find(([, words]) => text !== '' && words.test(text)) ?? NAME_WORDS.find(([, words]) => words.test(name));
  return found?.[0] ?? null;
}

/** The reason for a contact hold alone; null if there is none. */
export function contactHoldReason(remark: string, name: string): ContactHoldReason | null {
  const reason = holdReason(remark, name);
  return CONTACT_HOLDS.find((hold) => hold === reason) ?? null;
}

/** Whether a remark says that the customer is under protection (支援措置), whatever else it says. */
export const asksForProtection = (remark: string): boolean => PROTECTION.test(plain(remark));

/** Widths and spaces as typed do not matter. */
const plain = (remark: string): string => remark.normalize('NFKC').replace(/\s+/g, '');
