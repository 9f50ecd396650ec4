/**
 * What the client asks for on the paper form besides the choice. `hanko`: the hanko that is registered with it (届出印).
 * `account`: the customer's bank account, from all (`always`) or from those who cancel a contract (`on_cancel`).
 */
export interface FormRules {
  hanko: 'none' | 'required';
  account: 'none' | 'on_cancel' | 'always';
  /** `returned`: the original goes back with the letter about a defect that no call can mend. Absent: it is kept. */
  original?: 'kept' | 'returned';
}

export const NO_FORM_RULES: FormRules = { hanko: 'none', account: 'none' };

const ACCOUNT: readonly FormRules['account'][] = ['none', 'on_cancel', 'always'];

/** What the one form in an envelope asks for, whose letters are of several campaigns: whatever one of them asks for. */
export const rulesOfForm = (docs: readonly { form?: FormRules }[]): FormRules => {
  const rules = docs.map(({ form }) => form ?? NO_FORM_RULES);
  return {
    hanko: rules.some(({ hanko }) => hanko === 'required') ? 'required' : 'none',
    ...(rules.some(({ original }) => original === 'returned') && { original: 'returned' as const }),
    account: ACCOUNT[Math.max(0, ...rules.map(({ account }) => ACCOUNT.indexOf(account)))]!,
  };
};

/** A stamped hanko against the client's record of it (印鑑照合). `differs`: another one, or not clear enough to tell. */
export const HANKO_CHECKS = ['matches', 'differs', 'none'] as const;
export type Hanko = (typeof HANKO_CHECKS)[number];

/**
 * Whose account is written on a form: the customer's by its holder in kana, another person's, or not known, as the
 * client gave no kana. `none`: there is none, or it lacks a part.
 */
export type AccountOf = 'customer' | 'other' | 'unproven' | 'none';
