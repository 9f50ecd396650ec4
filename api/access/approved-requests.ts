import { type Actor } from '../../db/access/api-keys';
import { type Trx } from '../../db/campaigns/campaigns';
import { type RequestRow } from '../../db/access/requests';
import { carryOutCorrections } from '../../db/journeys/outcome-correction-bulk';
import { type Scope } from '../../db/platform/scope';
import { type Requested } from '../../domain/access/access';
import { type AppDeps } from '../http/deps';
import { carryOutErasure } from '../privacy/handlers/erasure';

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
