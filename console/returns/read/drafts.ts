import { type BankAccount } from '../../../domain/returns/bank-account';
import { type Hanko } from '../../../domain/returns/form-rules';
import { type Ticked } from '../../../domain/returns/return-rules';

/** What one person is typing of one form. */
export interface Draft {
  choices: Partial<Record<string, Ticked>>;
  written: string;
  signed: boolean | null;
  otherPerson: boolean;
  illegible: boolean;
  remark: boolean;
  hanko: Hanko | null;
  account: Omit<BankAccount, 'type'> & { type: BankAccount['type'] | null };
  noAccount: boolean;
}

const EMPTY: Draft = {
  ...{ choices: {}, written: '', signed: null, otherPerson: false, illegible: false, remark: false },
  ...{ hanko: null, account: { bank: '', branch: '', type: null, number: '', holder: '' }, noAccount: false },
};
/** By return, in the memory of the page: it stays through other pages, a lost connection and the end of a session. */
const drafts = new Map<number, Draft>();

export const draftOf = (id: number): Draft => drafts.get(id) ?? EMPTY;
export const keepDraft = (id: number, draft: Draft): void => void drafts.set(id, draft);
export const dropDraft = (id: number): void => void drafts.delete(id);

addEventListener('beforeunload', (event) => {
  if (drafts.size > 0) event.preventDefault();
});
