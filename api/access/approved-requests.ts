import { type Actor } from '../../db/access/api-keys';
import { type RequestRow } from '../../db/access/requests';
import { executeCorrections } from '../../db/journeys/outcome-correction-bulk';
import { type Scope } from '../../db/platform/scope';
import { type Requested } from '../../domain/access/access';
import { type AppDeps } from '../http/deps';
import { executeErasure } from '../privacy/handlers/erasure';
import { type Trx } from '../../db/platform/types';

/** What came of an approved request; `item` is the place in the payload's list of what was left as it is. */
export interface ExecutedRequest {
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
export const CARRY_OUT: Record<Requested, (approved: Approved) => Promise<ExecutedRequest>> = {
  correction: ({ trx, scope, request }) => executeCorrections(trx, scope, request),
  erasure: ({ trx, scope, request }) => executeErasure(trx, scope, request),
  // the approved request is what the file leaves under
  export: async () => ({ done: 1, refused: [] }),
};
