/** Why a row is held for a person's decision. */
export type HoldReason = 'death' | 'lawyer' | 'guardian' | 'protection' | 'dispute' | 'complaint';

/** By priority: a remark with several reasons gets the first. */
const WORDS: [HoldReason, RegExp][] = [
  ['death', /逝去|死亡|死去|故人|他界|亡くな|物故|相続/],
  ['protection', /支援措置|DV|ストーカー|住所秘匿|閲覧制限/i],
  ['lawyer', /弁護士|受任|債務整理|破産|管財人|民事再生/],
  ['guardian', /後見|保佐|補助(?!金)|法定代理人/],
  ['dispute', /係争|訴訟|調停|裁判/],
  ['complaint', /苦情|クレーム/],
];
/** Words that are never part of a name. 弁護士, for example, is part of company names such as 弁護士法人. */
const NAME_WORDS: [HoldReason, RegExp][] = [
  ['death', /故人|相続人|遺族|^故[ 　]/],
  ['guardian', /後見人|保佐人|補助人/],
  ['lawyer', /破産管財人/],
];

/** The reason to hold a row, derived from its remark and name; null if there is none. */
export function holdReason(remark: string, name: string): HoldReason | null {
  const text = remark.normalize('NFKC');
  const found =
    WORDS.find(([, words]) => text !== '' && words.test(text)) ?? NAME_WORDS.find(([, words]) => words.test(name));
  return found?.[0] ?? null;
}
