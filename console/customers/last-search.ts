import { type AccessPurpose } from '../../domain/privacy/access-purposes';
import { type Reply } from '../api/client';
import { type SearchBy } from './guess-by';

/** What was searched for and found last, in the memory of this page only, so that the way back shows it again. */
export interface LastSearch {
  value: string;
  by: SearchBy | 'auto';
  purpose: AccessPurpose | '';
  found: Reply<'searchCustomers'> | null;
}

let last: LastSearch = { value: '', by: 'auto', purpose: '', found: null };
export const lastSearch = (): LastSearch => last;
export const keepSearch = (search: LastSearch): void => void (last = search);
