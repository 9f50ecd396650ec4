import { searchKana } from '../audience/search';
import { type AccountOf } from './form-rules';

export const ACCOUNT_TYPES = ['ordinary', 'current', 'savings'] as const;

/** A bank account as a customer wrote it on a form. */
export interface BankAccount {
  bank: string;
  branch: string;
  type: (typeof ACCOUNT_TYPES)[number];
  /** Digits only, seven at most. */
  number: string;
  /** In kana. */
  holder: string;
}

export const ACCOUNT_FIELDS = ['bank', 'branch', 'type', 'number', 'holder'] as const;
export type AccountField = (typeof ACCOUNT_FIELDS)[number];

/** Forms of companies: as banks shorten them, and as readings give them in full. Longer readings before those in them. */
const COMPANIES: [short: string, full: string[]][] = [
  ['トクヒ', ['トクテイヒエイリカツドウホウジン']],
  ['フク', ['シヤカイフクシホウジン']],
  ['シヤ', ['イツパンシヤダンホウジン', 'コウエキシヤダンホウジン', 'シヤダンホウジン']],
  ['ザイ', ['イツパンザイダンホウジン', 'コウエキザイダンホウジン', 'ザイダンホウジン']],
  ['イ', ['イリヨウホウジン']],
  ['ガク', ['ガツコウホウジン']],
  ['シユウ', ['シユウキヨウホウジン']],
  ['カ', ['カブシキガイシヤ', 'カブシキカイシヤ']],
  ['ユ', ['ユウゲンガイシヤ', 'ユウゲンカイシヤ']],
  ['ド', ['ゴウドウガイシヤ', 'ゴウドウカイシヤ']],
  ['シ', ['ゴウシガイシヤ', 'ゴウシカイシヤ']],
  ['メ', ['ゴウメイガイシヤ', 'ゴウメイカイシヤ']],
];

/** A name in kana, with the form of a company apart: カ)ミナト has it before, ミナト(カ after its name. */
interface Holder {
  name: string;
  form: string | null;
}

function holderOf(kana: string): Holder {
  // searchKana drops the form of a company at the beginning, unless a sign stands before it
  const text = searchKana(`/${kana.normalize('NFKC')}`).slice(1);
  for (const [short, full] of COMPANIES) {
    for (const reading of full) {
      if (text.startsWith(reading)) return { name: text.slice(reading.length), form: `${short})` };
      if (text.endsWith(reading)) return { name: text.slice(0, -reading.length), form: `(${short}` };
    }
    const before = new RegExp(`^\\(?${short}\\)`).exec(text);
    if (before) return { name: text.slice(before[0].length), form: `${short})` };
    const after = new RegExp(`\\(${short}\\)?$`).exec(text);
    if (after) return { name: text.slice(0, after.index), form: `(${short}` };
  }
  return { name: text, form: null };
}

/** Whether two readings name the same holder; a company's form counts where both give it. */
function sameHolder(a: string, b: string): boolean {
  const [one, other] = [holderOf(a), holderOf(b)];
  return one.name === other.name && (one.form === null || other.form === null || one.form === other.form);
}

/** The parts in which two people read different accounts, each compared as banks do. */
export const differingFields = (a: BankAccount | null, b: BankAccount | null): AccountField[] => {
  if (a === null || b === null) return a === b ? [] : [...ACCOUNT_FIELDS];
  return ACCOUNT_FIELDS.filter((field) =>
    field === 'holder' ? !sameHolder(a.holder, b.holder) : keyOf(a, field) !== keyOf(b, field),
  );
};

function keyOf(account: BankAccount, field: Exclude<AccountField, 'holder'>): string {
  if (field === 'number') return account.number.padStart(7, '0');
  const text = account[field].normalize('NFKC').replace(/\s/g, '');
  return field === 'bank' ? text.replace(/銀行$/, '') : field === 'branch' ? text.replace(/支店$/, '') : text;
}

/** Whose account it is, by the reading that the client gave of the customer's name. */
export function accountOf(account: BankAccount | null, kana: string | undefined): AccountOf {
  if (account === null) return 'none';
  if (!kana) return 'unproven';
  return sameHolder(account.holder, kana) ? 'customer' : 'other';
}

/** The account as it may be shown: enough to see which one it is, not enough to use it. */
export const maskedAccount = ({ bank, branch, type, number, holder }: BankAccount) => ({
  ...{ bank: beginning(bank), branch: beginning(branch), type, holder: beginning(holder) },
  number: number.slice(-3).padStart(7, '•'),
});

const beginning = (text: string): string => `${[...text.trim()][0] ?? ''}•••`;
