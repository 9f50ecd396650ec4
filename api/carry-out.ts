import { type Actor } from '../db/api-keys';
import { type Trx } from '../db/campaigns';
import { type RequestRow } from '../db/four-eyes';
import { carryOutCorrections } from '../db/outcome-correction-bulk';
import { type Scope } from '../db/scope';
import { type Requested } from '../domain/access';
import { type AppDeps } from './deps';
import { carryOutErasure } from './handlers/erasure';

/** What came of an approved request; `item` is the place in the payload's list of what was left as it is. */
export interface CarriedOut {
  done: number;
  refused: { item: number; why: string }[];
}

export interface Approved {
  deps: AppDeps;
  trx: Trx;
  scope: Scope;
  /** Who approved. */
  actor: Actor;
  request: RequestRow;
}

/** What an approval does, in the transaction of the approval. An action without an entry does not compile. */
export const CARRY_OUT: Record<Requested, (approved: Approved) => Promise<CarriedOut>> = {
  correction: ({ trx, scope, request }) => carryOutCorrections(trx, scope, request),
  erasure: ({ trx, scope, request }) => carryOutErasure(trx, scope, request),
  // the approved request is what the file leaves under
  export: async () => ({ done: 1, refused: [] }),
};
